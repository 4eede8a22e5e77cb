"""Authenticated encryption (AES-256-GCM), under one key or under the ring of keys of the settings.

A sealed text carries the name of its key, so that a ring can turn: the first key of `CLES_DONNEES` seals, every
key of it opens. The `contexte` (a table and a reference, say) is authenticated with it: a sealed text moved to
another row does not open.

A value that must be found again without being opened has fingerprints: one for each key of `CLES_EMPREINTES`.
"""

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

TAILLE_CLE = 32  # bytes
TAILLE_SEL = 12  # bytes, the nonce of GCM


class Indechiffrable(Exception):
    """The sealed text was altered, moved, or sealed under a key that is not known here."""


def nouvelle_cle() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(TAILLE_CLE)


def deriver(cle: bytes, usage: str) -> bytes:
    """A key of 32 bytes for one use, from a random key (HMAC-SHA256 as in RFC 5869, step 2)."""
    return hmac.digest(cle, usage.encode() + b"\x01", hashlib.sha256)


def sceller(cle: bytes, clair: bytes, contexte: str) -> bytes:
    """Nonce followed by the sealed text."""
    sel = secrets.token_bytes(TAILLE_SEL)
    return sel + AESGCM(cle).encrypt(sel, clair, contexte.encode())


def ouvrir(cle: bytes, scelle: bytes, contexte: str) -> bytes:
    """The clear text. Raises `Indechiffrable`."""
    try:
        return AESGCM(cle).decrypt(scelle[:TAILLE_SEL], scelle[TAILLE_SEL:], contexte.encode())
    except (InvalidTag, ValueError) as erreur:
        raise Indechiffrable from erreur


def lire_trousseau(texte: str) -> dict[str, bytes]:
    """Read a ring: `nom:clé,nom:clé`, keys in URL-safe base 64, the current one first. Raises ValueError."""
    trousseau = {}
    for element in filter(None, (e.strip() for e in texte.split(","))):
        nom, _, cle = element.partition(":")
        octets = base64.urlsafe_b64decode(cle)
        if not nom or len(octets) != TAILLE_CLE:
            raise ValueError("chaque clé s’écrit nom:base64, pour 32 octets")
        trousseau[nom] = octets
    if not trousseau:
        raise ValueError("le trousseau est vide")
    return trousseau


def sceller_donnee(clair: bytes, contexte: str) -> bytes:
    """Seal under the current key of the ring: its name, a colon, then the sealed text."""
    nom, cle = next(iter(settings.CLES_DONNEES.items()))
    return nom.encode() + b":" + sceller(cle, clair, contexte)


def ouvrir_donnee(scelle: bytes, contexte: str) -> bytes:
    """Open what `sceller_donnee` sealed, under whichever key of the ring. Raises `Indechiffrable`."""
    nom, _, reste = bytes(scelle).partition(b":")
    cle = settings.CLES_DONNEES.get(nom.decode("ascii", "replace"))
    if cle is None:
        raise Indechiffrable
    return ouvrir(cle, reste, contexte)


def cle_du_moment() -> str:
    """Name of the key of the ring that seals."""
    return next(iter(settings.CLES_DONNEES))


def empreintes(clair: bytes, usage: str) -> dict[str, bytes]:
    """Keyed fingerprints of a value (HMAC-SHA256, 32 bytes) by the name of the key, the current one first.

    `usage` separates two kinds of values: the same text has not the same fingerprint in both.
    """
    message = usage.encode() + b"\0" + clair
    return {nom: hmac.digest(cle, message, hashlib.sha256) for nom, cle in settings.CLES_EMPREINTES.items()}
