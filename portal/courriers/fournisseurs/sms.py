"""SMS through apprise, which reaches Octopush, SFR, Twilio, Vonage and some others.

The address is apprise's own, with `{numero}` where the recipient goes: `octopush://compte:cle@MesDroits/{numero}`.
"""

import threading
from typing import Any
from urllib.parse import quote

from portal.courriers.fournisseurs import Doute, Envoi, Indisponible, Pli

DELAIS = "cto=5&rto=20"  # seconds to connect, then to be answered
# apprise only answers yes or no. What it writes for its log tells a no that is certain from silence.
_CERTAINS = ("error=", "Failed to establish a new connection", "ConnectTimeout", "NameResolutionError")
# Its capture of its log is one for the whole process.
_verrou = threading.Lock()


class Apprise:
    """One SMS service."""

    simule = False

    def __init__(self, adresse: str) -> None:
        if "{numero}" not in adresse:
            raise ValueError("l’adresse d’un service de SMS dit où va le numéro : {numero}")
        self._modele = adresse
        self.nom = f"SMS {adresse.partition('://')[0]}"

    def envoyer(self, envoi: Envoi) -> None:
        for pli in envoi.plis:
            self._envoyer_un(pli)

    def _envoyer_un(self, pli: Pli) -> None:
        with _verrou:
            parti, journal = _notifier(self._adresse(pli.destinataire), pli.texte)
        if parti:
            return
        if any(mot in journal for mot in _CERTAINS):
            raise Indisponible("refusé ou injoignable")
        raise Doute("sans réponse")

    def _adresse(self, numero: str) -> str:
        adresse = self._modele.replace("{numero}", quote(numero, safe=""))
        return f"{adresse}{'&' if '?' in adresse else '?'}{DELAIS}"


def _charger() -> Any:
    """Here and not above: a web process sends nothing."""
    try:
        import apprise
    except ImportError:
        raise Indisponible("apprise absent") from None
    return apprise


def _notifier(adresse: str, texte: str) -> tuple[bool, str]:
    """(sent, what apprise would have logged). The text of the log quotes everything: it never leaves this module."""
    apprise = _charger()
    service: Any = apprise.Apprise(asset=apprise.AppriseAsset(async_mode=False))
    with apprise.LogCapture(level=apprise.logging.DEBUG) as journal:
        if not service.add(adresse):
            raise Indisponible("adresse du service illisible")
        return bool(service.notify(body=texte)), str(journal.getvalue())
