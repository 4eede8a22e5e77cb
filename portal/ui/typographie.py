"""Amounts, dates and hours as French is written, and as French people type them."""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format

FINE = "\u202f"  # narrow no-break space, between thousands
INSECABLE = "\u00a0"
MOINS = "\u2212"
CENTIME = Decimal("0.01")

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_BLANCS = re.compile(r"[\s\u00a0\u202f\u2009]+")
_UNITE = re.compile(r"\s*(?:€|euros?|eur)\s*$", re.IGNORECASE)
# 1200 · 1200,5 · 1200.50
_SIMPLE = re.compile(r"([0-9]+)(?:[.,]([0-9]{1,2}))?")
# 1 200 · 12 345,67 · 12 345.67
_GROUPE = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]{1,2}))?")
# 1.200,50 and 1,200.50: two different signs, so no doubt about which is the decimal one.
_POINTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]{1,2})")
_VIRGULES = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]{1,2})")
# 1.200 or 1,200: twelve hundred, or one and a fifth?
_EQUIVOQUE = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
_SIGNE = re.compile(rf"\A[-+{MOINS}] ?")
# Longer than any amount that can be meant, shorter than what a computation in decimals would round.
_LONGUEUR_MAX = 28


class MontantIllisible(ValueError):
    """The text is not an amount; `equivoque` when it could be read two ways."""

    def __init__(self, *, equivoque: bool = False) -> None:
        super().__init__("not an amount")
        self.equivoque = equivoque


def lire_montant(texte: str) -> Decimal:
    """Read an amount in euros as people type it. Raises `MontantIllisible`; never guesses thousands."""
    propre = _UNITE.sub("", _BLANCS.sub(" ", texte).strip())
    negatif = propre[:1] in {"-", MOINS}
    propre = _SIGNE.sub("", propre)
    if len(propre) > _LONGUEUR_MAX:
        raise MontantIllisible
    for forme in (_SIMPLE, _GROUPE, _POINTS, _VIRGULES):
        lu = forme.fullmatch(propre)
        if lu:
            entiers = re.sub(r"[^0-9]", "", lu[1])
            montant = Decimal(f"{entiers}.{lu[2] or 0}")
            return -montant if negatif else montant
    raise MontantIllisible(equivoque=bool(_EQUIVOQUE.fullmatch(propre)))


def euros(montant: Decimal | int) -> str:
    """« 1 234,56 € », with a true minus sign below zero."""
    arrondi = Decimal(montant).quantize(CENTIME, ROUND_HALF_UP)
    texte = f"{abs(arrondi):,.2f}".replace(",", FINE).replace(".", ",")
    return f"{MOINS + INSECABLE if arrondi < 0 else ''}{texte}{INSECABLE}€"


def date_longue(jour: date) -> str:
    """« jeudi 9 mars 2023 », « lundi 1er mai 2023 »."""
    nom = date_format(jour, "l")
    return f"{nom} {_quantieme(jour)} {MOIS[jour.month - 1]} {jour.year}"


def date_courte(jour: date) -> str:
    """« 9 mars 2023 »."""
    return f"{_quantieme(jour)} {MOIS[jour.month - 1]} {jour.year}"


def _quantieme(jour: date) -> str:
    return "1er" if jour.day == 1 else str(jour.day)


def heure(instant: datetime) -> str:
    """« 15 h 50 », « 9 h »: the hour in prose, in the zone that the instant carries."""
    minutes = f"{INSECABLE}{instant.minute:02d}" if instant.minute else ""
    return f"{instant.hour}{INSECABLE}h{minutes}"


def mois_long(jour: date) -> str:
    """« juillet 2022 »."""
    return f"{MOIS[jour.month - 1]} {jour.year}"


def de_mois(nom: str) -> str:
    """« d’août 2026 », « de juillet 2026 »."""
    return f"d’{nom}" if nom[:1] in "aoéèh" else f"de {nom}"
