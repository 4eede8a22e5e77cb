"""Who may open what: each room declares the rule of its objects here, and every other asks only here.

A rule says two things that must agree: the scopes of a person on one object, and the objects on which they have any.
Both are read at a date, which is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from accounts.models import Personne


@dataclass(frozen=True)
class Regle:
    """`portees(personne, objet, le)` and `visibles(personne, le)`."""

    portees: Callable[[Personne, Any, date], frozenset[Any]]
    visibles: Callable[[Personne, date], QuerySet[Any]]


class RegleAbsente(LookupError):
    """Nobody said who may open these objects: nobody may."""


_regles: dict[type[Model], Regle] = {}


def declarer(
    modele: type[Model],
    *,
    portees: Callable[[Personne, Any, date], frozenset[Any]],
    visibles: Callable[[Personne, date], QuerySet[Any]],
) -> None:
    """Say who may open the objects of a model; called once, when the app is ready."""
    _regles[modele] = Regle(portees, visibles)


def portees(personne: Personne, objet: Model, le: date) -> frozenset[Any]:
    """What this person may do on this object on that day; empty when nothing. Raises RegleAbsente."""
    return _regle(type(objet)).portees(personne, objet, le)


def visibles(personne: Personne, modele: type[Model], le: date) -> QuerySet[Any]:
    """The objects on which this person has at least one scope on that day. Raises RegleAbsente."""
    return _regle(modele).visibles(personne, le)


def _regle(modele: type[Model]) -> Regle:
    try:
        return _regles[modele]
    except KeyError:
        raise RegleAbsente(f"aucune règle pour {modele._meta.label}") from None
