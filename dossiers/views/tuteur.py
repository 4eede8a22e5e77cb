"""« Espace tuteur »: the dossiers that are mandated to somebody, and the one they have picked (MC-14)."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.enums import Nature
from accounts.models import Personne
from dossiers import actions, selectors
from dossiers.enums import CONFIABLE, Autorisable, NatureTuteur, Portee, Role
from dossiers.forms import RechercheMandatForm
from dossiers.models import LienCaf, Mandat, Tuteur
from dossiers.views.commun import (
    Agissement,
    compte_de,
    dernier_jour,
    en_minuscule,
    personne_de,
    rendre_sous_mandat,
    sous_mandat,
)
from portal.cafs import annuaire
from portal.http.acces import reserve_aux
from portal.http.adresses import ReferenceConverter
from portal.http.pages import never_store
from portal.journal.services import consigner

GABARIT = "dossiers/tuteur.html"
APRES = "apres"
# Below it, one finds by reading.
ASSEZ_POUR_CHERCHER = 6


@dataclass(frozen=True, slots=True)
class MandatAffiche:
    """One line of the list."""

    adresse: str
    nom: str
    mesure: str
    jusqu_au: date | None
    caf: str
    numero: str
    tuteur: str


@reserve_aux(Nature.USAGER)
@never_store
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
def mandats(request: HttpRequest) -> HttpResponse:
    """The mandates of today, by name, page after page; a name or a number to look for is only ever posted."""
    personne, le = personne_de(request), timezone.localdate()
    tuteurs = list(selectors.tuteurs_de(personne, le))
    if request.method == "POST":
        return _chercher(request, personne, tuteurs, le)
    apres = request.GET.get(APRES, "")
    if not re.fullmatch(ReferenceConverter.regex, apres):
        apres = ""
    lus, encore = selectors.page_de_mandats(personne, le, apres)
    consigner(action=actions.MANDATS_LISTES, acteur=compte_de(request))
    suite = lus[-1].reference if encore else ""
    contexte = {**_contexte(tuteurs, lus), "suite": suite, "debut": not apres, "form": RechercheMandatForm()}
    return render(request, GABARIT, contexte)


def _chercher(request: HttpRequest, personne: Personne, tuteurs: list[Tuteur], le: date) -> HttpResponse:
    formulaire = RechercheMandatForm(request.POST)
    lus: list[Mandat] = []
    encore = False
    if formulaire.is_valid():
        lus, encore = selectors.mandats_cherches(personne, le, formulaire.cleaned_data["terme"])
        consigner(action=actions.MANDATS_CHERCHES, acteur=compte_de(request), donnees={"trouves": len(lus)})
    contexte = {**_contexte(tuteurs, lus), "form": formulaire, "trop": encore, "cherche": True}
    return render(request, GABARIT, contexte)


@sous_mandat("GET")
def dossier(request: HttpRequest, agit: Agissement) -> HttpResponse:
    """The dossier of whom one acts for: what the mandate shows of it, and what it allows."""
    mandat = agit.mandat
    consigner(
        action=actions.MANDAT_CONSULTE, acteur=compte_de(request), sujet=f"personne:{mandat.protegee.reference}",
        donnees={
            "mandat": mandat.reference, "tuteur": mandat.tuteur.reference, "dossier": mandat.dossier.reference,
        },
    )  # fmt: skip
    caf, numero = _caf(mandat)
    contexte = {
        "nom_de_caf": caf, "numero": numero, "role": Role(mandat.role_protege).label,  # type: ignore[attr-defined]
        "membres": _membres(agit), "permis": _permis(agit.portees),
    }  # fmt: skip
    return rendre_sous_mandat(request, agit, "dossiers/tuteur_dossier.html", contexte)


def _contexte(tuteurs: list[Tuteur], lus: list[Mandat]) -> dict[str, Any]:
    return {
        "tuteurs": tuteurs, "organismes": [t.nom for t in tuteurs if t.nature == NatureTuteur.ORGANISME],
        "mandats": [_affiche(m) for m in lus], "nombreux": len(lus) > ASSEZ_POUR_CHERCHER, "suite": "",
        "debut": True, "trop": False, "cherche": False,
    }  # fmt: skip


def _affiche(mandat: Mandat) -> MandatAffiche:
    caf, numero = _caf(mandat)
    return MandatAffiche(
        adresse=reverse("dossiers:tuteur_dossier", args=[mandat.reference]),
        nom=mandat.protegee.nom_complet,
        mesure=en_minuscule(mandat.get_mesure_display()),
        jusqu_au=dernier_jour(mandat),
        caf=caf,
        numero=numero,
        tuteur=mandat.tuteur.nom,
    )


def _caf(mandat: Mandat) -> tuple[str, str]:
    """The name of the Caf of that day, and the allocataire number there."""
    lien: LienCaf | None = next(iter(mandat.dossier.liens_caf.all()), None)
    fiche = annuaire.caf(lien.caf_id) if lien else None
    return (fiche.nom if fiche else "", lien.numero_allocataire if lien else "")


def _membres(agit: Agissement) -> list[tuple[str, str]]:
    """(role, name) of the others, when the mandate lets the dossier of the family be seen."""
    if Portee.CONSULTER not in agit.portees:
        return []
    liens = selectors.rattachements_de([agit.dossier.pk], agit.le)
    autres = [li for li in liens if li.personne_id != agit.mandat.protegee_id]
    return [(li.get_role_display(), li.personne.nom_complet) for li in autres]


def _permis(portees: frozenset[Portee]) -> list[str]:
    ouvertes = {p.value for p in Autorisable if selectors.AUTORISATIONS[p] <= portees} | {
        str(p) for p in portees
    }
    return [en_minuscule(phrase) for chose, phrase in CONFIABLE.items() if chose in ouvertes]
