"""The sealed file of a batch: anyone with the print service's public key closes it, only its private key opens it.

X25519 with a key of one use, HKDF-SHA256, then AES-256-GCM; the header (format, reference, key) is authenticated.
"""

import base64
import io
import zipfile
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.chiffrement import TAILLE_CLE, Indechiffrable, ouvrir, sceller

FORMAT = b"PLIS1\n"
TAILLE_REFERENCE = 16


def nouvelle_paire() -> tuple[str, str]:
    """(private, public) keys in URL-safe base 64."""
    privee = X25519PrivateKey.generate()
    return _ecrire(privee.private_bytes_raw()), _ecrire(privee.public_key().public_bytes_raw())


def lire_cle_publique(cle: str) -> X25519PublicKey:
    """Raises ValueError."""
    return X25519PublicKey.from_public_bytes(_lire(cle))


def fermer(destinataire: X25519PublicKey, reference: str, fichiers: Mapping[str, bytes]) -> bytes:
    """A sealed zip of `fichiers` (name → content); `reference` has 16 characters."""
    ephemere = X25519PrivateKey.generate()
    entete = FORMAT + reference.encode() + ephemere.public_key().public_bytes_raw()
    cle = _cle(ephemere.exchange(destinataire), entete, destinataire)
    return entete + sceller(cle, _zip(fichiers), entete.hex())


def ouvrir_lot(cle_privee: str, scelle: bytes) -> dict[str, bytes]:
    """Name → content. Raises `Indechiffrable` on another key or an altered file, ValueError on a bad key."""
    privee = X25519PrivateKey.from_private_bytes(_lire(cle_privee))
    taille = len(FORMAT) + TAILLE_REFERENCE + TAILLE_CLE
    entete, reste = scelle[:taille], scelle[taille:]
    if not entete.startswith(FORMAT) or len(entete) < taille:
        raise Indechiffrable
    ephemere = X25519PublicKey.from_public_bytes(entete[-TAILLE_CLE:])
    cle = _cle(privee.exchange(ephemere), entete, privee.public_key())
    with zipfile.ZipFile(io.BytesIO(ouvrir(cle, reste, entete.hex()))) as archive:
        return {nom: archive.read(nom) for nom in archive.namelist()}


def _cle(partage: bytes, entete: bytes, destinataire: X25519PublicKey) -> bytes:
    info = entete + destinataire.public_bytes_raw()
    return HKDF(algorithm=SHA256(), length=TAILLE_CLE, salt=None, info=info).derive(partage)


def _zip(fichiers: Mapping[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in fichiers.items():
            archive.writestr(nom, octets)
    return tampon.getvalue()


def _ecrire(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).decode()


def _lire(cle: str) -> bytes:
    return base64.urlsafe_b64decode(cle)
