"""The contrast switch, and the page that shows every piece."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from portal.http import cookies
from portal.http.acces import public
from portal.http.pages import never_store
from portal.ui import catalogue


@public
@never_store
def contraste(request: HttpRequest) -> HttpResponse:
    """Switch the contrast theme and come back to the same page (GEN-06). Read as a page, it leads home."""
    if request.method != "POST":
        return HttpResponseRedirect("/")
    reponse = HttpResponseRedirect(chemin_sur(request.POST.get("retour", "")))
    if request.POST.get("contraste") == "1":
        cookies.poser(reponse, "contraste", "1")
    else:
        cookies.effacer(reponse, "contraste")
    return reponse


def chemin_sur(retour: str) -> str:
    """A path of this site, or the home page."""
    sur = retour.startswith("/") and url_has_allowed_host_and_scheme(retour, allowed_hosts=None)
    return retour if sur else "/"


@public
@never_store
@require_safe
def composants(request: HttpRequest) -> HttpResponse:
    """Every piece in every state, for those who build pages."""
    if not settings.DEVELOPPEMENT:
        raise Http404
    return render(request, "ui/composants.html", catalogue.contexte())
