"""« Vérifier que c'est vous », before what a thief would change first."""

from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import preuves
from accounts.models import Compte, Personne
from accounts.views.securite import VueDePersonne

SUITE = "suite"


def preuve_exigee(vue: VueDePersonne) -> VueDePersonne:
    """Under `de_la_personne`: the page, once they have proven who they are; until then, the page that asks for it."""

    @wraps(vue)
    def gardee(request: HttpRequest, compte: Compte, personne: Personne, **parametres: str) -> HttpResponse:
        if preuves.est_fraiche(request):
            return vue(request, compte, personne, **parametres)
        question = urlencode({SUITE: request.path}, safe="/")
        return HttpResponseRedirect(f"{reverse('comptes:preuve')}?{question}")

    return gardee
