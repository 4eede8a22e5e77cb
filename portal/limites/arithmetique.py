"""The whole rule, as pure functions: instants of the attempts that passed, and now. Milliseconds since 1970.

Redis runs the same arithmetic in Lua (`compteurs_redis`); a test compares the two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

SECONDE = 1000
# Enough for every ceiling: beyond, doubling would only make larger numbers.
DOUBLEMENTS_AU_PLUS = 30
# Attempts remembered beyond the free ones. With fewer the delay would stop growing before its ceiling.
MEMOIRE = 64


class Sur(StrEnum):
    """What a bucket counts for."""

    COMPTE = "compte"
    ADRESSE = "adresse"
    COUPLE = "couple"


@dataclass(frozen=True)
class Seau:
    """`libres` attempts in any `fenetre` (seconds) pass at once. Then each waits for `attente` seconds after the
    last one, doubled each time (`facteur` 2) or not (1), and never more than `plafond`."""

    sur: Sur
    libres: int
    fenetre: int
    attente: int
    plafond: int
    facteur: int = 2

    def __post_init__(self) -> None:
        if self.libres < 1 or not 0 < self.attente <= self.plafond or self.facteur not in {1, 2}:
            raise ValueError(f"seau mal réglé : {self}")
        # Longer, the attempts would be forgotten before the delay they cause is over.
        if self.plafond > self.fenetre:
            raise ValueError(f"le plafond dépasse la fenêtre : {self}")

    @property
    def memoire(self) -> int:
        """How many instants are worth keeping."""
        return self.libres + MEMOIRE


def reste_a_attendre(seau: Seau, instants: Sequence[int], maintenant: int) -> int:
    """0 when an attempt may pass now; otherwise after how many milliseconds it surely may (sooner, perhaps, if an old
    attempt leaves the window meanwhile). `instants` in the order they came."""
    recents = [i for i in instants if i > maintenant - seau.fenetre * SECONDE]
    exces = len(recents) - seau.libres
    if exces < 0:
        return 0
    croissance: int = seau.facteur ** min(exces, DOUBLEMENTS_AU_PLUS)
    delai = min(seau.plafond, seau.attente * croissance) * SECONDE
    # A server whose clock is ahead does not lengthen the delay.
    return max(0, min(recents[-1], maintenant) + delai - maintenant)


def apres(seau: Seau, instants: Sequence[int], maintenant: int) -> list[int]:
    """The instants to keep once an attempt has passed now."""
    recents = [i for i in instants if i > maintenant - seau.fenetre * SECONDE]
    return [*recents, maintenant][-seau.memoire :]
