"""Error pages: what happened, what was kept, what to do next. They need no database and no session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from portal.http.acces import public


def _page(request: HttpRequest, gabarit: str, statut: int) -> HttpResponse:
    reponse = render(request, f"erreurs/{gabarit}.html", status=statut)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


@public
def requete_invalide(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


@public
def acces_refuse(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


@public
def introuvable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404", 404)


@public
@requires_csrf_token
def erreur_interne(request: HttpRequest) -> HttpResponse:
    return _page(request, "500", 500)


@public
def methode_refusee(request: HttpRequest, permises: str) -> HttpResponse:
    """An address that only receives a form was opened, by a reload or from the history. `permises`: header Allow."""
    reponse = _page(request, "405", 405)
    reponse.headers["Allow"] = permises
    return reponse


@public
def origine_refusee(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was not sent by one of our pages, or the browser hides where it comes from."""
    return _page(request, "origine", 403)
