"""Logging in, staying in, leaving."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render, resolve_url
from django.urls import reverse

from accounts import actions, selectors
from accounts.forms import ConnexionForm
from accounts.franceconnect.navigateur import SESSION as SESSION_FRANCECONNECT
from accounts.franceconnect.navigateur import id_token_de
from accounts.hachage import HachageSature
from accounts.middleware import FIN_DE_SESSION
from accounts.models import Appareil, Compte, Personne
from accounts.services import connexion as services
from accounts.views import franceconnect
from accounts.views.commun import ouverte_a_tous, saisi, sature, trop_d_essais
from accounts.views.facteurs_commun import CLE_REFUSEE, site_de
from accounts.views.franceconnect_mots import dire
from portal.http import cookies
from portal.http.acces import type_vue
from portal.http.pages import tout_effacer
from portal.journal.services import consigner
from portal.limites.adresse import adresse_de

GABARIT = "comptes/connexion.html"
APPAREIL, AUTRE, SORTI, TARD = "appareil", "autre", "sorti", "tard"
REFUS = (
    "Le numéro et le mot de passe ne vont pas ensemble. Vérifiez-les tous les deux, puis recommencez. "
    "Après plusieurs essais, il faut attendre un peu plus longtemps chaque fois."
)


@franceconnect.qui_laisse_partir
@ouverte_a_tous
def connexion(request: HttpRequest) -> HttpResponse:
    """MC-01 to MC-14."""
    if getattr(request, "connecte", False):
        return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
    appareil = None if AUTRE in request.GET else selectors.appareil_connu(_jeton(request))
    formulaire = ConnexionForm(saisi(request), appareil_connu=appareil is not None)
    contexte = {
        "form": formulaire,
        "reconnu": prenom_masque(appareil.compte.personne) if appareil else "",
        "session_finie": FIN_DE_SESSION in request.GET,
        "sorti": SORTI in request.GET,
        "tard": TARD in request.GET,
        "sorti_de_franceconnect": request.GET.get(SORTI) == "fc",
        "autre": _avec(request, AUTRE),
        **dire(request),
        "suite": request.GET.get(REDIRECT_FIELD_NAME, ""),
        "cle_possible": site_de(request) is not None,
        "cle_refusee": CLE_REFUSEE in request.GET,
        "question": request.GET.urlencode(safe="/"),
    }
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, GABARIT, contexte)
    try:
        compte = _reconnaitre(request, formulaire, appareil)
    except services.TropDEssais as erreur:
        return trop_d_essais(request, GABARIT, contexte, formulaire, erreur)
    except HachageSature:
        return sature(request, GABARIT, contexte, formulaire)
    except services.IdentifiantsRefuses:
        formulaire.add_error(None, REFUS)
        return render(request, GABARIT, contexte)
    return _entrer(request, compte, memoriser=formulaire.cleaned_data.get("memoriser", False))


def _reconnaitre(request: HttpRequest, formulaire: ConnexionForm, appareil: Appareil | None) -> Compte:
    personne: Personne | None
    if appareil is not None:
        personne = appareil.compte.personne
        nir = personne.nir
    else:
        nir = formulaire.cleaned_data["nir"]
        personne = selectors.personne_par_nir(nir)
    return services.verifier_mot_de_passe(
        personne=personne,
        cle=services.cle_limite(personne, nir),
        mot_de_passe=formulaire.cleaned_data["mot_de_passe"],
        adresse=adresse_de(request),
    )


def _entrer(request: HttpRequest, compte: Compte, *, memoriser: bool) -> HttpResponse:
    # Left by somebody else who stopped half-way: their session at FranceConnect is not this person's to close.
    request.session.pop(SESSION_FRANCECONNECT, None)
    # Where one was going is kept through what else is asked.
    en_cours = Login(user=compte, redirect_url=get_next_redirect_url(request))
    reponse: HttpResponse = perform_password_login(request, {}, en_cours)
    if memoriser:
        cookies.poser(reponse, APPAREIL, services.memoriser_appareil(compte))
    return reponse


def prenom_masque(personne: Personne) -> str:
    """« Nadia M••• »: enough to know oneself (MC-05)."""
    nom = personne.nom_usage or personne.nom_naissance
    return f"{personne.premier_prenom} {nom[0]}•••"


@ouverte_a_tous
def oublier_appareil(request: HttpRequest) -> HttpResponse:
    """« Ce n’est pas moi »."""
    reponse = HttpResponseRedirect(reverse("comptes:connexion"))
    if request.method == "POST":
        services.oublier_appareil(_jeton(request))
        cookies.effacer(reponse, APPAREIL)
    return reponse


@ouverte_a_tous
def deconnexion(request: HttpRequest) -> HttpResponse:
    """Close the session here. Opened as a page, it leads to the login."""
    reponse: HttpResponse = HttpResponseRedirect(f"{reverse('comptes:connexion')}?{SORTI}=1")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("comptes:connexion"))
    if isinstance(request.user, Compte):
        consigner(action=actions.DECONNEXION, acteur=request.user, sujet=f"compte:{request.user.reference}")
        id_token = id_token_de(request)
        logout(request)
        reponse = franceconnect.quitter(request, id_token) or reponse
    tout_effacer(reponse)
    return reponse


def _sans_prolonger(vue: type_vue) -> type_vue:
    """Reading it is not a click: see `SessionSuivieMiddleware`."""
    vue.sans_prolonger = True  # type: ignore[attr-defined]
    return vue


@_sans_prolonger
@ouverte_a_tous
def session(request: HttpRequest) -> HttpResponse:
    """How many seconds are left (GET), or once it was prolonged (POST); 0 when there is no session.

    `jeton`: the token of the forms, which changes when somebody logs in again in another tab.
    """
    if not getattr(request, "connecte", False):
        return JsonResponse({"restant": 0})
    restant = request.session.restant  # type: ignore[attr-defined]
    return JsonResponse({"restant": restant, "jeton": get_token(request)})


def _jeton(request: HttpRequest) -> str:
    return request.COOKIES.get(cookies.nom(APPAREIL), "")


def _avec(request: HttpRequest, mot: str) -> str:
    """This page's question with one more word: where one goes next is not lost."""
    question = request.GET.copy()
    question[mot] = "1"
    return f"?{question.urlencode(safe='/')}"
