"""What fills a new database: loaders that the apps register, and that two commands run.

Reference data (the Caf) go everywhere, production included; demonstration data only where people try the portal.
A loader is idempotent: it returns one French sentence that says what it did. Each app keeps its own in a module
`chargement`, which the commands import.
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.module_loading import autodiscover_modules

Chargeur = Callable[[], str]

_reference: list[Chargeur] = []
_demo: list[Chargeur] = []


def chargeur_reference(fonction: Chargeur) -> Chargeur:
    """Register a loader of reference data."""
    _reference.append(fonction)
    return fonction


def chargeur_demo(fonction: Chargeur) -> Chargeur:
    """Register a loader of demonstration data; it may count on the reference data."""
    _demo.append(fonction)
    return fonction


def il_y_a(mois: int, le: date, jour: int = 1) -> date:
    """That day (1 to 28) of the month that was so many months before the one of `le`: demonstrations never age."""
    annee, rang = divmod(le.year * 12 + le.month - 1 - mois, 12)
    return date(annee, rang + 1, jour)


def charger_reference() -> Iterator[str]:
    """Run the loaders of reference data, in the order of the apps; yields their sentences as they come."""
    yield from _derouler(_reference)


def charger_demo() -> Iterator[str]:
    """Run the loaders of demonstration data; yields their sentences as they come."""
    yield from _derouler(_demo)


def _derouler(chargeurs: list[Chargeur]) -> Iterator[str]:
    autodiscover_modules("chargement")
    for chargeur in chargeurs:
        yield chargeur()
