"""Between the password and the session: a code, or what its owner has set (regles C2)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import clear_login
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.enums import POUR_UN_MOT_DE_PASSE, EtatLevee, EtatVerification, UsageVerification
from accounts.etapes import SecondFacteur
from accounts.forms import CodeConnexionForm, CodeLettreForm
from accounts.models import Verification
from accounts.services import facteurs
from accounts.services import verification as services
from accounts.services.connexion import TropDEssais
from accounts.services.levee import confirmer_levee, demander_levee, levee_en_cours
from accounts.services.second_facteur import Besoin, a_un_facteur
from accounts.views.codes import DEJA, TITRES, Codes, VueDeVerification
from accounts.views.commun import jeton_du_navigateur, ouverte_a_tous, saisi, trop_d_essais
from accounts.views.connexion import TARD
from accounts.views.presentation import Presentation, demander_la_cle
from portal.http.acces import type_vue
from portal.limites.adresse import adresse_de

PERDU, SANS_ADRESSE = "comptes/perdu.html", "sans-adresse"
LETTRE_REFUSEE = (
    "Ce n’est pas le code de votre dernier courrier, ou il a plus de 15 jours. Vérifiez-le : 16 caractères."
)
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
        etape = SecondFacteur.en_cours(request)
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
    contexte = {
        "recents": [(f.nom, timezone.localtime(f.confirme_le)) for f in facteurs.recents(etape.compte)],
        "revenue": _vient_de_revenir(request, etape),
    }
    return FACTEUR.page(request, etape.compte, etape.personne, **contexte)


def _vient_de_revenir(request: HttpRequest, etape: SecondFacteur) -> bool:
    """They have just chosen their password by a code, a letter or a creation, in this browser."""
    return selectors.vient_d_etre_verifiee(etape.personne, jeton_du_navigateur(request), POUR_UN_MOT_DE_PASSE)


@en_cours_de_connexion
def contester(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """« Ce n'est pas moi qui l'ai ajouté »: what a thief may have added does not stand between its owner and the
    account. What is older still does, and so does a code that waits: nobody can have added that."""
    ici = HttpResponseRedirect(reverse("comptes:second_facteur"))
    conteste = request.method == "POST" and etape.besoin is Besoin.FACTEUR
    if not conteste or not _vient_de_revenir(request, etape):
        return ici
    facteurs.contester(compte=etape.compte, personne=etape.personne)
    return ici if a_un_facteur(etape.compte) else etape.franchir(confiance=False)


@en_cours_de_connexion
def options(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """What the browser needs to show a key of whoever has just given their password (JSON)."""
    return demander_la_cle(request, etape.compte, sinon=reverse("comptes:second_facteur"))


def _facteur_accepte(request: HttpRequest, confiance: bool) -> HttpResponse:
    etape = SecondFacteur.en_cours(request)
    return etape.franchir(confiance=confiance) if etape is not None else _tard()


FACTEUR = Presentation(
    gabarit="comptes/second_facteur.html",
    options="comptes:entree_options",
    accepte=_facteur_accepte,
    confiance=True,
)


def _qui_a_perdu_son_facteur(vue: VueDEtape) -> type_vue:
    @en_cours_de_connexion
    @wraps(vue)
    def gardee(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
        return vue(request, etape) if etape.besoin is Besoin.FACTEUR else _tard()

    return gardee


@_qui_a_perdu_son_facteur
def perdu(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """« Je n'ai plus rien de tout cela »: a letter, its code, a wait."""
    levee = levee_en_cours(etape.compte)
    formulaire = CodeLettreForm(saisi(request))
    contexte = {"form": formulaire, "levee": levee, "sans_adresse": SANS_ADRESSE in request.GET}
    attendue = levee is not None and levee.etat == EtatLevee.DEMANDEE
    if request.method != "POST" or not attendue or not formulaire.is_valid():
        return render(request, PERDU, contexte)
    try:
        confirmee = confirmer_levee(
            compte=etape.compte,
            personne=etape.personne,
            saisie=formulaire.cleaned_data["code"],
            adresse=adresse_de(request),
        )
    except TropDEssais as erreur:
        return trop_d_essais(request, PERDU, contexte, formulaire, erreur)
    if confirmee:
        return HttpResponseRedirect(request.path)
    formulaire.add_error("code", LETTRE_REFUSEE)
    return render(request, PERDU, contexte)


@_qui_a_perdu_son_facteur
def perdu_demander(request: HttpRequest, etape: SecondFacteur) -> HttpResponse:
    """Ask for the letter. Opened as a page, it leads back."""
    adresse = reverse("comptes:second_facteur_perdu")
    if request.method != "POST":
        return HttpResponseRedirect(adresse)
    try:
        demander_levee(compte=etape.compte, personne=etape.personne, adresse=adresse_de(request))
    except TropDEssais as erreur:
        formulaire = CodeLettreForm({})
        formulaire.taire_les_erreurs()
        contexte = {"form": formulaire, "levee": levee_en_cours(etape.compte)}
        return trop_d_essais(request, PERDU, contexte, formulaire, erreur, DEJA)
    except ValidationError:
        return HttpResponseRedirect(f"{adresse}?{SANS_ADRESSE}=1")
    return HttpResponseRedirect(adresse)


def _etape(*etats: str) -> Callable[[VueDeVerification], type_vue]:
    """A page of the code of the login that waits in this browser, and of no other."""

    def decorateur(vue: VueDeVerification) -> type_vue:
        @ouverte_a_tous
        @wraps(vue)
        def gardee(request: HttpRequest, reference: str) -> HttpResponse:
            if getattr(request, "connecte", False):
                return HttpResponseRedirect(resolve_url(settings.LOGIN_REDIRECT_URL))
            etape = SecondFacteur.en_cours(request)
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
    etape = SecondFacteur.en_cours(request)
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
