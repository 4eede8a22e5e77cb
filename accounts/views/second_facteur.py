"""Between the password and the session: a code, or what its owner has set (regles C2)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse

from accounts import selectors
from accounts.enums import EtatVerification, UsageVerification
from accounts.etapes import SecondFacteur, etape_en_cours
from accounts.forms import CodeConnexionForm
from accounts.models import Verification
from accounts.services import verification as services
from accounts.services.second_facteur import Besoin
from accounts.views.codes import TITRES, Codes, VueDeVerification
from accounts.views.commun import jeton_du_navigateur, ouverte_a_tous
from accounts.views.connexion import TARD
from accounts.views.presentation import Presentation, demander_la_cle
from portal.http.acces import type_vue

VueDEtape = Callable[[HttpRequest, SecondFacteur], HttpResponse]


def _tard() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('comptes:connexion')}?{TARD}=1")


def en_cours_de_connexion(vue: VueDEtape) -> type_vue:
    """A page of somebody whose password was right. Already in: to their account. Too late: to the login."""

    @ouverte_a_tous
    @wraps(vue)
    def gardee(request: HttpRequest) -> HttpResponse:
        if getattr(request, "connecte", False):
            return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
        etape = etape_en_cours(request)
        return vue(request, etape) if etape is not None else _tard()

    return gardee


@en_cours_de_connexion
def second_facteur(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """Where the login leads: to the code on its way, or to what they have set."""
    if etape.besoin is Besoin.CODE:
        reference = etape.state.get("verification", "")
        verification = selectors.verification_de(
            reference, jeton_du_navigateur(request), [UsageVerification.CONNEXION]
        )
        return HttpResponseRedirect(_ou_elle_en_est(verification)) if verification else _tard()
    return FACTEUR.page(request, etape.compte, etape.personne)


@en_cours_de_connexion
def options(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """What the browser needs to show a key of whoever has just given their password (JSON)."""
    return demander_la_cle(request, etape.compte, sinon=reverse("comptes:second_facteur"))


def _facteur_accepte(request: HttpRequest, confiance: bool) -> HttpResponse:
    etape = etape_en_cours(request)
    return etape.franchir(confiance=confiance) if etape is not None else _tard()


FACTEUR = Presentation(
    gabarit="comptes/second_facteur.html",
    options="comptes:entree_options",
    accepte=_facteur_accepte,
    confiance=True,
)


def _etape(*etats: str) -> Callable[[VueDeVerification], type_vue]:
    """A page of the code of the login that waits in this browser, and of no other."""

    def decorateur(vue: VueDeVerification) -> type_vue:
        @ouverte_a_tous
        @wraps(vue)
        def gardee(request: HttpRequest, reference: str) -> HttpResponse:
            if getattr(request, "connecte", False):
                return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
            etape = etape_en_cours(request)
            jeton = jeton_du_navigateur(request)
            verification = selectors.verification_de(reference, jeton, [UsageVerification.CONNEXION])
            if etape is None or verification is None or etape.state.get("verification") != reference:
                return _tard()
            if verification.etat not in etats:
                return HttpResponseRedirect(_ou_elle_en_est(verification))
            try:
                return vue(request, verification)
            except services.VerificationFinie:
                return _tard()

        return gardee

    return decorateur


def _ou_elle_en_est(verification: Verification) -> str:
    pages = {EtatVerification.OUVERTE: "canal", EtatVerification.ENVOYEE: "code"}
    page = pages.get(EtatVerification(verification.etat))
    return PAGES.adresse(page, verification) if page else _tard()["Location"]


def _accepte(request: HttpRequest, verification: Verification, formulaire: Any) -> HttpResponse:
    etape = etape_en_cours(request)
    # Once: the same code posted twice opens one session.
    services.terminer(verification=verification)
    if etape is None:
        return _tard()
    return etape.franchir(confiance=bool(formulaire.cleaned_data.get("confiance")))


PAGES = Codes(
    espace="entree_",
    recommencer=lambda _: reverse("comptes:connexion"),
    accepte=_accepte,
    connu=True,
    formulaire=CodeConnexionForm,
)
canal = _etape(EtatVerification.OUVERTE, EtatVerification.ENVOYEE)(PAGES.canal)
code = _etape(EtatVerification.ENVOYEE)(PAGES.code)
renvoyer = _etape(EtatVerification.ENVOYEE)(PAGES.renvoyer)


@_etape(EtatVerification.OUVERTE, EtatVerification.ENVOYEE)
def abandonner(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Ask, then leave: the password will be asked again."""
    if request.method == "POST":
        services.abandonner(verification=verification)
        clear_login(request)
        return HttpResponseRedirect(reverse("comptes:connexion"))
    contexte = {
        "reprendre": _ou_elle_en_est(verification),
        "titre": TITRES[UsageVerification.CONNEXION],
    }
    return render(request, "comptes/abandonner.html", contexte)
