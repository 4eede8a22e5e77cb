import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from portal.cafs import annuaire
from portal.espaces import horloge, pages, questions, selectors, themes
from portal.espaces.models import Actualite
from portal.http.pages import page_publique
from portal.http.preferences import RequeteAvecPreferences

journal = logging.getLogger(__name__)

NOMBRE_D_ACTUALITES = 4


def prochain_changement(request: RequeteAvecPreferences) -> datetime:
    """When a page that shows news and « today » stops being right for this visitor: a publication, or midnight."""
    maintenant = timezone.now()
    caf = annuaire.caf(request.caf_code)
    try:
        bascule = selectors.prochaine_bascule(caf.code if caf else None, maintenant)
    except DatabaseError:
        # The page then does without its news, does not wait for the database again, and is kept by nobody.
        journal.exception("accueil sans les actualités")
        request.sans_base = True  # type: ignore[attr-defined]
        return maintenant
    minuit = horloge.minuit_suivant(maintenant, caf)
    return min(bascule, minuit) if bascule else minuit


@page_publique(perime_le=prochain_changement)  # type: ignore[arg-type]
def accueil(request: RequeteAvecPreferences) -> HttpResponse:
    """The home page (GEN-01, GEN-03, GEN-13, GEN-17, GEN-21): two queries, then none for a minute."""
    maintenant = timezone.now()
    caf = annuaire.caf(request.caf_code)
    contexte = {
        "demarches": [(pages.page(nom), icone) for nom, icone in pages.A_L_ACCUEIL],
        "themes": themes.THEMES,
        "actualites": _actualites(request, caf, maintenant),
        "sans_actualites": getattr(request, "sans_base", False),
        "questions": questions.du_moment(horloge.jour(maintenant, caf)),
        "sans_recherche": True,
    }
    return render(request, "espaces/accueil.html", contexte)


def _actualites(
    request: RequeteAvecPreferences, caf: annuaire.Caf | None, maintenant: datetime
) -> list[Actualite]:
    if getattr(request, "sans_base", False):
        return []
    actualites = selectors.actualites_en_vigueur(caf.code if caf else None, maintenant)
    return list(actualites.defer("corps")[:NOMBRE_D_ACTUALITES])


def minuit(request: HttpRequest) -> datetime:
    """For pages that read no news but say what day it is."""
    return horloge.minuit_suivant(timezone.now(), annuaire.caf(getattr(request, "caf_code", None)))
