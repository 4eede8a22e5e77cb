"""One line of an explained calculation, and how the lines under it make its amount."""

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from simulations.regles.baremes import ParametreCite


class Operation(Enum):
    """How the amounts of the lines under a line make its own."""

    VALEUR = "valeur"  # no line under it: the formula says where the amount comes from
    SOMME = "somme"
    MOYENNE = "moyenne"
    ARRONDI = "arrondi"  # the sum, rounded half up to the cent


class Ligne(NamedTuple):
    """A line to show as it is: amounts are unrounded Decimals in euros a month, below zero when deducted.

    `cle` is stable and names the value for a program; `libelle` and `formule` are French sentences for a person;
    `parametres` are the figures of the law that the formula uses, and `article` the text that says so.
    """

    cle: str
    libelle: str
    montant: Decimal
    formule: str = ""
    parametres: tuple[ParametreCite, ...] = ()
    article: str = ""
    enfants: "tuple[Ligne, ...]" = ()
    operation: Operation = Operation.VALEUR
