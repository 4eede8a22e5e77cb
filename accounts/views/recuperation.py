"""« Mot de passe oublié », step by step (MC-15 to MC-42). Each page is bound to the browser that began.

Nothing here depends on whether what was typed is somebody's: the pages read the same rows and say the same words.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import selectors
from accounts.enums import Canal, EtatVerification, UsageVerification
from accounts.forms import CanalForm, CodeForm, CreationForm, IdentiteForm, NouveauMotDePasseForm, par
from accounts.hachage import HachageSature
from accounts.models import Verification
from accounts.mots_de_passe import politique_active, portrait
from accounts.services import verification as services
from accounts.services.connexion import TropDEssais, cle_limite, freiner
from accounts.services.identite import ouvrir_recuperation
from accounts.services.recuperation import POUR_UN_MOT_DE_PASSE, choisir_mot_de_passe
from accounts.services.verification import Issue, Reponse
from accounts.views.commun import (
    donner_le_jeton,
    jeton_du_navigateur,
    lier_au_navigateur,
    ouverte_a_tous,
    saisi,
    sature,
    trop_d_essais,
)
from portal.http.acces import type_vue
from portal.limites.adresse import adresse_de
from portal.limites.regles import RECUPERATION, RECUPERATION_SANS_SCRIPT
from portal.parcours.vues import Repere

CODE, CHOIX = "Recevoir un code", "Choisir un mot de passe"
ATTENDRE, TAPER = "Attendre le courrier", "Taper votre code"
ETAPES = {
    UsageVerification.OUBLI: ("Qui êtes-vous\u00a0?", CODE, CHOIX),
    UsageVerification.PREMIERE: ("Le code de votre courrier", CHOIX),
    UsageVerification.CREATION: ("État civil", "Vérifier vos coordonnées", CHOIX),
}
TITRES = {
    UsageVerification.OUBLI: "Mot de passe oublié",
    UsageVerification.PREMIERE: "Première connexion",
    UsageVerification.CREATION: "Créer Mon Compte",
}
VueVerification = Callable[[HttpRequest, Verification], HttpResponse]

PERIME = "Ce code n’est plus bon : il a plus de 10 minutes, ou un autre l’a remplacé. Demandez-en un nouveau."
DEJA = "Un code vient d’être demandé. Attendez encore {delai} avant de demander un autre code."
EPUISE = "Ce code a été essayé 5 fois : il n’est plus bon. Demandez-en un nouveau."


@ouverte_a_tous
def oubli(request: HttpRequest) -> HttpResponse:
    """Step 1: number and birth name (MC-15 to MC-18)."""
    formulaire = IdentiteForm(saisi(request))
    contexte = {"form": formulaire, "repere": repere(1)}
    gabarit = "comptes/oubli.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    try:
        nom = formulaire.cleaned_data["nom_naissance"]
        return commencer(request, formulaire, partial(ouvrir_recuperation, nom=nom))
    except TropDEssais as erreur:
        return trop_d_essais(request, gabarit, contexte, formulaire, erreur)


def commencer(
    request: HttpRequest, formulaire: IdentiteForm | CreationForm, ouvrir: Callable[..., Verification]
) -> HttpResponse:
    """What a valid first step leads to: a recovery that `ouvrir` opens, bound to this browser. Raises TropDEssais."""
    nir = formulaire.cleaned_data["nir"]
    personne = selectors.personne_par_nir(nir)
    cle = cle_limite(personne, nir)
    regle = RECUPERATION if formulaire.preuve_de_travail else RECUPERATION_SANS_SCRIPT
    freiner(regle, cle=cle, adresse=adresse_de(request), ou="identite")
    jeton = lier_au_navigateur(request)
    verification = ouvrir(personne=personne, nir=nir, cle=cle, navigateur=jeton)
    reponse = HttpResponseRedirect(_adresse("canal", verification))
    donner_le_jeton(reponse, jeton)
    return reponse


def _etape(*etats: str) -> Callable[[VueVerification], type_vue]:
    """A page of a recovery that is in one of these states; elsewhere, to the page of its state. Not this browser's, or
    too old: a page says so."""

    def decorateur(vue: VueVerification) -> type_vue:
        @ouverte_a_tous
        @wraps(vue)
        def gardee(request: HttpRequest, reference: str) -> HttpResponse:
            verification = selectors.verification_de(
                reference, jeton_du_navigateur(request), POUR_UN_MOT_DE_PASSE
            )
            if verification is None:
                return render(request, "comptes/recuperation_perdue.html", status=410)
            if verification.etat not in etats:
                return HttpResponseRedirect(_ou_elle_en_est(verification))
            try:
                return vue(request, verification)
            except services.VerificationFinie:
                verification.refresh_from_db(fields=["etat"])
                return HttpResponseRedirect(_ou_elle_en_est(verification))

        return gardee

    return decorateur


def _ou_elle_en_est(verification: Verification) -> str:
    pages = {
        EtatVerification.OUVERTE: "canal",
        EtatVerification.ENVOYEE: "code",
        EtatVerification.PROUVEE: "nouveau",
        EtatVerification.TERMINEE: "termine",
    }
    page = pages.get(EtatVerification(verification.etat))
    return _adresse(page, verification) if page else reverse("comptes:connexion")


@_etape(EtatVerification.OUVERTE, EtatVerification.ENVOYEE)
def canal(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Step 2: where the code goes (MC-19 to MC-25)."""
    formulaire = CanalForm(saisi(request), choix=verification.choix)
    contexte = {"form": formulaire, "repere": repere(2, verification.usage), **_adresses(verification)}
    gabarit = "comptes/canal.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    try:
        rang = formulaire.cleaned_data["coordonnee"]
        services.demander_code(verification=verification, rang=rang, adresse=adresse_de(request))
    except TropDEssais as erreur:
        return trop_d_essais(request, gabarit, contexte, formulaire, erreur, DEJA)
    return HttpResponseRedirect(_adresse("code", verification))


@_etape(EtatVerification.ENVOYEE)
def code(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Step 2, the code that came (MC-26 to MC-30); for a letter, what happens now."""
    formulaire = CodeForm(saisi(request))
    contexte = _contexte_du_code(verification, formulaire, renvoye="renvoye" in request.GET)
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, "comptes/code.html", contexte)
    try:
        saisie = formulaire.cleaned_data["code"]
        reponse = services.verifier_code(
            verification=verification, saisie=saisie, adresse=adresse_de(request)
        )
    except TropDEssais as erreur:
        return trop_d_essais(request, "comptes/code.html", contexte, formulaire, erreur)
    if reponse.issue == Issue.ACCEPTE:
        return HttpResponseRedirect(_adresse("nouveau", verification))
    formulaire.add_error("code", refus(reponse))
    return render(request, "comptes/code.html", contexte)


def refus(reponse: Reponse) -> str:
    """Why a code did not do, and what to do."""
    if reponse.issue == Issue.REFUSE:
        essais = "un essai" if reponse.restants == 1 else f"{reponse.restants} essais"
        return f"Ce n’est pas le bon code. Il vous reste {essais}."
    return EPUISE if reponse.issue == Issue.EPUISE else PERIME


@_etape(EtatVerification.ENVOYEE)
def renvoyer(request: HttpRequest, verification: Verification) -> HttpResponse:
    """« Vous n’avez rien reçu ? » (MC-27). Opened as a page, it leads back to the code."""
    adresse = _adresse("code", verification)
    dernier = selectors.dernier_secret(verification)
    if request.method != "POST" or dernier is None or dernier.rang is None:
        return HttpResponseRedirect(adresse)
    formulaire = CodeForm({})
    formulaire.taire_les_erreurs()
    try:
        services.demander_code(verification=verification, rang=dernier.rang, adresse=adresse_de(request))
    except TropDEssais as erreur:
        contexte = _contexte_du_code(verification, formulaire, renvoye=False)
        return trop_d_essais(request, "comptes/code.html", contexte, formulaire, erreur, DEJA)
    return HttpResponseRedirect(f"{adresse}?renvoye=1")


def _contexte_du_code(verification: Verification, formulaire: CodeForm, *, renvoye: bool) -> dict[str, Any]:
    dernier = selectors.dernier_secret(verification)
    choisi = verification.choix[dernier.rang] if dernier and dernier.rang is not None else None
    par_courrier = bool(choisi and choisi["canal"] == Canal.COURRIER)
    return {
        "form": formulaire,
        # Not the title of the choice of a channel: a page that has only changed below says nothing to who listens.
        "repere": replace(repere(2, verification.usage), titre=ATTENDRE if par_courrier else TAPER),
        "ou": par(choisi) if choisi else "",
        "par_courrier": par_courrier,
        "renvoye": renvoye,
        **_adresses(verification),
    }


@_etape(EtatVerification.PROUVEE)
def nouveau(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Step 3: the new password (MC-31 to MC-41)."""
    assert verification.personne is not None  # noqa: S101 - a constraint of the table
    proprietaire = portrait(verification.personne)
    formulaire = NouveauMotDePasseForm(saisi(request), proprietaire=proprietaire)
    contexte = {
        "form": formulaire,
        "repere": repere(3, verification.usage),
        "regles": politique_active().regles,
        **_adresses(verification),
    }
    gabarit = "comptes/nouveau.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    try:
        mot = formulaire.cleaned_data["mot_de_passe"]
        choisir_mot_de_passe(verification=verification, mot_de_passe=mot)
    except HachageSature:
        return sature(request, gabarit, contexte, formulaire)
    return HttpResponseRedirect(_adresse("termine", verification))


@_etape(EtatVerification.TERMINEE)
def termine(request: HttpRequest, verification: Verification) -> HttpResponse:
    """It is done, and where to log in (MC-42)."""
    return render(request, "comptes/termine.html", _recapitulatif(verification))


def _recapitulatif(verification: Verification) -> dict[str, Any]:
    """What was done, and for whom: now they have proven who they are (MC-64)."""
    personne = verification.personne
    assert personne is not None  # noqa: S101 - a constraint of the table
    return {
        "titre": TITRES[UsageVerification(verification.usage)],
        "creation": verification.usage == UsageVerification.CREATION,
        "personne": personne,
        "nir": personne.nir,
    }


@_etape(EtatVerification.OUVERTE, EtatVerification.ENVOYEE, EtatVerification.PROUVEE)
def abandonner(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Ask, then leave with nothing changed (GEN-20)."""
    if request.method == "POST":
        services.abandonner(verification=verification)
        return HttpResponseRedirect(reverse("comptes:connexion"))
    contexte = {
        "reprendre": _ou_elle_en_est(verification),
        "titre": TITRES[UsageVerification(verification.usage)],
    }  # fmt: skip
    return render(request, "comptes/abandonner.html", contexte)


def repere(numero: int, usage: str = UsageVerification.OUBLI) -> Repere:
    """Where one is, for the bar of steps; a number beyond the last is the last."""
    etapes = ETAPES[UsageVerification(usage)]
    numero = min(numero, len(etapes))
    return Repere(
        sur_titre=TITRES[UsageVerification(usage)],
        titre=etapes[numero - 1],
        numero=numero,
        total=len(etapes),
        suivante=etapes[numero].lower() if numero < len(etapes) else None,
    )


def _adresse(page: str, verification: Verification) -> str:
    return reverse(f"comptes:{page}", args=[verification.reference])


def _adresses(verification: Verification) -> dict[str, str]:
    creation = verification.usage == UsageVerification.CREATION
    pages = ("canal", "code", "renvoyer", "abandonner")
    return {
        "recommencer": reverse("comptes:creation" if creation else "comptes:oubli"),
        **{page: _adresse(page, verification) for page in pages},
    }
