"""The pages of a code, the same whatever it is for: where it goes, the code that came, another one.

Each page is bound to the browser that began. Nothing here depends on whether what was typed is somebody's: the pages
read the same rows and say the same words.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from accounts import selectors
from accounts.enums import Canal, UsageVerification
from accounts.forms import CanalForm, CodeForm, par
from accounts.models import Verification
from accounts.services import verification as services
from accounts.services.connexion import TropDEssais
from accounts.services.verification import Issue, Reponse
from accounts.views.commun import saisi, trop_d_essais
from portal.limites.adresse import adresse_de
from portal.parcours.vues import Repere

VueDeVerification = Callable[[HttpRequest, Verification], HttpResponse]

CODE, CHOIX = "Recevoir un code", "Choisir un mot de passe"
ATTENDRE, TAPER = "Attendre le courrier", "Taper votre code"
ETAPES = {
    UsageVerification.OUBLI: ("Qui êtes-vous\u00a0?", CODE, CHOIX),
    UsageVerification.PREMIERE: ("Le code de votre courrier", CHOIX),
    UsageVerification.CREATION: ("État civil", "Vérifier vos coordonnées", CHOIX),
    UsageVerification.CONNEXION: ("Numéro et mot de passe", CODE),
    UsageVerification.PREUVE: ("Votre mot de passe", CODE),
    UsageVerification.CONTACT: ("La nouvelle coordonnée", TAPER),
}
TITRES = {
    UsageVerification.OUBLI: "Mot de passe oublié",
    UsageVerification.PREMIERE: "Première connexion",
    UsageVerification.CREATION: "Créer Mon Compte",
    UsageVerification.CONNEXION: "Connexion",
    UsageVerification.PREUVE: "Vérifier que c’est vous",
    UsageVerification.CONTACT: "Mes coordonnées",
}

PERIME = "Ce code n’est plus bon : il a plus de 10 minutes, ou un autre l’a remplacé. Demandez-en un nouveau."
DEJA = "Un code vient d’être demandé. Attendez encore {delai} avant de demander un autre code."
EPUISE = "Ce code a été essayé 5 fois : il n’est plus bon. Demandez-en un nouveau."


class PlusPossible(Exception):
    """The code is right, and what it was for can no longer be done: a sentence for whoever typed it."""


@dataclass(frozen=True)
class Codes:
    """The three pages for one use. `espace` begins the names of their addresses (`comptes:<espace>code`).

    `accepte` answers a right code, or raises PlusPossible; `recommencer` is the name of
    the page where all began. `connu`: the person has already said who they are otherwise, so that nothing is left to
    hide from them.
    """

    espace: str
    recommencer: Callable[[Verification], str]
    accepte: Callable[[HttpRequest, Verification, CodeForm], HttpResponse]
    connu: bool = False
    formulaire: type[CodeForm] = CodeForm

    def canal(self, request: HttpRequest, verification: Verification) -> HttpResponse:
        """Where the code goes (MC-19 to MC-25)."""
        formulaire = CanalForm(saisi(request), choix=verification.choix)
        contexte = {
            "form": formulaire, "repere": repere(2, verification.usage), **self.adresses(verification)
        }  # fmt: skip
        gabarit = "comptes/canal.html"
        if request.method != "POST" or not formulaire.is_valid():
            return render(request, gabarit, contexte)
        try:
            rang = formulaire.cleaned_data["coordonnee"]
            services.demander_code(verification=verification, rang=rang, adresse=adresse_de(request))
        except TropDEssais as erreur:
            return trop_d_essais(request, gabarit, contexte, formulaire, erreur, DEJA)
        return HttpResponseRedirect(self.adresse("code", verification))

    def code(self, request: HttpRequest, verification: Verification) -> HttpResponse:
        """The code that came (MC-26 to MC-30); for a letter, what happens now."""
        formulaire = self.formulaire(saisi(request))
        contexte = self._contexte(verification, formulaire, renvoye="renvoye" in request.GET)
        gabarit = "comptes/code.html"
        if request.method != "POST" or not formulaire.is_valid():
            return render(request, gabarit, contexte)
        try:
            saisie = formulaire.cleaned_data["code"]
            reponse = services.verifier_code(
                verification=verification, saisie=saisie, adresse=adresse_de(request)
            )
        except TropDEssais as erreur:
            return trop_d_essais(request, gabarit, contexte, formulaire, erreur)
        if reponse.issue != Issue.ACCEPTE:
            formulaire.add_error("code", refus(reponse))
            return render(request, gabarit, contexte)
        try:
            return self.accepte(request, verification, formulaire)
        except PlusPossible as erreur:
            formulaire.add_error("code", str(erreur))
        return render(request, gabarit, contexte)

    def renvoyer(self, request: HttpRequest, verification: Verification) -> HttpResponse:
        """« Vous n’avez rien reçu ? » (MC-27). Opened as a page, it leads back to the code."""
        adresse = self.adresse("code", verification)
        dernier = selectors.dernier_secret(verification)
        if request.method != "POST" or dernier is None or dernier.rang is None:
            return HttpResponseRedirect(adresse)
        formulaire = self.formulaire({})
        formulaire.taire_les_erreurs()
        try:
            services.demander_code(verification=verification, rang=dernier.rang, adresse=adresse_de(request))
        except TropDEssais as erreur:
            contexte = self._contexte(verification, formulaire, renvoye=False)
            return trop_d_essais(request, "comptes/code.html", contexte, formulaire, erreur, DEJA)
        return HttpResponseRedirect(f"{adresse}?renvoye=1")

    def adresse(self, page: str, verification: Verification) -> str:
        """Of one of its pages."""
        return reverse(f"comptes:{self.espace}{page}", args=[verification.reference])

    def adresses(self, verification: Verification) -> dict[str, Any]:
        """What the templates need to lead from one page to another."""
        pages = ("canal", "code", "renvoyer", "abandonner")
        return {
            "recommencer": self.recommencer(verification),
            "connu": self.connu,
            **{page: self.adresse(page, verification) for page in pages},
        }

    def _contexte(self, verification: Verification, formulaire: CodeForm, *, renvoye: bool) -> dict[str, Any]:
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
            "plusieurs": len(verification.choix) > 1,
            **self.adresses(verification),
        }


def refus(reponse: Reponse) -> str:
    """Why a code did not do, and what to do."""
    if reponse.issue == Issue.REFUSE:
        essais = "un essai" if reponse.restants == 1 else f"{reponse.restants} essais"
        return f"Ce n’est pas le bon code. Il vous reste {essais}."
    return EPUISE if reponse.issue == Issue.EPUISE else PERIME


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
