"""Opening an account with a key alone: it knows its owner (a finger, a face, a PIN), and so counts for both factors."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from accounts.cles_acces import ReponseRefusee
from accounts.etapes import DEUX_FACTEURS
from accounts.services import facteurs
from accounts.services.connexion import TropDEssais
from accounts.views.commun import TROP, ouverte_a_tous
from accounts.views.facteurs_commun import CLE_REFUSEE, site_de
from portal.limites.adresse import adresse_de

# In the session, which begins as the button is pressed: what the browser was asked to sign.
DEFI = "cle_entree"


@ouverte_a_tous
def options_entree(request: HttpRequest) -> HttpResponse:
    """What the browser needs to show a key (JSON). Each one counts as a try from this address."""
    site = site_de(request)
    if request.method != "POST" or site is None or getattr(request, "connecte", False):
        return HttpResponseRedirect(reverse("comptes:connexion"))
    try:
        facteurs.freiner_une_entree(adresse=adresse_de(request))
    except TropDEssais as erreur:
        return trop_d_essais(erreur)
    options, request.session[DEFI] = facteurs.options_presentation(compte=None, site=site)
    return JsonResponse(options)


def trop_d_essais(erreur: TropDEssais) -> HttpResponse:
    """What the script repeats to the person."""
    dit = {"message": TROP.format(delai=erreur.verdict.delai)}
    return JsonResponse(dit, status=429, headers={"Retry-After": str(erreur.verdict.attendre)})


@ouverte_a_tous
def entrer(request: HttpRequest) -> HttpResponse:
    """The key's answer. One that opens nothing and one that signs badly are told the same."""
    site = site_de(request)
    if request.method != "POST" or site is None or getattr(request, "connecte", False):
        return HttpResponseRedirect(reverse("comptes:connexion"))
    etat = request.session.pop(DEFI, None)
    try:
        facteur = facteurs.entrer_par_cle(
            reponse=request.POST.get("reponse", ""), etat=etat, site=site, adresse=adresse_de(request)
        )
    except ReponseRefusee:
        question = request.GET.copy()
        question[CLE_REFUSEE] = "1"
        return HttpResponseRedirect(f"{reverse('comptes:connexion')}?{question.urlencode(safe='/')}")
    return _ouvrir(request, facteur.compte)


def _ouvrir(request: HttpRequest, compte: Any) -> HttpResponse:
    login = Login(user=compte, redirect_url=get_next_redirect_url(request))
    login.state[DEUX_FACTEURS] = True
    record_authentication(request, compte, method="mfa", type="webauthn", passwordless=True)
    reponse: HttpResponse = perform_login(request, login)
    return reponse
