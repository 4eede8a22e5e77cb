"""« Vérifier que c'est vous », before what a thief would change first."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import preuves, selectors
from accounts.enums import POUR_UN_MOT_DE_PASSE, EtatVerification, UsageVerification
from accounts.forms import PreuveForm
from accounts.hachage import HachageSature
from accounts.models import Compte, Personne, Verification
from accounts.services import verification as services
from accounts.services.connexion import TropDEssais
from accounts.services.levee import annuler_levee
from accounts.services.second_facteur import a_un_facteur, ouvrir_verification
from accounts.views.codes import TITRES, Codes, VueDeVerification, repere
from accounts.views.commun import (
    donner_le_jeton,
    jeton_du_navigateur,
    lier_au_navigateur,
    saisi,
    sature,
    trop_d_essais,
)
from accounts.views.presentation import Presentation, demander_la_cle
from accounts.views.securite import VueDePersonne, de_la_personne, verifier_l_actuel
from portal.http.acces import type_vue
from portal.limites.adresse import adresse_de

SUITE, SUITES = "suite", "suites"
GABARIT = "comptes/preuve.html"


def preuve_exigee(vue: VueDePersonne) -> VueDePersonne:
    """Under `de_la_personne`: the page, once they have proven who they are; until then, the page that asks for it."""

    @wraps(vue)
    def gardee(request: HttpRequest, compte: Compte, personne: Personne, **parametres: Any) -> HttpResponse:
        if preuves.est_fraiche(request):
            return vue(request, compte, personne, **parametres)
        question = urlencode({SUITE: request.path}, safe="/")
        return HttpResponseRedirect(f"{reverse('comptes:preuve')}?{question}")

    return gardee


def _suite(request: HttpRequest) -> str:
    """Where it leads: a page of ours, else « Ma sécurité »."""
    voulue = request.GET.get(SUITE, "")
    est_d_ici = voulue.startswith("/") and url_has_allowed_host_and_scheme(voulue, allowed_hosts=None)
    return voulue if est_d_ici else reverse("comptes:securite")


@de_la_personne("GET", "POST")
def preuve(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """What they have set; else the password, then a code; nothing for who has just come back by a code in this
    browser."""
    suite, facteur = _suite(request), a_un_facteur(compte)
    if preuves.est_fraiche(request) or (not facteur and _vient_de_revenir(request, personne)):
        preuves.noter(request)
        return HttpResponseRedirect(suite)
    if facteur:
        return FACTEUR.page(request, compte, personne)
    formulaire = PreuveForm(saisi(request), a_un_mot_de_passe=compte.has_usable_password())
    contexte = {
        "form": formulaire,
        "repere": repere(1, UsageVerification.PREUVE),
        "abandonner": reverse("comptes:securite"),
    }
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, GABARIT, contexte)
    try:
        if not verifier_l_actuel(request, compte, personne, formulaire):
            return render(request, GABARIT, contexte)
        reponse = _envoyer_un_code(request, personne, suite)
    except TropDEssais as erreur:
        return trop_d_essais(request, GABARIT, contexte, formulaire, erreur)
    except HachageSature:
        return sature(request, GABARIT, contexte, formulaire)
    return reponse or render(request, GABARIT, {**contexte, "sans_coordonnee": True})


@de_la_personne("POST")
def options(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """What the browser needs to show a key of theirs (JSON)."""
    return demander_la_cle(request, compte, sinon=reverse("comptes:preuve"))


def _facteur_accepte(request: HttpRequest, confiance: bool) -> HttpResponse:
    """They have not lost it: as at a login, whoever asked for its removal was wrong, or somebody else."""
    compte = request.user
    assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
    annuler_levee(compte=compte, personne=compte.personne)
    preuves.noter(request)
    return HttpResponseRedirect(_suite(request))


FACTEUR = Presentation(
    gabarit="comptes/preuve_facteur.html", options="comptes:preuve_options", accepte=_facteur_accepte
)


def _vient_de_revenir(request: HttpRequest, personne: Personne) -> bool:
    """A recovery, a first login or a creation ended in this browser less than a quarter of an hour ago."""
    return selectors.vient_d_etre_verifiee(personne, jeton_du_navigateur(request), POUR_UN_MOT_DE_PASSE)


def _envoyer_un_code(request: HttpRequest, personne: Personne, suite: str) -> HttpResponse | None:
    """None when nothing that is already theirs can receive one."""
    jeton = lier_au_navigateur(request)
    verification = ouvrir_verification(usage=UsageVerification.PREUVE, personne=personne, navigateur=jeton)
    if verification is None:
        return None
    # By verification: two tabs that ask at once each go on where they were going.
    request.session[SUITES] = {**request.session.get(SUITES, {}), verification.reference: suite}
    try:
        services.demander_code(verification=verification, rang=0, adresse=adresse_de(request))
        page = "code"
    except TropDEssais:
        page = "canal"
    reponse = HttpResponseRedirect(PAGES.adresse(page, verification))
    donner_le_jeton(reponse, jeton)
    return reponse


def etape_de_la_personne(
    usage: UsageVerification, *etats: str, sinon: Callable[[Verification | None], str]
) -> Callable[[VueDeVerification], type_vue]:
    """A page of a verification of the connected person, for this use, in this browser, in one of these states;
    elsewhere, where `sinon` says."""

    def decorateur(vue: VueDeVerification) -> type_vue:
        @de_la_personne("GET", "POST")
        def gardee(request: HttpRequest, compte: Compte, personne: Personne, reference: str) -> HttpResponse:
            verification = selectors.verification_de(reference, jeton_du_navigateur(request), [usage])
            if verification is None or verification.personne_id != personne.pk:
                return HttpResponseRedirect(sinon(None))
            if verification.etat not in etats:
                return HttpResponseRedirect(sinon(verification))
            try:
                return vue(request, verification)
            except services.VerificationFinie:
                return HttpResponseRedirect(sinon(None))

        return gardee

    return decorateur


def _ou_elle_en_est(verification: Verification | None) -> str:
    pages = {EtatVerification.OUVERTE: "canal", EtatVerification.ENVOYEE: "code"}
    page = pages.get(EtatVerification(verification.etat)) if verification else None
    return PAGES.adresse(page, verification) if page and verification else reverse("comptes:preuve")


def _accepte(request: HttpRequest, verification: Verification, formulaire: Any) -> HttpResponse:
    services.terminer(verification=verification)
    preuves.noter(request)
    suites = request.session.pop(SUITES, {})
    return HttpResponseRedirect(suites.get(verification.reference, reverse("comptes:securite")))


PAGES = Codes(
    espace="preuve_",
    recommencer=lambda _: reverse("comptes:preuve"),
    accepte=_accepte,
    connu=True,
)
_OUVERTE, _ENVOYEE = EtatVerification.OUVERTE, EtatVerification.ENVOYEE
canal = etape_de_la_personne(UsageVerification.PREUVE, _OUVERTE, _ENVOYEE, sinon=_ou_elle_en_est)(PAGES.canal)
code = etape_de_la_personne(UsageVerification.PREUVE, _ENVOYEE, sinon=_ou_elle_en_est)(PAGES.code)
renvoyer = etape_de_la_personne(UsageVerification.PREUVE, _ENVOYEE, sinon=_ou_elle_en_est)(PAGES.renvoyer)


@etape_de_la_personne(UsageVerification.PREUVE, _OUVERTE, _ENVOYEE, sinon=_ou_elle_en_est)
def abandonner(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Ask, then leave with nothing changed."""
    if request.method == "POST":
        services.abandonner(verification=verification)
        return HttpResponseRedirect(reverse("comptes:securite"))
    contexte = {"reprendre": _ou_elle_en_est(verification), "titre": TITRES[UsageVerification.PREUVE]}
    return render(request, "comptes/abandonner.html", contexte)
