"""« Créer Mon Compte », first step (MC-49 to MC-60). What follows is a recovery's: a code, a password, a summary.

Civil status proves nothing. Whoever is attached to no dossier sees the same pages as whoever is, and receives nothing.
"""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.enums import UsageVerification
from accounts.forms import CreationForm
from accounts.services.connexion import TropDEssais
from accounts.services.identite import EtatCivil, ouvrir_creation
from accounts.views.codes import repere
from accounts.views.commun import ouverte_a_tous, saisi, trop_d_essais
from accounts.views.recuperation import commencer

GABARIT = "comptes/creation.html"


@ouverte_a_tous
def creation(request: HttpRequest) -> HttpResponse:
    """Who opens an account, and where they live."""
    formulaire = CreationForm(saisi(request))
    contexte: dict[str, Any] = {"form": formulaire, "repere": repere(1, UsageVerification.CREATION)}
    if request.method != "POST":
        return render(request, GABARIT, contexte)
    if formulaire.sans_numero():
        return HttpResponseRedirect(reverse("comptes:sans_numero"))
    if not formulaire.is_valid():
        return render(request, GABARIT, contexte)
    lu = formulaire.cleaned_data
    etat_civil = EtatCivil(lu["nom_naissance"], lu["prenoms"], lu["date_naissance"])
    try:
        ouvrir = partial(ouvrir_creation, etat_civil=etat_civil, le=timezone.localdate())
        return commencer(request, formulaire, ouvrir)
    except TropDEssais as erreur:
        return trop_d_essais(request, GABARIT, contexte, formulaire, erreur)
