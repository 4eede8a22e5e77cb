"""E-mail through an SMTP relay.

`smtp://relais:25` (a relay of the same machine or network), `smtp+tls://nom:mot@relais:587` (STARTTLS, required),
`smtps://nom:mot@relais:465` (TLS at once). Certificates are checked.
"""

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP as REGLES_SMTP
from email.utils import formatdate, parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings

from portal.courriers.fournisseurs import Doute, Envoi, Indisponible, Pli, Refus

DELAI = 10.0  # seconds, for each exchange
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


class Smtp:
    """One relay. The e-mail is in text and HTML; its Message-ID is its reference."""

    simule = False

    def __init__(self, adresse: str) -> None:
        self._adresse = urlsplit(adresse)
        if self._adresse.scheme not in PORTS or not self._adresse.hostname:
            raise ValueError(
                "une adresse SMTP commence par smtp://, smtp+tls:// ou smtps:// et nomme un relais"
            )
        self.nom = f"SMTP {self._adresse.hostname}:{self._port}"

    @property
    def _port(self) -> int:
        return self._adresse.port or PORTS[self._adresse.scheme]

    def envoyer(self, envoi: Envoi) -> None:
        """Until the end of DATA the relay has taken nothing; without its answer to it nobody knows."""
        for pli in envoi.plis:
            try:
                relais = self._ouvrir()
            except smtplib.SMTPResponseException as erreur:
                raise Indisponible(f"connexion {erreur.smtp_code}") from None
            except (OSError, smtplib.SMTPException) as erreur:
                raise Indisponible(f"connexion {type(erreur).__name__}") from None
            try:
                self._designer(relais, pli)
                self._remettre(relais, pli)
            finally:
                _raccrocher(relais)

    def _ouvrir(self) -> smtplib.SMTP:
        hote, ici = self._adresse.hostname or "", _domaine_expediteur()
        relais: smtplib.SMTP
        if self._adresse.scheme == "smtps":
            contexte = ssl.create_default_context()
            relais = smtplib.SMTP_SSL(hote, self._port, local_hostname=ici, timeout=DELAI, context=contexte)
        else:
            relais = smtplib.SMTP(hote, self._port, local_hostname=ici, timeout=DELAI)
        try:
            self._s_identifier(relais)
        except BaseException:
            relais.close()
            raise
        return relais

    def _s_identifier(self, relais: smtplib.SMTP) -> None:
        if self._adresse.scheme == "smtp+tls":
            relais.starttls(context=ssl.create_default_context())
        relais.ehlo_or_helo_if_needed()
        if self._adresse.username:
            relais.login(unquote(self._adresse.username), unquote(self._adresse.password or ""))

    def _designer(self, relais: smtplib.SMTP, pli: Pli) -> None:
        try:
            _exiger(relais.mail(_adresse_expediteur()), definitif=False)
            _exiger(relais.rcpt(_en_ascii(pli.destinataire)), definitif=True)
        except (OSError, smtplib.SMTPException) as erreur:
            raise Indisponible(f"enveloppe {type(erreur).__name__}") from None

    def _remettre(self, relais: smtplib.SMTP, pli: Pli) -> None:
        message = _message(pli).as_bytes()
        try:
            _exiger(relais.data(message), definitif=True)
        except smtplib.SMTPDataError as erreur:
            _exiger((erreur.smtp_code, b""), definitif=True)
        except (OSError, smtplib.SMTPException) as erreur:
            raise Doute(f"sans réponse {type(erreur).__name__}") from None


def _exiger(reponse: tuple[int, bytes], *, definitif: bool) -> None:
    """Pass on a yes; a 5xx about this message is a refusal, any other no is for later (RFC 5321, 4.2.1)."""
    code = reponse[0]
    if 200 <= code < 300:
        return
    if definitif and code >= 500:
        raise Refus(f"refus {code}")
    raise Indisponible(f"refus {code}")


def _raccrocher(relais: smtplib.SMTP) -> None:
    """What is done is done: a relay that hangs up first changes nothing."""
    try:
        relais.quit()
    except (OSError, smtplib.SMTPException):
        relais.close()


def _message(pli: Pli) -> EmailMessage:
    message = EmailMessage(policy=REGLES_SMTP)
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = _en_ascii(pli.destinataire)
    message["Subject"] = pli.sujet
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{pli.reference}@{_domaine_expediteur()}>"
    # No automatic answer: nobody reads them (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(pli.texte)
    message.add_alternative(pli.html, subtype="html")
    return message


def _adresse_expediteur() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _domaine_expediteur() -> str:
    return _adresse_expediteur().rpartition("@")[2]


def _en_ascii(adresse: str) -> str:
    """The domain as DNS spells it; Django's check has already refused anything but ASCII before the @."""
    boite, _, domaine = adresse.rpartition("@")
    try:
        return f"{boite}@{domaine.encode('idna').decode()}"
    except UnicodeError:
        raise Refus("domaine illisible") from None
