"""The pages and the machine's addresses of the fictitious identity provider (`portal.espaces.identite`)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.franceconnect.reglages import Reglages, origine_de, reglages
from portal.espaces import horloge
from portal.espaces.identite import jetons
from portal.espaces.identite.demandes import (
    client_reconnu,
    code_convient,
    faute_de_l_adresse,
    faute_de_la_demande,
)
from portal.espaces.identite.forms import IdentiteFictiveForm
from portal.espaces.identite.personnes import changer, fictives, sub_de
from portal.http.acces import public, type_vue
from portal.http.pages import never_store

VueDuFournisseur = Callable[[HttpRequest, Reglages], HttpResponse]
CHEMINS = {
    "authorization_endpoint": "/authorize", "token_endpoint": "/token", "userinfo_endpoint": "/userinfo",
    "jwks_uri": "/jwks", "end_session_endpoint": "/session/end",
}  # fmt: skip


def _de_la_demonstration(*verbes: str) -> Callable[[VueDuFournisseur], type_vue]:
    """404 where an operator is named, and where another provider was declared; never stored."""

    def decorateur(vue: VueDuFournisseur) -> type_vue:
        @public
        @never_store
        @require_http_methods(list(verbes))
        @sensitive_post_parameters()
        @wraps(vue)
        def gardee(request: HttpRequest) -> HttpResponse:
            declare = reglages()
            if not settings.DEMONSTRATION or declare is None or not _est_le_notre(declare):
                raise Http404
            reponse = vue(request, declare)
            reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
            return reponse

        return gardee

    return decorateur


def _est_le_notre(declare: Reglages) -> bool:
    return declare.emetteur.endswith("/demo/identite")


@_de_la_demonstration("GET")
def decouverte(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """OpenID Connect Discovery 1.0."""
    adresses = {nom: declare.emetteur + chemin for nom, chemin in CHEMINS.items()}
    return JsonResponse(
        {
            "issuer": declare.emetteur, **adresses,
            "response_types_supported": ["code"], "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"], "acr_values_supported": ["eidas1"],
            "id_token_signing_alg_values_supported": [jetons.ALGORITHME],
            "userinfo_signing_alg_values_supported": [jetons.ALGORITHME],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"], "scopes_supported": ["openid", "identite_pivot"],
        }
    )  # fmt: skip


@_de_la_demonstration("GET")
def cles(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """The key that its tokens are signed with."""
    return JsonResponse({"keys": [jetons.cle_publique()]})


@_de_la_demonstration("GET", "POST")
def autoriser(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """Choose who one is there, or give up."""
    question = request.GET
    faute = faute_de_l_adresse(question, declare)
    if faute:
        return render(request, "espaces/identite/refus.html", {"faute": faute}, status=400)
    faute = faute_de_la_demande(question)
    if faute:
        return _revenir(question, error="invalid_request", error_description=faute)
    personnes = fictives(horloge.jour(timezone.now(), None))
    if request.method == "POST" and "refuser" in request.POST:
        return _revenir(question, error="access_denied")
    formulaire = IdentiteFictiveForm(request.POST if request.method == "POST" else None, personnes=personnes)
    if request.method == "POST" and formulaire.is_valid():
        choisie = next(p for p in personnes if p.cle == formulaire.cleaned_data["personne"])
        pivot = changer(choisie.pivot) if formulaire.cleaned_data["autrement"] else choisie.pivot
        return _revenir(question, code=jetons.donner("code", _demande(question, choisie.cle, pivot)))
    reponse = render(request, "espaces/identite/choix.html", {"form": formulaire})
    # The answer to this form is a redirect, and Chromium applies `form-action` to it.
    reponse._csp_update = {"form-action": [origine_de(declare.retour)]}  # type: ignore[attr-defined]
    return reponse


def _demande(question: Any, cle: str, pivot: dict[str, Any]) -> dict[str, Any]:
    """What a code stands for."""
    return {
        "client_id": question["client_id"], "redirect_uri": question["redirect_uri"], "nonce": question["nonce"],
        "sub": sub_de(cle, question["client_id"]), "scope": question["scope"], "pivot": pivot,
        "defi": question.get("code_challenge", ""),
    }  # fmt: skip


def _revenir(question: Any, **mots: str) -> HttpResponse:
    return HttpResponseRedirect(
        f"{question['redirect_uri']}?{urlencode({**mots, 'state': question.get('state', '')})}"
    )


@_de_la_demonstration("POST")
def echanger(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """A code for an ID token and an access token."""
    if not client_reconnu(request.POST, declare):
        return JsonResponse({"error": "invalid_client"}, status=401)
    if request.POST.get("grant_type") != "authorization_code":
        return JsonResponse({"error": "unsupported_grant_type"}, status=400)
    try:
        demande = jetons.reprendre("code", request.POST.get("code", ""), jetons.CODE_SECONDES, une_fois=True)
    except jetons.Refuse:
        return JsonResponse({"error": "invalid_grant"}, status=400)
    if not code_convient(demande, request.POST):
        return JsonResponse({"error": "invalid_grant"}, status=400)
    return JsonResponse(
        {
            "access_token": jetons.donner("acces", demande), "token_type": "Bearer",
            "expires_in": jetons.ACCES_SECONDES, "id_token": jetons.id_token(demande, declare.emetteur),
        }
    )  # fmt: skip


@_de_la_demonstration("GET")
def userinfo(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """Who it is, signed."""
    genre, _, texte = request.headers.get("Authorization", "").partition(" ")
    try:
        demande = jetons.reprendre("acces", texte if genre == "Bearer" else "", jetons.ACCES_SECONDES)
    except jetons.Refuse:
        return JsonResponse({"error": "invalid_token"}, status=401)
    pivot = demande["pivot"] if "identite_pivot" in demande["scope"].split() else {}
    dits = {"iss": declare.emetteur, "aud": declare.client_id, "sub": demande["sub"], **pivot}
    return HttpResponse(jetons.signer(dits), content_type="application/jwt")


@_de_la_demonstration("GET")
def sortie(request: HttpRequest, declare: Reglages) -> HttpResponse:
    """The end of the session there; this one keeps none, but asks for what the real one asks for."""
    faute = ""
    try:
        jetons.lire_id_token(
            request.GET.get("id_token_hint", ""), emetteur=declare.emetteur, client_id=declare.client_id
        )
    except jetons.Refuse:
        faute = "id_token_hint refusé"
    if request.GET.get("post_logout_redirect_uri") != declare.sortie:
        faute = "post_logout_redirect_uri qui n’est pas déclarée"
    if faute or not request.GET.get("state"):
        contexte = {"faute": faute or "state absent"}
        return render(request, "espaces/identite/refus.html", contexte, status=400)
    return HttpResponseRedirect(f"{declare.sortie}?{urlencode({'state': request.GET['state']})}")
