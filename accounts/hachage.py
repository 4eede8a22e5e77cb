"""Hash a password with Django's Argon2id, a bounded number at a time in this process.

Each hash takes 100 MiB: without a cap, a burst of logins would take all the memory there is. Not here: the rules.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import BoundedSemaphore

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher

from accounts.mots_de_passe import normaliser


class HachageSature(RuntimeError):
    """No place was freed in time: the service is busy, and the password was not looked at."""

    def __init__(self) -> None:
        super().__init__("trop de mots de passe sont vérifiés en même temps ; réessayer dans un instant")


class BorneArgon2PasswordHasher(Argon2PasswordHasher):
    """Django's, capped by `HACHAGES_SIMULTANES`; the same password typed on another keyboard gives the same hash."""

    def encode(self, password: str, salt: str) -> str:
        with place():
            return super().encode(_texte(password), salt)

    def verify(self, password: str, encoded: str) -> bool:
        with place():
            return super().verify(_texte(password), encoded)


@contextmanager
def place() -> Iterator[None]:
    """Hold one of the places; raises HachageSature after `HACHAGES_ATTENTE_SECONDES`."""
    places = _places(settings.HACHAGES_SIMULTANES)
    if not places.acquire(timeout=settings.HACHAGES_ATTENTE_SECONDES):
        raise HachageSature
    try:
        yield
    finally:
        places.release()


@lru_cache(maxsize=8)
def _places(nombre: int) -> BoundedSemaphore:
    return BoundedSemaphore(nombre)


def _texte(mot: str) -> str:
    """In NFC. Half a surrogate pair, which no policy accepts, must compare false and not fail."""
    return normaliser(mot).encode("utf-8", "replace").decode()
