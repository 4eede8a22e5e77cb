"""Small views beside the real ones, that show what `portal.http` does to any page."""

from datetime import timedelta
from itertools import count

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from portal.http.acces import public, reserve_aux
from portal.http.pages import never_store, page_publique
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

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


# The real addresses stay: error pages link to them.
urlpatterns = [
    *portail,
    path("essai/publique/", publique),
    path("essai/datee/", datee),
    path("essai/absente/", absente),
    path("essai/personnelle/", personnelle),
    path("essai/usagers/", des_usagers),
    path("essai/bailleurs/", des_bailleurs),
    path("essai/sans-regle/", sans_regle),
    path("essai/en-panne/", en_panne),
]
