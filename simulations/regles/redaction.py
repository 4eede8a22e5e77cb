"""French as it is printed: amounts, rates, dates, numbers in words, and how each person is called."""

from datetime import date
from decimal import Decimal
from typing import Final

from simulations.regles.calendrier import NOMS_DES_MOIS
from simulations.regles.revenus import Role

INSECABLE: Final = "\u00a0"
FINE: Final = "\u202f"

_NOMBRES: Final = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def euros(montant: Decimal) -> str:
    """ "1 200,00 €", rounded to the cent for the eye only."""
    return f"{montant:,.2f}".replace(",", FINE).replace(".", ",") + f"{INSECABLE}€"


def pourcent(taux: Decimal) -> str:
    """ "59,85 %" for 0.5985: all its digits, and no zero at the end."""
    return decimal(taux * 100) + f"{INSECABLE}%"


def decimal(nombre: Decimal) -> str:
    """ "1,8": all its digits, and no zero at the end."""
    texte = f"{nombre:f}"
    if "." in texte:
        texte = texte.rstrip("0").rstrip(".")
    return texte.replace(".", ",")


def nombre(quantite: int) -> str:
    """A small number in words, a large one in digits."""
    return _NOMBRES[quantite] if quantite < len(_NOMBRES) else str(quantite)


def combien(quantite: int, singulier: str) -> str:
    """ "deux enfants", "un adulte"."""
    return f"{nombre(quantite)} {singulier}{'s' if quantite > 1 else ''}"


def jour(quand: date) -> str:
    """ "1er mars 2013"."""
    numero = "1er" if quand.day == 1 else str(quand.day)
    return f"{numero}{INSECABLE}{NOMS_DES_MOIS[quand.month - 1]} {quand.year}"


def foyer_en_lettres(adultes: int, enfants: int) -> str:
    """ "un adulte et deux enfants", "une personne seule"."""
    if not enfants:
        return "une personne seule" if adultes == 1 else combien(adultes, "adulte")
    return f"{combien(adultes, 'adulte')} et {combien(enfants, 'enfant')}"


def de_personne(role: Role, naissance: date) -> str:
    """Whose income it is, for someone else than the reader: "de votre enfant né le 3 mai 2006"."""
    if role is Role.CONJOINT:
        return "de votre conjoint ou conjointe"
    return f"de votre enfant né le {jour(naissance)}"


def en_tete(phrase: str) -> str:
    """The phrase with its first letter raised."""
    return phrase[:1].upper() + phrase[1:]
