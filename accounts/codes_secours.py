"""The codes that somebody prints for the day when nothing else is at hand: how they are drawn, written and read back.

Twelve characters, 60 bits: more than the 50 that CNIL 2022-100 wants behind limited tries, and short enough to copy.
"""

from accounts import secrets
from portal.alea import nouvelle_reference

COMBIEN = 10
LONGUEUR = 12
# From here on, the pages say that it is time to print others.
PEU = 2


def tirer() -> str:
    """A new code, as it is compared. One digit at least: `portal.http.journaux` then knows it from a word."""
    while True:
        tire = nouvelle_reference(LONGUEUR)
        if not tire.isalpha():
            return tire


def ecrire(valeur: str) -> str:
    """« 4K7P-2WXA-9QRT »."""
    return "-".join(valeur[i : i + 4] for i in range(0, len(valeur), 4))


def lire(saisie: str) -> str:
    """What was typed, as it is compared; empty when it can't be one of ours."""
    return secrets.lire_lettres(saisie, LONGUEUR)
