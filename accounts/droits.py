"""Who may open what: each room declares the rule of its objects here, and every other asks only here.

For a person, a rule says two things that must agree: their scopes on one object, and the objects on which they have
any. For an agent it says one: the objects they see. All are read at a date, which is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from accounts.enums import Nature
from accounts.models import Compte, Personne


@dataclass(frozen=True)
class Regle:
    """`portees(personne, objet, le)` and `visibles(personne, le)`."""

    portees: Callable[[Personne, Any, date], frozenset[Any]]
    visibles: Callable[[Personne, date], QuerySet[Any]]


class RegleAbsente(LookupError):
    """Nobody said who may open these objects: nobody may."""


VisiblesAuxAgents = Callable[[Compte, date], QuerySet[Any]]
_regles: dict[type[Model], Regle] = {}
_regles_des_agents: dict[type[Model], VisiblesAuxAgents] = {}


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


def declarer_aux_agents(modele: type[Model], *, visibles: VisiblesAuxAgents) -> None:
    """Say which objects of a model an agent sees; each of them bears `caf_vue`, the code of the Caf it is seen by."""
    _regles_des_agents[modele] = visibles


def visibles_aux_agents(compte: Any, modele: type[Model], le: date) -> QuerySet[Any]:
    """The objects that this agent sees on that day; none for any other account. Raises RegleAbsente."""
    try:
        regle = _regles_des_agents[modele]
    except KeyError:
        raise RegleAbsente(f"aucune règle d’agent pour {modele._meta.label}") from None
    return regle(compte, le) if est_agent_en_fonction(compte) else modele._default_manager.none()


def est_agent_en_fonction(compte: Any) -> bool:
    """An active account of an agent that opens the agents' site. Being a superuser adds nothing to it."""
    return isinstance(compte, Compte) and bool(
        compte.is_active and compte.is_staff and compte.nature == Nature.AGENT
    )


def ouvre_quelque_chose(personne: Personne, le: date) -> bool:
    """Whether anything at all is theirs on that day; the same queries for a person who is not in the database."""
    trouves = [regle.visibles(personne, le).exists() for regle in _regles.values()]
    return any(trouves)


def _regle(modele: type[Model]) -> Regle:
    try:
        return _regles[modele]
    except KeyError:
        raise RegleAbsente(f"aucune règle pour {modele._meta.label}") from None
