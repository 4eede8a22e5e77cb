"""FranceConnect (MC-11, MC-12): leaving for it, coming back, linking it to an account, ending the session there too.

What comes back is in the address for one request only: each answer leads at once to an address that says nothing.
"""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

from accounts import selectors
from accounts.enums import EtatPassage, UsagePassage
from accounts.forms import RelierForm
from accounts.franceconnect.jetons import JetonRefuse
from accounts.franceconnect.navigateur import garder, laisser_partir
from accounts.franceconnect.reglages import Reglages, reglages
from accounts.franceconnect.reseau import FournisseurMuet, FournisseurRefuse
from accounts.models import Compte, PassageFranceConnect, Personne
from accounts.services import franceconnect as services
from accounts.services.connexion import TropDEssais, cle_limite
from accounts.services.franceconnect import Entree
from accounts.views.commun import (
    TROP,
    donner_le_jeton,
    jeton_du_navigateur,
    lier_au_navigateur,
    ouverte_a_tous,
    saisi,
    trop_d_essais,
)
from accounts.views.franceconnect_mots import MESSAGES, MOT, dire
from accounts.views.securite import cle_de, de_la_personne
from portal.http.acces import public, type_vue
from portal.http.pages import never_store, page_publique
from portal.limites.adresse import adresse_de

AUTRE_PERSONNE = (
    "Ce numéro et l’identité donnée par FranceConnect ne vont pas ensemble. Vérifiez le numéro, puis recommencez. "
    "S’il est le bon, votre Caf peut vérifier avec vous ce qu’elle sait de votre état civil."
)


# ------------------------------------------------------------------ what other pages need of it
def qui_laisse_partir(vue: type_vue) -> type_vue:
    """`laisser_partir` for a whole view, outside of its cache."""

    @wraps(vue)
    def enveloppe(*args: Any, **kwargs: Any) -> HttpResponseBase:
        reponse = vue(*args, **kwargs)
        laisser_partir(reponse)
        return reponse

    return enveloppe


def quitter(request: HttpRequest, id_token: str) -> HttpResponse | None:
    """Once the session is closed here: to where it is closed there. None when it was not opened by FranceConnect."""
    declare = reglages()
    if not id_token or declare is None:
        return None
    jeton = lier_au_navigateur(request)
    try:
        adresse = services.preparer_la_sortie(reglages=declare, navigateur=jeton, id_token=id_token)
    except FournisseurMuet:
        return _dire_ailleurs("comptes:connexion", "reste", sorti="1")
    reponse = HttpResponseRedirect(adresse)
    donner_le_jeton(reponse, jeton)
    return reponse


# ------------------------------------------------------------------ there
@qui_laisse_partir
@page_publique()
def presentation(request: HttpRequest) -> HttpResponse:
    """What it is, what we receive, and the button; or how to do today."""
    return render(request, "comptes/franceconnect.html", _contexte(request))


@qui_laisse_partir
@ouverte_a_tous
def aller(request: HttpRequest) -> HttpResponse:
    """The button. From another name of this site, first to the one that was declared: cookies would not follow."""
    declare = reglages()
    if request.method != "POST" or declare is None:
        return HttpResponseRedirect(reverse("comptes:franceconnect"))
    if getattr(request, "connecte", False):
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    if f"{request.scheme}://{request.get_host()}" != declare.origine:
        return HttpResponseRedirect(declare.origine + reverse("comptes:franceconnect"))
    return _partir(request, declare)


def _partir(request: HttpRequest, declare: Reglages, compte: Compte | None = None) -> HttpResponse:
    jeton = lier_au_navigateur(request)
    try:
        adresse = services.partir(
            reglages=declare,
            navigateur=jeton,
            adresse=adresse_de(request),
            compte=compte,
            suite=_suite(request),
        )
    except FournisseurMuet:
        return render(request, "comptes/franceconnect.html", _contexte(request, "muet"), status=503)
    except TropDEssais as erreur:
        contexte = {
            **_contexte(request),
            "franceconnect": ("Trop d’essais.", TROP.format(delai=erreur.verdict.delai)),
        }
        reponse = render(request, "comptes/franceconnect.html", contexte, status=429)
        reponse.headers["Retry-After"] = str(erreur.verdict.attendre)
        return reponse
    reponse = HttpResponseRedirect(adresse)
    donner_le_jeton(reponse, jeton)
    return reponse


def _contexte(request: HttpRequest, mot: str = "") -> dict[str, Any]:
    return {**dire(request), "franceconnect": MESSAGES.get(mot), "suite": _suite(request)}


def _suite(request: HttpRequest) -> str:
    """Where one was going, if it is one of our pages."""
    suite = request.GET.get(REDIRECT_FIELD_NAME, "")
    return suite if url_has_allowed_host_and_scheme(suite, allowed_hosts=None) else ""


# ------------------------------------------------------------------ and back
@public
@never_store
@require_GET
def retour(request: HttpRequest) -> HttpResponse:
    """Where FranceConnect sends the browser back: with a code, or with an error."""
    declare, navigateur = reglages(), jeton_du_navigateur(request)
    if declare is None:
        raise Http404
    state = request.GET.get("state", "")
    if "error" in request.GET:
        passage = services.renoncer(state=state, navigateur=navigateur)
        return _dire_a(passage, "refuse" if passage else "fini")
    compte = request.user if isinstance(request.user, Compte) else None
    try:
        suite = services.revenir(
            reglages=declare,
            state=state,
            code=request.GET.get("code", ""),
            navigateur=navigateur,
            adresse=adresse_de(request),
            compte=compte,
        )
    except services.PassageDejaVu as erreur:
        return _deja_vu(request, erreur.passage)
    except tuple(_MOTS) as erreur:
        return _dire_ailleurs("comptes:securite" if compte else "comptes:connexion", _MOTS[type(erreur)])
    if isinstance(suite, Entree):
        return _chez_soi() if compte else _entrer(request, suite)
    return HttpResponseRedirect(_page_du_lien(suite))


_MOTS: dict[type[Exception], str] = {
    services.PassagePerdu: "fini",
    FournisseurMuet: "muet",
    FournisseurRefuse: "invalide",
    JetonRefuse: "invalide",
    services.IdentiteChangee: "change",
    services.AccesFerme: "ferme",
}


def _deja_vu(request: HttpRequest, passage: PassageFranceConnect) -> HttpResponse:
    """The way back, a second click: where the first one led, if it still leads there."""
    if passage.etat == EtatPassage.IDENTIFIE:
        return HttpResponseRedirect(_page_du_lien(passage))
    return _chez_soi() if getattr(request, "connecte", False) else _dire_ailleurs("comptes:connexion", "fini")


def _page_du_lien(passage: PassageFranceConnect) -> str:
    page = "franceconnect_dedans" if passage.usage == UsagePassage.LIEN else "franceconnect_relier"
    return reverse(f"comptes:{page}", args=[passage.reference])


def _dire_a(passage: PassageFranceConnect | None, mot: str) -> HttpResponse:
    du_dedans = passage is not None and passage.usage == UsagePassage.LIEN
    return _dire_ailleurs("comptes:securite" if du_dedans else "comptes:connexion", mot)


def _dire_ailleurs(page: str, mot: str, **mots: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse(page)}?{urlencode({**mots, MOT: mot})}")


def _chez_soi() -> HttpResponse:
    return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))


def _entrer(request: HttpRequest, entree: Entree) -> HttpResponse:
    """Through the stages of any login: FranceConnect stands for the password, never for what comes after it."""
    garder(request, entree.id_token)
    record_authentication(request, entree.compte, method="franceconnect")
    reponse: HttpResponse = perform_login(
        request, Login(user=entree.compte, redirect_url=entree.suite or None)
    )
    return reponse


# ------------------------------------------------------------------ the link, typed once
@ouverte_a_tous
def relier(request: HttpRequest, reference: str) -> HttpResponse:
    """« Relier FranceConnect à votre dossier »: the number, once."""
    passage = selectors.passage_a_relier(reference, jeton_du_navigateur(request))
    if getattr(request, "connecte", False):
        return _chez_soi()
    if passage is None or passage.usage != UsagePassage.CONNEXION:
        return _dire_ailleurs("comptes:connexion", "fini")
    formulaire = RelierForm(saisi(request))
    contexte = {"form": formulaire, "prenoms": " ".join(passage.contenu["pivot"]["prenoms"])}
    contexte["nom"] = passage.contenu["pivot"]["nom_naissance"]
    gabarit = "comptes/franceconnect_relier.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    nir = formulaire.cleaned_data["nir"]
    personne = selectors.personne_par_nir(nir)
    try:
        entree = services.relier(
            passage=passage, personne=personne, nir=nir, cle=cle_limite(personne, nir),
            adresse=adresse_de(request), le=timezone.localdate(),
        )  # fmt: skip
    except TropDEssais as erreur:
        return trop_d_essais(request, gabarit, contexte, formulaire, erreur)
    except services.PassagePerdu:
        return _dire_ailleurs("comptes:connexion", "fini")
    except services.CompteARetrouver:
        return _dire_ailleurs("comptes:connexion", "retrouver")
    except services.LienRefuse:
        formulaire.add_error(None, AUTRE_PERSONNE)
        return render(request, gabarit, {**contexte, "refuse": True})
    return _entrer(request, entree)


# ------------------------------------------------------------------ from « Ma sécurité »
@qui_laisse_partir
@de_la_personne("POST")
def relier_du_dedans(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """Leave to be recognised, and come back to the account that is open."""
    declare = reglages()
    if declare is None:
        raise Http404
    return _partir(request, declare, compte)


@de_la_personne("GET", "POST")
def dedans(request: HttpRequest, compte: Compte, personne: Personne, reference: str) -> HttpResponse:
    """Back: asks, then links."""
    passage = selectors.passage_a_relier(reference, jeton_du_navigateur(request))
    if passage is None or passage.compte_id != compte.pk:
        return _dire_ailleurs("comptes:securite", "fini")
    if request.method != "POST":
        pivot = passage.contenu["pivot"]
        contexte = {"prenoms": " ".join(pivot["prenoms"]), "nom": pivot["nom_naissance"], "refuse": False}
        return render(request, "comptes/franceconnect_dedans.html", contexte)
    try:
        id_token = services.relier_du_dedans(
            passage=passage, compte=compte, personne=personne, session=cle_de(request)
        )
    except services.PassagePerdu:
        return _dire_ailleurs("comptes:securite", "fini")
    except services.LienRefuse:
        return render(request, "comptes/franceconnect_dedans.html", {"refuse": True})
    garder(request, id_token)
    return _dire_ailleurs("comptes:securite", "relie")


@de_la_personne("POST")
def delier(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """« Ne plus utiliser FranceConnect »; already so, nothing happens."""
    services.delier(compte=compte, personne=personne)
    return _dire_ailleurs("comptes:securite", "delie")


# ------------------------------------------------------------------ out, there too
@public
@never_store
@require_GET
def sortie(request: HttpRequest) -> HttpResponse:
    """Back from the logout there. Nothing here depends on it: the session here was closed before."""
    state, navigateur = request.GET.get("state", ""), jeton_du_navigateur(request)
    if services.sortir(state=state, navigateur=navigateur):
        return HttpResponseRedirect(f"{reverse('comptes:connexion')}?sorti=fc")
    return HttpResponseRedirect(reverse("comptes:connexion"))
