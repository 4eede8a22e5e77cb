"""The 26 benefits, in memory: enough to find one and to know where to ask. Their details come with the catalogue."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DONNEES = Path(__file__).parent / "donnees"


@dataclass(frozen=True, slots=True)
class Prestation:
    """One benefit: what it is for (`objet`), how it is asked for today (`demande`), words that lead to it (`mots`)."""

    id: str
    sigle: str
    nom: str
    theme: str
    objet: str
    demande: str
    mots: str

    @property
    def titre(self) -> str:
        """Name in full with its short name, the first time a reader meets it."""
        return self.nom if self.sigle in self.nom else f"{self.nom} ({self.sigle})"


@cache
def toutes() -> tuple[Prestation, ...]:
    """Every benefit, in the order in which a theme shows them."""
    lues = json.loads((DONNEES / "prestations.json").read_text(encoding="utf-8"))
    return tuple(Prestation(**ligne) for ligne in lues)


def du_theme(slug: str) -> list[Prestation]:
    """The benefits of one theme."""
    return [p for p in toutes() if p.theme == slug]
