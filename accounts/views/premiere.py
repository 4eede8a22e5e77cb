"""« Première connexion » (MC-43 to MC-47), and the pages of what opens later."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import selectors
from accounts.enums import UsageVerification
from accounts.forms import CodeCourrierForm
from accounts.services.connexion import TropDEssais, cle_limite
from accounts.services.recuperation import utiliser_secret_postal
from accounts.views.codes import repere
from accounts.views.commun import donner_le_jeton, lier_au_navigateur, ouverte_a_tous, saisi, trop_d_essais
from portal.http.acces import type_vue
from portal.http.pages import page_publique
from portal.limites.adresse import adresse_de

REFUS = (
    "Le numéro et le code ne vont pas ensemble, ou ce code a déjà servi. Vérifiez-les tous les deux. "
    "Un code reçu par courrier sert une seule fois, pendant 15 jours."
)


def _page(nom: str) -> type_vue:
    @page_publique()
    def afficher(request: HttpRequest) -> HttpResponse:
        return render(request, f"comptes/{nom}.html")

    return afficher


premiere_connexion = _page("premiere_connexion")
sans_numero = _page("sans_numero")
tuteur = _page("tuteur")


@ouverte_a_tous
def code_courrier(request: HttpRequest) -> HttpResponse:
    """The code of a letter, then a password to choose (MC-44)."""
    formulaire = CodeCourrierForm(saisi(request))
    contexte: dict[str, Any] = {"form": formulaire, "repere": repere(1, UsageVerification.PREMIERE)}
    gabarit = "comptes/code_courrier.html"
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, gabarit, contexte)
    nir = formulaire.cleaned_data["nir"]
    personne = selectors.personne_par_nir(nir)
    jeton = lier_au_navigateur(request)
    try:
        verification = utiliser_secret_postal(
            personne=personne,
            cle=cle_limite(personne, nir),
            saisie=formulaire.cleaned_data["code"],
            adresse=adresse_de(request),
            navigateur=jeton,
        )
    except TropDEssais as erreur:
        return trop_d_essais(request, gabarit, contexte, formulaire, erreur)
    if verification is None:
        formulaire.add_error(None, REFUS)
        return render(request, gabarit, contexte)
    reponse = HttpResponseRedirect(reverse("comptes:nouveau", args=[verification.reference]))
    donner_le_jeton(reponse, jeton)
    return reponse
