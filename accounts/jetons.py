"""Opaque tokens that a browser keeps in a cookie: 128 random bits there, a digest here."""

import hashlib
import secrets

OCTETS = 16


def nouveau() -> str:
    """A new token, in URL-safe base 64."""
    return secrets.token_urlsafe(OCTETS)


def condenser(jeton: str) -> bytes:
    """What the database keeps of it, 32 bytes. No key of ours: what it hides is random already."""
    return hashlib.sha256(jeton.encode("utf-8", "replace")).digest()
