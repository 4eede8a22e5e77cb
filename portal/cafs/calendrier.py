"""On which day the Caf pay.

The rights of a month are paid on the 5th of the next one. A Saturday gives the Friday before, a Sunday the Monday
after, a public holiday the next working day (arrêté of 29 June 1994, taken over in November 2019). The dates that
the Cnaf has published win over the rule.
"""

import json
from datetime import date, timedelta
from functools import cache

from portal.cafs.annuaire import DONNEES

JOUR_DE_PAIEMENT = 5
SAMEDI = 5  # date.weekday()


@cache
def _publies() -> dict[tuple[int, int], date]:
    """Published dates by (year, month) of the payment."""
    lues = json.loads((DONNEES / "calendrier.json").read_text(encoding="utf-8"))
    dates = [date.fromisoformat(jour) for annee in lues.values() for jour in annee]
    return {(jour.year, jour.month): jour for jour in dates}


@cache
def _feries(annee: int) -> frozenset[date]:
    # Imported here: it takes a tenth of a second that most processes never need.
    import holidays

    return frozenset(holidays.country_holidays("FR", years=annee))


def _ouvre_suivant(jour: date) -> date:
    while jour.weekday() >= SAMEDI or jour in _feries(jour.year):
        jour += timedelta(days=1)
    return jour


def _selon_la_regle(annee: int, mois: int) -> date:
    """The day of payment in that month, by the rule alone."""
    cinq = date(annee, mois, JOUR_DE_PAIEMENT)
    if cinq.weekday() == SAMEDI:
        return cinq - timedelta(days=1)  # no French public holiday falls on a Friday 4th
    return _ouvre_suivant(cinq)


def _du_mois(annee: int, mois: int) -> date:
    return _publies().get((annee, mois)) or _selon_la_regle(annee, mois)


def _suivant(annee: int, mois: int) -> tuple[int, int]:
    return (annee + 1, 1) if mois == 12 else (annee, mois + 1)


def date_de_paiement(mois_du_droit: date) -> date:
    """The day on which the rights of the month of `mois_du_droit` (any day of it) are paid.

    Banks may show the money up to three days later.
    """
    return _du_mois(*_suivant(mois_du_droit.year, mois_du_droit.month))


def prochains_paiements(aujourd_hui: date, nombre: int = 3) -> list[date]:
    """The next `nombre` payment days, today's included, in order."""
    mois = (aujourd_hui.year, aujourd_hui.month)
    dates: list[date] = []
    while len(dates) < nombre:
        jour = _du_mois(*mois)
        if jour >= aujourd_hui:
            dates.append(jour)
        mois = _suivant(*mois)
    return dates
