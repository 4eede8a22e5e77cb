"""The news: a list by key, and a page for each."""

import re
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from portal.cafs import annuaire
from portal.espaces import selectors
from portal.espaces.models import Actualite
from portal.espaces.views.accueil import prochain_changement
from portal.http.pages import page_publique
from portal.http.preferences import RequeteAvecPreferences

_EPOQUE = datetime(1970, 1, 1, tzinfo=UTC)
_CLE = re.compile(r"([0-9]{1,17})-([0-9]{1,18})")


def cle(actualite: Actualite) -> str:
    """Where the next page starts: microseconds of the publication, and id."""
    return f"{(actualite.publie_le - _EPOQUE) // timedelta(microseconds=1)}-{actualite.pk}"


def lire_cle(texte: str) -> tuple[datetime, int] | None:
    """Inverse of `cle`; None when it was tampered with."""
    lu = _CLE.fullmatch(texte)
    return (_EPOQUE + timedelta(microseconds=int(lu[1])), int(lu[2])) if lu else None


@page_publique(perime_le=prochain_changement)  # type: ignore[arg-type]
def liste(request: RequeteAvecPreferences) -> HttpResponse:
    """News of the whole country and of the visitor's Caf, newest first, ten by ten."""
    apres = lire_cle(request.GET.get("apres", ""))
    caf = annuaire.caf(request.caf_code)
    lues, encore = selectors.page_d_actualites(caf.code if caf else None, timezone.now(), apres)
    contexte = {
        "actualites": lues,
        "suite": cle(lues[-1]) if encore else None,
        "debut": apres is None,
    }
    return render(request, "espaces/actualites.html", contexte)


def _retrait(request: RequeteAvecPreferences) -> datetime | None:
    """When the page of one piece stops being there."""
    slug = request.resolver_match.kwargs["slug"] if request.resolver_match else ""
    return Actualite.objects.filter(slug=slug).values_list("depublie_le", flat=True).first()


@page_publique(perime_le=_retrait)  # type: ignore[arg-type]
def une(request: RequeteAvecPreferences, slug: str) -> HttpResponse:
    """One piece of news; 404 before its publication and after its withdrawal."""
    actualite = get_object_or_404(Actualite, slug=slug)
    if not actualite.en_vigueur(timezone.now()):
        raise Http404
    return render(request, "espaces/actualite.html", {"actualite": actualite})
