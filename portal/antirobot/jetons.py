"""The signed token of a page: when it was made, and the work it asks of a browser. Nothing is kept here.

The work: find `n` below `BORNE` such that PBKDF2-SHA256(token, n) is the target. Browsers run PBKDF2 in native code, so
a robot pays as much as a person does; the server picked `n`, so the longest search is only twice the average one.
"""

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass

from django.core import signing

# 750,000 rounds on average, twice that at most. Chromium makes some 3 million a second on a desk: 0.3 s. A phone that
# makes 300,000 takes 2.5 s, and never more than 5.
TOURS, BORNE = 3000, 500
AGE_MINIMAL = 3.0  # seconds, without a script: less than anybody needs to read a form and fill it in
VIE = 2 * 3600  # seconds

_JETON = re.compile(r"([0-9]{1,16})\.([0-9a-f]{32})\.([0-9a-f]{32})")
_REPONSE = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True)
class Jeton:
    """What a page of ours was given. `instant`: milliseconds since 1970."""

    instant: int
    sel: str
    cible: str

    def age(self, maintenant: float) -> float:
        """Seconds; a little below zero when another server made it, whose clock is ahead."""
        return maintenant - self.instant / 1000

    def vivant(self, maintenant: float) -> bool:
        return self.age(maintenant) <= VIE

    def assez_vieux(self, maintenant: float) -> bool:
        return self.age(maintenant) >= AGE_MINIMAL

    def prouve(self, reponse: str) -> bool:
        """Whether this is the number that was to be found."""
        if not _REPONSE.fullmatch(reponse):
            return False
        return hmac.compare_digest(_travail(f"{self.instant}.{self.sel}", int(reponse)), self.cible)


def creer(maintenant: float | None = None) -> str:
    """A new token, signed. `maintenant` in seconds since 1970, for tests."""
    instant = int((time.time() if maintenant is None else maintenant) * 1000)
    debut = f"{instant}.{secrets.token_hex(16)}"
    return _signataire().sign(f"{debut}.{_travail(debut, secrets.randbelow(BORNE))}")


def lire(texte: str) -> Jeton | None:
    """The token, or None when it is not one of ours. Its age is not looked at."""
    try:
        lu = _JETON.fullmatch(_signataire().unsign(texte))
    except signing.BadSignature:
        return None
    return Jeton(int(lu[1]), lu[2], lu[3]) if lu else None


def _signataire() -> signing.Signer:
    return signing.Signer(salt="portal.antirobot")


def _travail(debut: str, nombre: int) -> str:
    return hashlib.pbkdf2_hmac("sha256", debut.encode(), str(nombre).encode(), TOURS, 16).hex()
