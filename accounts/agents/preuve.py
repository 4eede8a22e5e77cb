"""« Vérifier que c'est vous », for an agent who is in: the factor itself; the password for who has none yet."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import preuves
from accounts.forms import PreuveForm
from accounts.hachage import HachageSature
from accounts.models import Compte
from accounts.services.connexion import TropDEssais, freiner
from accounts.services.second_facteur import a_un_facteur
from accounts.services.sessions import AccesFerme
from accounts.views.commun import saisi, sature, trop_d_essais
from accounts.views.presentation import Presentation, demander_la_cle
from accounts.views.securite import FAUX
from portal.http.acces import type_vue
from portal.limites.adresse import adresse_de
from portal.limites.regles import CONNEXION
from portal.limites.services import reussir

ICI, SUITE = "admin:double_verification", "suite"
GABARIT = "agents/preuve.html"
VueDAgent = Callable[..., HttpResponse]


def de_l_agent(*verbes: str, prouve: bool = True) -> Callable[[VueDAgent], type_vue]:
    """A page that the site has already opened to an agent; with `prouve`, once they have just shown who they are."""

    def decorateur(vue: VueDAgent) -> type_vue:
        @sensitive_post_parameters()
        @require_http_methods([*verbes])
        @wraps(vue)
        def gardee(request: HttpRequest, site: AdminSite, **parametres: str) -> HttpResponse:
            if prouve and not preuves.est_fraiche(request):
                return HttpResponseRedirect(adresse_de_la_preuve(request.path))
            try:
                return vue(request, site, request.user, **parametres)
            except AccesFerme:
                return HttpResponseRedirect(reverse("admin:login"))

        return gardee

    return decorateur


def adresse_de_la_preuve(suite: str) -> str:
    """The page that asks, and leads to `suite`."""
    return f"{reverse('admin:preuve')}?{urlencode({SUITE: suite}, safe='/')}"


def contexte_de(request: HttpRequest, site: AdminSite, **autres: Any) -> dict[str, Any]:
    """What the pages of « Ma double vérification » share."""
    # All that the templates ask for: Django writes the context of a page where something is missing in its DEBUG log.
    vides = {"subtitle": None, "form": None, "choisi": None}
    ou = {"base": "agents/interieur.html", "retour": reverse(ICI)}
    return {**site.each_context(request), **vides, **ou, **autres}


@de_l_agent("GET", "HEAD", "POST", prouve=False)
def preuve(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """Then where they were going."""
    if preuves.est_fraiche(request):
        return HttpResponseRedirect(_suite(request))
    contexte = contexte_de(request, site, title="Vérifier que c’est vous")
    if not a_un_facteur(compte):
        return _mot_de_passe(request, compte, contexte)
    page = Presentation(gabarit="agents/preuve_facteur.html", options="admin:preuve_cle", accepte=_accepte)
    return page.page(request, compte, None, **contexte)


@de_l_agent("POST", prouve=False)
def options(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """What the browser needs to show a key of theirs (JSON)."""
    return demander_la_cle(request, compte, sinon=reverse("admin:preuve"))


def _accepte(request: HttpRequest, _confiance: bool) -> HttpResponse:
    preuves.noter(request)
    return HttpResponseRedirect(_suite(request))


def _suite(request: HttpRequest) -> str:
    """Where it leads: a page of the agents' site, else « Ma double vérification »."""
    voulue = request.GET.get(SUITE, "")
    est_d_ici = voulue.startswith(reverse("admin:index")) and url_has_allowed_host_and_scheme(
        voulue, allowed_hosts=None
    )
    return voulue if est_d_ici else reverse(ICI)


def _mot_de_passe(request: HttpRequest, compte: Compte, contexte: dict[str, Any]) -> HttpResponse:
    """Tried at the pace of a login."""
    formulaire = PreuveForm(saisi(request), a_un_mot_de_passe=True)
    contexte["form"] = formulaire
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, GABARIT, contexte)
    adresse = adresse_de(request)
    try:
        freiner(CONNEXION, cle=compte.reference, adresse=adresse, ou="agents")
        juste = compte.check_password(formulaire.cleaned_data["actuel"])
    except TropDEssais as erreur:
        return trop_d_essais(request, GABARIT, contexte, formulaire, erreur)
    except HachageSature:
        return sature(request, GABARIT, contexte, formulaire)
    if not juste:
        formulaire.add_error("actuel", FAUX)
        return render(request, GABARIT, contexte)
    reussir(CONNEXION, compte=compte.reference, adresse=adresse)
    return _accepte(request, False)
