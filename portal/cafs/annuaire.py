"""The 101 Caf, in memory: public pages name a Caf without a query."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

DONNEES = Path(__file__).parent / "donnees"
FUSEAU_DE_PARIS = "Europe/Paris"

# Collectivities without a Caf of their own, and the code of the Caf that serves them.
SERVIES_PAR = {"977": "971", "978": "971"}


@dataclass(frozen=True, slots=True)
class Caf:
    """One Caf. `code` is its département's (« 31 », « 2A », « 974 »), `fuseau` an IANA time zone."""

    code: str
    departement: str
    nom: str
    prefecture: str
    region: str
    fuseau: str

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of its appointments and legal dates."""
        return ZoneInfo(self.fuseau)

    @property
    def a_l_heure_de_paris(self) -> bool:
        """False overseas, where a page must say whose time it gives."""
        return self.fuseau == FUSEAU_DE_PARIS


@cache
def _par_code() -> dict[str, Caf]:
    lues = json.loads((DONNEES / "cafs.json").read_text(encoding="utf-8"))
    return {ligne["code"]: Caf(**ligne) for ligne in lues}


def toutes() -> tuple[Caf, ...]:
    """The 101 Caf, by code."""
    return tuple(_par_code().values())


def caf(code: str | None) -> Caf | None:
    """The Caf that serves this département or collectivity; None when there is none."""
    return _par_code().get(SERVIES_PAR.get(code, code)) if code else None
