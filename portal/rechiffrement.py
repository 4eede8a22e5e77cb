"""Turning the rings of keys: every sealed column that the rooms register, sealed again under the current key.

Each app names its sealed columns, and what follows from them (fingerprints, say), in a module `scelles`, which the
command `rechiffrer` imports. Rows are taken by batches, each its own transaction, and a row already done is not
chosen again: interrupted, the work goes on where it was.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F, Func, QuerySet, Value
from django.utils.module_loading import autodiscover_modules

from portal.chiffrement import Indechiffrable, cle_du_moment, ouvrir_donnee, sceller_donnee

journal = logging.getLogger(__name__)
LOT = 200

Suite = Callable[[int], str]


@dataclass(frozen=True)
class Colonne:
    """A column written by `sceller_donnee`; `contexte` gives, from a row, what was authenticated with it."""

    modele: type[models.Model]
    champ: str
    contexte: Callable[[Any], str]

    @property
    def nom(self) -> str:
        return f"{self.modele._meta.label_lower}.{self.champ}"


@dataclass
class Bilan:
    """What became of a column."""

    colonne: Colonne
    refaites: int = 0
    illisibles: list[int] = field(default_factory=list)


_colonnes: dict[str, Colonne] = {}
_suites: list[Suite] = []


def enregistrer(modele: type[models.Model], champ: str, contexte: Callable[[Any], str]) -> None:
    """Register a sealed column."""
    colonne = Colonne(modele, champ, contexte)
    _colonnes[colonne.nom] = colonne


def suite(fonction: Suite) -> Suite:
    """Register what must follow; it is given the size of a batch and returns a French sentence."""
    _suites.append(fonction)
    return fonction


def colonnes() -> list[Colonne]:
    """Every sealed column of the apps."""
    autodiscover_modules("scelles")
    return list(_colonnes.values())


def suites() -> list[Suite]:
    """What follows, in the order of the apps."""
    autodiscover_modules("scelles")
    return list(_suites)


def rechiffrer(colonne: Colonne, lot: int = LOT) -> Bilan:
    """Seal again each row that is not under the current key. A row that does not open is left and counted."""
    bilan = Bilan(colonne)
    dernier = 0
    while True:
        with transaction.atomic():
            lignes = list(a_refaire(colonne).filter(pk__gt=dernier).order_by("pk")[:lot])
            _sceller_de_nouveau(colonne, lignes, bilan)
        if not lignes:
            return bilan
        dernier = lignes[-1].pk


def a_refaire(colonne: Colonne) -> QuerySet[Any]:
    """Rows sealed under another key than the current one, locked."""
    prefixe = cle_du_moment().encode() + b":"
    debut = Func(
        F(colonne.champ),
        Value(1),
        Value(len(prefixe)),
        function="substr",
        output_field=models.BinaryField(),
    )
    lignes: QuerySet[Any] = colonne.modele._base_manager.filter(**{f"{colonne.champ}__isnull": False})
    lignes = lignes.annotate(nom_de_cle=debut).exclude(nom_de_cle=prefixe)
    return lignes.select_for_update(of=("self",))


def _sceller_de_nouveau(colonne: Colonne, lignes: list[Any], bilan: Bilan) -> None:
    refaites = []
    for ligne in lignes:
        contexte = colonne.contexte(ligne)
        try:
            clair = ouvrir_donnee(bytes(getattr(ligne, colonne.champ)), contexte)
        except Indechiffrable:
            journal.error("%s : la ligne %s ne s’ouvre pas", colonne.nom, ligne.pk)
            bilan.illisibles.append(ligne.pk)
            continue
        setattr(ligne, colonne.champ, sceller_donnee(clair, contexte))
        refaites.append(ligne)
    # Only this column: what dates the row's own changes does not move.
    colonne.modele._base_manager.bulk_update(refaites, [colonne.champ])
    bilan.refaites += len(refaites)


def derouler(lot: int = LOT) -> Iterator[Bilan | str]:
    """Every column, then what follows: yields each result as it comes."""
    for colonne in colonnes():
        yield rechiffrer(colonne, lot)
    for fonction in suites():
        yield fonction(lot)
