"""Small views that show what `portal.http` does to any page."""

from datetime import timedelta
from itertools import count

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from portal.http.acces import public, reserve_aux
from portal.http.pages import never_store, page_publique

handler400 = "portal.http.erreurs.requete_invalide"
handler403 = "portal.http.erreurs.acces_refuse"
handler404 = "portal.http.erreurs.introuvable"
handler500 = "portal.http.erreurs.erreur_interne"

numero = count()
bascules: list[float] = []


def _texte(request: HttpRequest) -> HttpResponse:
    vu = {"n": next(numero), "contraste": request.contraste, "caf": request.caf_code}  # type: ignore[attr-defined]
    return JsonResponse({**vu, "q": request.GET.get("q", "")})


@page_publique()
def publique(request: HttpRequest) -> HttpResponse:
    return _texte(request)


@page_publique(lambda request: timezone.now() + timedelta(seconds=bascules[0]))
def datee(request: HttpRequest) -> HttpResponse:
    return _texte(request)


@page_publique()
def absente(request: HttpRequest) -> HttpResponse:
    return HttpResponse("rien", status=404, content_type="text/plain")


@public
@never_store
def personnelle(request: HttpRequest) -> HttpResponse:
    return _texte(request)


@reserve_aux("usager")
def des_usagers(request: HttpRequest) -> HttpResponse:
    return _texte(request)


@reserve_aux("bailleur", "agent")
def des_bailleurs(request: HttpRequest) -> HttpResponse:
    return _texte(request)


def sans_regle(request: HttpRequest) -> HttpResponse:
    return _texte(request)


@public
def en_panne(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("panne voulue")


urlpatterns = [
    path("publique/", publique),
    path("datee/", datee),
    path("absente/", absente),
    path("personnelle/", personnelle),
    path("usagers/", des_usagers),
    path("bailleurs/", des_bailleurs),
    path("sans-regle/", sans_regle),
    path("en-panne/", en_panne),
]
