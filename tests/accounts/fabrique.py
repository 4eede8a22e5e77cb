"""Fictitious people for the tests of this room and of those above it."""

from datetime import date
from typing import Any

from accounts.models import Personne
from accounts.nir import Nir
from accounts.services import creer_personne

FICTIF = "2920331555999"  # order 999
AUTRE_FICTIF = "1850578000084"  # commune 000
PROVISOIRE = "7920331555999"
REEL = "1850578006084"  # neither: could be somebody's


def personne(nir: str | None = None, **champs: Any) -> Personne:
    """A saved person, « Camille Roche » unless said otherwise."""
    valeurs = {"nom_naissance": "Roche", "prenoms": "Camille", "date_naissance": date(1992, 3, 14), **champs}
    return creer_personne(nir=Nir(nir) if nir else None, **valeurs)
