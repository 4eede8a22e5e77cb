"""Pages made of text, and two files for robots. No query."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.cafs import annuaire
from portal.espaces import horloge, pages, prestations, questions, simulateurs, themes
from portal.espaces.pages import Page
from portal.espaces.views.accueil import minuit
from portal.http.acces import public, type_vue
from portal.http.pages import page_publique

# RFC 9116 asks for less than a year: long enough for a reader, short enough to be kept right.
VALIDITE_SECURITE = timedelta(days=180)


def _contexte(page: Page, request: HttpRequest) -> dict[str, Any]:
    """What a few of these pages need besides their own text."""
    if page.nom == "simulations":
        return {"ici": simulateurs.ICI, "ailleurs": simulateurs.AILLEURS}
    if page.nom == "aide":
        caf = annuaire.caf(getattr(request, "caf_code", None))
        return {"questions": questions.toutes(horloge.jour(timezone.now(), caf))}
    if page.nom == "mentions_legales":
        return {"exploitant": settings.EXPLOITANT, "mentions": settings.MENTIONS_LEGALES}
    if page.nom == "donnees_personnelles":
        return {"delegue": settings.DELEGUE_PROTECTION_DONNEES}
    if page.nom == "plan":
        rubriques = [(nom, [p for p in pages.PAGES if p.rubrique == nom]) for nom in pages.RUBRIQUES]
        return {"rubriques": rubriques, "themes": themes.THEMES}
    return {}


def vue(page: Page) -> type_vue:
    """The view of one page of the list."""

    @page_publique(perime_le=minuit if page.nom == "aide" else None)
    def afficher(request: HttpRequest) -> HttpResponse:
        contexte = {"page": page, "espace": page.espace, **_contexte(page, request)}
        return render(request, page.gabarit, contexte)

    return afficher


@page_publique(perime_le=minuit)
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """One theme and its benefits (GEN-13, GEN-14)."""
    fiche = themes.fiche(slug)
    if fiche is None:
        raise Http404
    caf = annuaire.caf(getattr(request, "caf_code", None))
    contexte = {
        "fiche": fiche,
        "questions": questions.choisies(fiche.questions, horloge.jour(timezone.now(), caf)),
        "prestations": prestations.du_theme(slug),
        "autres": [f for f in themes.THEMES if f is not fiche],
    }
    return render(request, "espaces/theme.html", contexte)


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """A demonstration must not be found by somebody who looks for the real thing."""
    interdits = ["/"] if settings.DEMONSTRATION else ["/recherche/", "/agents/", "/preferences/"]
    lignes = ["User-agent: *", *(f"Disallow: {chemin}" for chemin in interdits)]
    return HttpResponse("\n".join(lignes) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
def securite(request: HttpRequest) -> HttpResponse:
    """Whom to write to about a flaw (RFC 9116); no such page when nobody is named."""
    contact = settings.CONTACT_SECURITE
    if not contact:
        raise Http404
    adresse = contact if ":" in contact else f"mailto:{contact}"
    expire = (timezone.now() + VALIDITE_SECURITE).strftime("%Y-%m-%dT00:00:00Z")
    texte = f"Contact: {adresse}\nExpires: {expire}\nPreferred-Languages: fr, en\n"
    return HttpResponse(texte, content_type="text/plain; charset=utf-8")
