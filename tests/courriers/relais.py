"""A real SMTP relay on this machine, in a thread, that a test stops, and that says no on command."""

import logging
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.outils.serveurs import port_libre

MOT_DE_PASSE = "mot:de/passe"
# The relay's own log, which is no part of what we write, quotes each command.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Relais:
    """`with Relais() as relais:`; `arreter()` closes its socket for real, `demarrer()` opens the same port again."""

    def __init__(self, certificat: Path | None = None) -> None:
        self.port = port_libre()
        self.recus: list[EmailMessage] = []
        self.enveloppes: list[tuple[str, list[str]]] = []
        # Answers to give instead of the ordinary one; None for DATA hangs up in the middle.
        self.reponses: dict[str, str | None] = {}
        self._certificat = certificat
        self._controleur: Controller | None = None

    def __enter__(self) -> "Relais":
        self.demarrer()
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()

    def demarrer(self) -> None:
        self._controleur = Controller(self, hostname="127.0.0.1", port=self.port, **self._securite())
        self._controleur.start()

    def arreter(self) -> None:
        if self._controleur:
            self._controleur.stop()
        self._controleur = None

    def _securite(self) -> dict[str, Any]:
        if not self._certificat:
            return {}
        contexte = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexte.load_cert_chain(self._certificat)
        return {
            "tls_context": contexte, "require_starttls": True,
            "auth_required": True, "authenticator": self._authentifier,
        }  # fmt: skip

    def _authentifier(self, *arguments: Any) -> AuthResult:
        identite = arguments[-1]
        return AuthResult(success=identite.password == MOT_DE_PASSE.encode(), handled=False)

    async def handle_MAIL(
        self, serveur: SMTP, session: Any, enveloppe: Any, adresse: str, options: Any
    ) -> str:
        if "MAIL" in self.reponses:
            return str(self.reponses["MAIL"])
        enveloppe.mail_from = adresse
        return "250 OK"

    async def handle_RCPT(
        self, serveur: SMTP, session: Any, enveloppe: Any, adresse: str, options: Any
    ) -> str:
        if "RCPT" in self.reponses:
            return str(self.reponses["RCPT"])
        enveloppe.rcpt_tos.append(adresse)
        return "250 OK"

    async def handle_DATA(self, serveur: SMTP, session: Any, enveloppe: Any) -> str:
        if "DATA" in self.reponses:
            reponse = self.reponses["DATA"]
            if reponse is None:
                with suppress(AttributeError):
                    serveur.transport.abort()
            return str(reponse)
        self.enveloppes.append((enveloppe.mail_from, enveloppe.rcpt_tos))
        self.recus.append(message_from_bytes(enveloppe.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


def certificat(dossier: Path) -> Path:
    """A self-signed certificate for localhost, with its key, in one file."""
    cle = ec.generate_private_key(ec.SECP256R1())
    nom = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    maintenant = datetime.now(UTC)
    cert = (
        x509.CertificateBuilder()
        .subject_name(nom)
        .issuer_name(nom)
        .public_key(cle.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(maintenant - timedelta(days=1))
        .not_valid_after(maintenant + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(cle, hashes.SHA256())
    )
    fichier = dossier / "relais.pem"
    fichier.write_bytes(
        cle.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + cert.public_bytes(serialization.Encoding.PEM)
    )
    return fichier
