"""Write in the journal."""

from collections.abc import Mapping
from typing import Protocol

from django.conf import settings

from portal.http.journaux import identifiant_requete
from portal.journal import registre
from portal.journal.filtre import ValeurRefusee, nettoyer, type_valeur
from portal.journal.models import Evenement


class Acteur(Protocol):
    """An account, as the journal sees it."""

    @property
    def reference(self) -> str: ...
    @property
    def nature(self) -> str: ...


class DonneeInconnue(LookupError):
    """A detail that the action did not declare."""


def consigner(
    *,
    action: str,
    acteur: Acteur | None = None,
    sujet: str = "",
    caf: str = "",
    donnees: Mapping[str, type_valeur] | None = None,
) -> Evenement:
    """Write one event, in the caller's transaction: it is there if and only if what it tells is.

    `acteur` is the account that acts (None: the portal itself); `sujet` the opaque reference of what it acts on
    (`personne:…`). Raises `ActionInconnue`, `DonneeInconnue`; and, in development and tests, `ValeurRefusee` for a
    value that looks personal, which production masks.
    """
    declaree = registre.action(action)
    details = dict(donnees or {})
    if inconnues := set(details) - declaree.donnees:
        raise DonneeInconnue(f"{action} ne déclare pas : {', '.join(sorted(inconnues))}")
    return Evenement.objects.create(
        action=declaree.code,
        acteur=acteur.reference if acteur else "",
        nature=acteur.nature if acteur else "",
        sujet=_texte("sujet", sujet),
        caf=_texte("caf", caf),
        requete=identifiant_requete.get(),
        donnees={cle: _passer(cle, valeur) for cle, valeur in details.items()},
    )


def _texte(cle: str, valeur: str) -> str:
    return str(_passer(cle, valeur))


def _passer(cle: str, valeur: object) -> type_valeur:
    """The value, refused or masked when it looks personal. The message never repeats it."""
    propre = nettoyer(valeur)
    if propre != valeur and settings.DEVELOPPEMENT:
        raise ValeurRefusee(f"« {cle} » a la forme d’une valeur personnelle")
    return propre
