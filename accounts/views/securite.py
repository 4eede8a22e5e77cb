"""« Ma sécurité »: what is open, what happened, and how to close it all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import selectors
from accounts.enums import Nature
from accounts.forms import ChangementForm, PreuveForm
from accounts.hachage import HachageSature
from accounts.histoire import histoire
from accounts.models import Compte, Personne
from accounts.mots_de_passe import politique_active, portrait
from accounts.navigateurs import INCONNU
from accounts.services import mots_de_passe, securite
from accounts.services.connexion import TropDEssais, cle_limite, freiner
from accounts.services.levee import annuler_levee, levee_en_cours
from accounts.services.second_facteur import oublier_appareil as oublier_un_appareil
from accounts.services.sessions import AccesFerme
from accounts.sessions import condenser
from accounts.views import facteurs_commun
from accounts.views.commun import TOUT_FERME, saisi, sature, trop_d_essais
from accounts.views.franceconnect_mots import dire
from portal.http.acces import reserve_aux, type_vue
from portal.http.pages import never_store, tout_effacer
from portal.limites.adresse import adresse_de
from portal.limites.regles import CONNEXION
from portal.limites.services import reussir

SESSIONS_MAX = APPAREILS_MAX = 20
FERMEE, CHANGE, OUBLIE, GARDEE = "fermee", "change", "oublie", "gardee"
FAUX = "Ce n’est pas votre mot de passe actuel\u00a0: vérifiez-le."
# After these three, what the address holds.
VueDePersonne = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class SessionAffichee:
    """One open session; `depuis` and `vue` in the zone of the reader. `cle` closes it."""

    cle: str
    navigateur: str
    depuis: datetime
    vue: datetime
    celle_ci: bool


def de_la_personne(*verbes: str) -> Callable[[VueDePersonne], type_vue]:
    """A page of a connected person about their own account, never stored; 404 for an account that is nobody's yet.

    A session that closes while it works changes nothing, and is led to the login page.
    """

    def decorateur(vue: VueDePersonne) -> type_vue:
        @reserve_aux(Nature.USAGER)
        @never_store
        @require_http_methods([*verbes, "HEAD"] if "GET" in verbes else list(verbes))
        @sensitive_post_parameters()
        @wraps(vue)
        def gardee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            compte = request.user
            assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
            personne = selectors.personne_du_compte(compte)
            if personne is None:
                raise Http404
            try:
                return vue(request, compte, personne, *args, **kwargs)
            except AccesFerme:
                return HttpResponseRedirect(reverse(settings.LOGIN_URL))

        return gardee

    return decorateur


def sessions_ouvertes(request: HttpRequest, compte: Compte) -> list[SessionAffichee]:
    """This one first, then the latest seen (one query)."""
    celle_ci = cle_de(request)
    ouvertes = selectors.sessions_ouvertes(compte).order_by("-vue_le")
    affichees = [
        SessionAffichee(
            s.pk,
            s.navigateur or INCONNU,
            timezone.localtime(s.cree_le),
            timezone.localtime(s.vue_le),
            s.pk == celle_ci,
        )
        for s in ouvertes[:SESSIONS_MAX]
    ]
    return sorted(affichees, key=lambda s: not s.celle_ci)


def cle_de(request: HttpRequest) -> str:
    """The digest of this session."""
    return condenser(request.session.session_key or "")


@de_la_personne("GET")
def accueil(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """The password, the second factors, the open sessions, the history."""
    contexte = {
        "mot_de_passe_le": timezone.localtime(compte.mot_de_passe_le) if compte.mot_de_passe_le else None,
        "sessions": sessions_ouvertes(request, compte),
        "appareils": selectors.appareils_connus(compte)[:APPAREILS_MAX],
        "faits": histoire(compte, personne),
        "oublie": OUBLIE in request.GET,
        "levee": levee_en_cours(compte),
        "gardee": GARDEE in request.GET,
        "fermee": FERMEE in request.GET,
        "change": CHANGE in request.GET,
        "sans_mot_de_passe": not compte.has_usable_password(),
        **_franceconnect(request, personne),
        **facteurs_commun.section(request, compte),
    }
    return render(request, "comptes/securite.html", contexte)


def _franceconnect(request: HttpRequest, personne: Personne) -> dict[str, Any]:
    lien = selectors.lien_franceconnect(personne)
    return {**dire(request), "lien_franceconnect_le": timezone.localtime(lien.lie_le) if lien else None}


@de_la_personne("POST")
def fermer(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """One session, or all the others; closed already, nothing happens."""
    securite.fermer_session(compte=compte, session=request.POST.get("session", ""), celle_ci=cle_de(request))
    return HttpResponseRedirect(f"{reverse('comptes:securite')}?{FERMEE}=1")


@de_la_personne("POST")
def oublier_appareil(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """One browser that was known is not any more; forgotten already, nothing happens."""
    oublier_un_appareil(compte=compte, appareil=request.POST.get("appareil", ""))
    return HttpResponseRedirect(f"{reverse('comptes:securite')}?{OUBLIE}=1")


@de_la_personne("POST")
def annuler_le_retrait(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """« Ce n'est pas moi qui ai demandé à retirer la double vérification »; over already, nothing happens."""
    annuler_levee(compte=compte, personne=personne)
    return HttpResponseRedirect(f"{reverse('comptes:securite')}?{GARDEE}=1")


@de_la_personne("GET", "POST")
def pas_moi(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """« Ce n'était pas moi »: asks, closes everything, and leads to the recovery."""
    if request.method != "POST":
        return render(request, "comptes/pas_moi.html")
    securite.fermer_tous_les_acces(compte=compte, personne=personne)
    logout(request)
    reponse = HttpResponseRedirect(f"{reverse('comptes:oubli')}?{TOUT_FERME}=1")
    tout_effacer(reponse)
    return reponse


def verifier_l_actuel(
    request: HttpRequest, compte: Compte, personne: Personne, formulaire: ChangementForm | PreuveForm
) -> bool:
    """Whether the present password is right, tried at the pace of a login; said beside the field when it is not. Right
    when it is not asked. Raises TropDEssais, HachageSature."""
    if "actuel" not in formulaire.fields:
        return True
    cle, adresse = cle_limite(personne, None), adresse_de(request)
    freiner(CONNEXION, cle=cle, adresse=adresse, ou="mot de passe")
    if not compte.check_password(formulaire.cleaned_data["actuel"]):
        formulaire.add_error("actuel", FAUX)
        return False
    reussir(CONNEXION, compte=cle, adresse=adresse)
    return True


@de_la_personne("GET", "POST")
def mot_de_passe(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """A new password, with the present one (ASVS 5.0, 6.2.3)."""
    formulaire = ChangementForm(saisi(request), proprietaire=portrait(personne))
    contexte = {"form": formulaire, "regles": politique_active().regles}
    gabarit = "comptes/changer.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    try:
        return _changer(request, compte, personne, formulaire) or render(request, gabarit, contexte)
    except TropDEssais as erreur:
        return trop_d_essais(request, gabarit, contexte, formulaire, erreur)
    except HachageSature:
        return sature(request, gabarit, contexte, formulaire)


def _changer(
    request: HttpRequest, compte: Compte, personne: Personne, formulaire: ChangementForm
) -> HttpResponse | None:
    """None when the present password is not right."""
    if not verifier_l_actuel(request, compte, personne, formulaire):
        return None
    mots_de_passe.changer(
        compte=compte,
        personne=personne,
        mot_de_passe=formulaire.cleaned_data["mot_de_passe"],
        sauf=cle_de(request),
    )
    update_session_auth_hash(request, compte)
    return HttpResponseRedirect(f"{reverse('comptes:securite')}?{CHANGE}=1")
