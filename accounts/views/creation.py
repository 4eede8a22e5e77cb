"""« Créer Mon Compte », first step (MC-49 to MC-60). What follows is a recovery's: a code, a password, a summary.

Civil status proves nothing. Whoever is attached to no dossier sees the same pages as whoever is, and receives nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.enums import UsageRecuperation
from accounts.forms import CreationForm
from accounts.services.connexion import TropDEssais, cle_limite, freiner
from accounts.services.identite import EtatCivil, ouvrir_creation
from accounts.views.commun import donner_le_jeton, lier_au_navigateur, ouverte_a_tous, saisi, trop_d_essais
from accounts.views.recuperation import repere
from portal.limites.adresse import adresse_de
from portal.limites.regles import RECUPERATION, RECUPERATION_SANS_SCRIPT

GABARIT = "comptes/creation.html"


@ouverte_a_tous
def creation(request: HttpRequest) -> HttpResponse:
    """Who opens an account, and where they live."""
    formulaire = CreationForm(saisi(request))
    contexte: dict[str, Any] = {"form": formulaire, "repere": repere(1, UsageRecuperation.CREATION)}
    if request.method != "POST":
        return render(request, GABARIT, contexte)
    if formulaire.sans_numero():
        return HttpResponseRedirect(reverse("comptes:sans_numero"))
    if not formulaire.is_valid():
        return render(request, GABARIT, contexte)
    try:
        return _ouvrir(request, formulaire)
    except TropDEssais as erreur:
        return trop_d_essais(request, GABARIT, contexte, formulaire, erreur)


def _ouvrir(request: HttpRequest, formulaire: CreationForm) -> HttpResponse:
    lu = formulaire.cleaned_data
    nir = lu["nir"]
    personne = selectors.personne_par_nir(nir)
    cle = cle_limite(personne, nir)
    regle = RECUPERATION if formulaire.preuve_de_travail else RECUPERATION_SANS_SCRIPT
    freiner(regle, cle=cle, adresse=adresse_de(request), ou="identite")
    jeton = lier_au_navigateur(request)
    recuperation = ouvrir_creation(
        personne=personne,
        nir=nir,
        etat_civil=EtatCivil(lu["nom_naissance"], lu["prenoms"], lu["date_naissance"]),
        cle=cle,
        navigateur=jeton,
        le=timezone.localdate(),
    )
    reponse = HttpResponseRedirect(reverse("comptes:canal", args=[recuperation.reference]))
    donner_le_jeton(reponse, jeton)
    return reponse
