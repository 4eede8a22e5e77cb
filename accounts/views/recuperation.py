"""« Mot de passe oublié », step by step (MC-15 to MC-42), and what a creation shares with it."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.enums import POUR_UN_MOT_DE_PASSE, Canal, EtatVerification, UsageVerification
from accounts.forms import CreationForm, IdentiteForm, RetourForm
from accounts.hachage import HachageSature
from accounts.models import PointContact, Verification
from accounts.mots_de_passe import politique_active, portrait
from accounts.services import verification as services
from accounts.services.connexion import TropDEssais, cle_limite, freiner
from accounts.services.contacts import changements_recents
from accounts.services.identite import ouvrir_recuperation
from accounts.services.recuperation import choisir_mot_de_passe
from accounts.views.codes import TITRES, Codes, VueDeVerification, repere
from accounts.views.commun import (
    TOUT_FERME,
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
from portal.ui.typographie import date_courte


@ouverte_a_tous
def oubli(request: HttpRequest) -> HttpResponse:
    """Step 1: number and birth name (MC-15 to MC-18)."""
    formulaire = IdentiteForm(saisi(request))
    contexte = {"form": formulaire, "repere": repere(1), "ferme": TOUT_FERME in request.GET}
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
    """What a valid first step leads to: what `ouvrir` opens, bound to this browser. Raises TropDEssais."""
    nir = formulaire.cleaned_data["nir"]
    personne = selectors.personne_par_nir(nir)
    cle = cle_limite(personne, nir)
    regle = RECUPERATION if formulaire.preuve_de_travail else RECUPERATION_SANS_SCRIPT
    freiner(regle, cle=cle, adresse=adresse_de(request), ou="identite")
    jeton = lier_au_navigateur(request)
    verification = ouvrir(personne=personne, nir=nir, cle=cle, navigateur=jeton)
    reponse = HttpResponseRedirect(PAGES.adresse("canal", verification))
    donner_le_jeton(reponse, jeton)
    return reponse


def _etape(*etats: str) -> Callable[[VueDeVerification], type_vue]:
    """A page of a recovery that is in one of these states; elsewhere, to the page of its state. Not this browser's, or
    too old: a page says so."""

    def decorateur(vue: VueDeVerification) -> type_vue:
        @ouverte_a_tous
        @wraps(vue)
        def gardee(request: HttpRequest, reference: str) -> HttpResponse:
            jeton = jeton_du_navigateur(request)
            verification = selectors.verification_de(reference, jeton, POUR_UN_MOT_DE_PASSE)
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
    return PAGES.adresse(page, verification) if page else reverse("comptes:connexion")


def _recommencer(verification: Verification) -> str:
    return reverse(
        "comptes:creation" if verification.usage == UsageVerification.CREATION else "comptes:oubli"
    )


def _accepte(request: HttpRequest, verification: Verification, formulaire: Any) -> HttpResponse:
    return HttpResponseRedirect(PAGES.adresse("nouveau", verification))


PAGES = Codes(espace="", recommencer=_recommencer, accepte=_accepte)
canal = _etape(EtatVerification.OUVERTE, EtatVerification.ENVOYEE)(PAGES.canal)
code = _etape(EtatVerification.ENVOYEE)(PAGES.code)
renvoyer = _etape(EtatVerification.ENVOYEE)(PAGES.renvoyer)


@_etape(EtatVerification.PROUVEE)
def nouveau(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Step 3: the new password (MC-31 to MC-41)."""
    assert verification.personne is not None  # noqa: S101 - a constraint of the table
    proprietaire = portrait(verification.personne)
    changements = [_en_mots(point) for point in changements_recents(verification.personne)]
    formulaire = RetourForm(saisi(request), proprietaire=proprietaire, changements=changements)
    contexte = {
        "form": formulaire,
        "changements": changements,
        "repere": repere(3, verification.usage),
        "regles": politique_active().regles,
        **PAGES.adresses(verification),
    }
    gabarit = "comptes/nouveau.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    try:
        mot = formulaire.cleaned_data["mot_de_passe"]
        defaire = bool(formulaire.cleaned_data.get("defaire"))
        choisir_mot_de_passe(verification=verification, mot_de_passe=mot, defaire_coordonnees=defaire)
    except HachageSature:
        return sature(request, gabarit, contexte, formulaire)
    return HttpResponseRedirect(PAGES.adresse("termine", verification))


def _en_mots(point: PointContact) -> str:
    """« le numéro de mobile XX XX XX 46 65, retiré le 26 novembre 2026 »."""
    mobile = point.canal == Canal.SMS
    quoi = "le numéro de mobile" if mobile else "l’adresse électronique"
    geste = ("retiré" if point.retire_le else "ajouté") + ("" if mobile else "e")
    le = date_courte(timezone.localdate(point.retire_le or point.verifie_le))
    return f"{quoi} {point.masque}, {geste} le {le}".replace(" XX", "\u00a0XX")


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
