import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.cafs import annuaire
from portal.espaces import horloge, questions, recherche, selectors, themes
from portal.espaces.models import Actualite
from portal.http.acces import public
from portal.http.pages import never_store
from portal.http.preferences import RequeteAvecPreferences

journal = logging.getLogger(__name__)

# Older news are found from the list: a search reads no more than this.
ACTUALITES_LUES = 200


@public
@never_store
@require_safe
def chercher(request: RequeteAvecPreferences) -> HttpResponse:
    """Search (GEN-10): one query, for the news. Neither stored nor indexed: what one looks for may be private."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[: recherche.LONGUEUR_MAX]
    maintenant = timezone.now()
    caf = annuaire.caf(request.caf_code)
    jour = horloge.jour(maintenant, caf)
    groupes = recherche.chercher(q, jour, _actualites(caf, maintenant)) if q else []
    contexte = {
        "q": q,
        "groupes": groupes,
        "nombre": sum(len(groupe.documents) for groupe in groupes),
        "questions": questions.du_moment(jour, 3),
        "themes": themes.THEMES,
        "sans_recherche": True,
    }
    reponse = render(request, "espaces/recherche.html", contexte)
    reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reponse


def _actualites(caf: annuaire.Caf | None, maintenant: datetime) -> list[Actualite]:
    requete = selectors.actualites_en_vigueur(caf.code if caf else None, maintenant)
    try:
        return list(requete.defer("corps")[:ACTUALITES_LUES])
    except DatabaseError:
        # The rest of what a search finds is in memory: it answers all the same.
        journal.exception("recherche sans les actualités")
        return []
