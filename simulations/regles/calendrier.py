"""Months, ages and the reference quarter: the calendar of the prime d’activité."""

from datetime import date
from functools import lru_cache
from typing import Final, SupportsIndex

NOMS_DES_MOIS: Final = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)

REGIME_M_1: Final = "M-1"
REGIME_M_2: Final = "M-2"

# 400 Gregorian years are always 146 097 days: whole numbers only, so an age never depends on a rounding.
_JOURS_DE_400_ANS: Final = 146_097
_ANS: Final = 400
_MOIS: Final = 4_800


class Mois(int):
    """A calendar month, ordered and immutable; `Mois(2022, 7) + 1 == Mois(2022, 8)`.

    It is a whole number underneath (months since year 0), which makes comparing and hashing as cheap as can be.
    """

    __slots__ = ()

    def __new__(cls, annee: int, numero: int) -> "Mois":
        """Build the month `numero` (1 to 12) of `annee` (1 to 9999). Raises ValueError outside these bounds."""
        if not (1 <= numero <= 12 and 1 <= annee <= 9999):
            raise ValueError(f"not a month: {annee}-{numero}")
        return int.__new__(cls, annee * 12 + numero - 1)

    @classmethod
    def lire(cls, texte: str) -> "Mois":
        """Read "YYYY-MM". Raises ValueError for anything else."""
        if len(texte) != 7 or texte[4] != "-" or not texte.isascii():
            raise ValueError(f"not a month: {texte!r}")
        annee, numero = texte[:4], texte[5:]
        if not (annee.isdigit() and numero.isdigit()):
            raise ValueError(f"not a month: {texte!r}")
        return cls(int(annee), int(numero))

    @classmethod
    def du_jour(cls, jour: date) -> "Mois":
        """The month that holds `jour`."""
        return cls(jour.year, jour.month)

    @property
    def annee(self) -> int:
        return int(self) // 12

    @property
    def numero(self) -> int:
        return int(self) % 12 + 1

    @property
    def iso(self) -> str:
        """ "2022-07"."""
        return f"{self.annee:04d}-{self.numero:02d}"

    def premier_jour(self) -> date:
        """The first day of the month, on which parameters, ages and family are read."""
        return date(self.annee, self.numero, 1)

    def en_lettres(self) -> str:
        """ "juillet 2022"."""
        return f"{NOMS_DES_MOIS[self.numero - 1]} {self.annee}"

    def __add__(self, nombre: int) -> "Mois":
        return _depuis_rang(int(self) + int(nombre))

    def __sub__(self, nombre: int) -> "Mois":
        # Two months would subtract into a senseless month of the first years of our era.
        if isinstance(nombre, Mois):
            raise TypeError("a number of months is subtracted from a month, not another month")
        return _depuis_rang(int(self) - int(nombre))

    def __str__(self) -> str:
        return self.iso

    def __repr__(self) -> str:
        return f"Mois({self.annee}, {self.numero})"

    def __format__(self, gabarit: str) -> str:
        return format(self.iso, gabarit)

    def __reduce_ex__(self, protocole: SupportsIndex) -> tuple[type["Mois"], tuple[int, int]]:
        # Copies and pickles of an int subclass would call __new__ with one argument.
        return type(self), (self.annee, self.numero)


def _depuis_rang(rang: int) -> Mois:
    annee, reste = divmod(rang, 12)
    return Mois(annee, reste + 1)


# Since 1 March 2025 the quarter that is looked at ends two months before the claim (R843-1 of the Code de la
# sécurité sociale as changed by décret 2025-185 of 26 February 2025); before, it ended the month before.
# Rows: first claim month, regime, distance in months from the claim to the oldest month of the quarter.
_REGIMES: Final = (
    (Mois(2016, 1), REGIME_M_1),
    (Mois(2025, 3), REGIME_M_2),
)
_RECUL: Final = {REGIME_M_1: 3, REGIME_M_2: 4}
REGIMES: Final = tuple(_RECUL)


@lru_cache(maxsize=1024)
def mois_de_reference(mois_demande: Mois, regime: str | None = None) -> tuple[Mois, Mois, Mois]:
    """The three months whose resources make the amount of a claim, oldest first.

    `regime` ("M-1" or "M-2") overrides the one that the claim month calls for. Raises ValueError for another
    regime. Source: R843-1 of the Code de la sécurité sociale.
    """
    if regime is None:
        regime = regime_en_vigueur(mois_demande)
    if regime not in _RECUL:
        raise ValueError(f"unknown regime: {regime!r}")
    premier = mois_demande - _RECUL[regime]
    return premier, premier + 1, premier + 2


def regime_en_vigueur(mois_demande: Mois) -> str:
    """ "M-1" or "M-2": how far before a claim of that month its reference quarter ends (R843-1)."""
    return next((regime for depuis, regime in reversed(_REGIMES) if depuis <= mois_demande), REGIME_M_1)


def age_en_annees(jours_vecus: int) -> int:
    """Full years of age after `jours_vecus` days (the day of birth is day 0)."""
    return (jours_vecus + 1) * _ANS // _JOURS_DE_400_ANS


def age_en_mois(jours_vecus: int) -> int:
    """Full months of age after `jours_vecus` days; below zero for a child to be born."""
    return (jours_vecus + 1) * _MOIS // _JOURS_DE_400_ANS
