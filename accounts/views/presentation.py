"""Showing what one has set: a key, the code of an application, or one line of the printed sheet.

The same at a login and before what a thief would change first; only what follows differs.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.enums import NatureFacteur
from accounts.forms import (
    CodeApplicationConnexionForm,
    CodeApplicationForm,
    CodeSecoursForm,
)
from accounts.models import Compte, Personne
from accounts.services import facteurs
from accounts.services.connexion import TropDEssais
from accounts.views.commun import saisi, trop_d_essais
from accounts.views.facteurs_commun import site_de
from portal.limites.adresse import adresse_de
from portal.ui.formulaires import Formulaire

# In the session: what the browser was asked to sign, taken out as it is used.
DEFI = "cle_preuve"
CLE, APPLICATION, SECOURS = "cle", "application", "secours"
REFUS = {
    CLE: "Cette clé d’accès n’a pas été reconnue. Recommencez, ou choisissez un autre moyen.",
    APPLICATION: "Ce n’est pas le bon code, ou il a déjà servi. Attendez le suivant, puis recommencez.",
    SECOURS: "Ce code n’est pas sur votre dernière feuille, ou il a déjà servi. Essayez le suivant.",
}


@dataclass(frozen=True)
class Presentation:
    """The page for one use. `accepte` answers a right proof; `confiance`: the browser may be trusted afterwards."""

    gabarit: str
    options: str
    accepte: Callable[[HttpRequest, bool], HttpResponse]
    confiance: bool = False

    def page(
        self, request: HttpRequest, compte: Compte, personne: Personne | None, **contexte: Any
    ) -> HttpResponse:
        """The ways this account has; posted (`moyen`), one of them is tried."""
        moyen = request.POST.get("moyen", "") if request.method == "POST" else ""
        formulaires = self._formulaires(request, compte, moyen)
        choisi = formulaires.get(moyen)
        contexte |= {
            **{f"par_{nom}": formulaires.get(nom) for nom in (CLE, APPLICATION, SECOURS)},
            "choisi": choisi,
            "options": reverse(self.options),
        }
        if choisi is None or not choisi.is_valid():
            return render(request, self.gabarit, contexte)
        try:
            juste = _essayer(request, compte, personne, moyen, choisi)
        except TropDEssais as erreur:
            return trop_d_essais(request, self.gabarit, contexte, choisi, erreur)
        if juste:
            return self.accepte(request, bool(choisi.cleaned_data.get("confiance")))
        choisi.add_error("code" if "code" in choisi.fields else None, REFUS[moyen])
        return render(request, self.gabarit, contexte)

    def _formulaires(self, request: HttpRequest, compte: Compte, moyen: str) -> dict[str, Formulaire]:
        """By the name of the way. The sheet is always there: that none is left is no secret worth a query."""
        natures = {f.nature for f in facteurs.actifs(compte)}
        genres: dict[str, type[Formulaire]] = {SECOURS: CodeSecoursForm}
        if NatureFacteur.CLE in natures and site_de(request) is not None:
            # Nothing to type: being let off it for thirty days would spare nobody anything.
            genres[CLE] = Formulaire
        if NatureFacteur.TOTP in natures:
            genres[APPLICATION] = CodeApplicationConnexionForm if self.confiance else CodeApplicationForm
        return {
            nom: genre(saisi(request) if nom == moyen else None, auto_id=f"id_{nom}_%s")
            for nom, genre in genres.items()
        }


def _essayer(
    request: HttpRequest, compte: Compte, personne: Personne | None, moyen: str, formulaire: Formulaire
) -> bool:
    """Raises TropDEssais."""
    champs: dict[str, Any] = {"compte": compte, "personne": personne, "adresse": adresse_de(request)}
    if moyen == APPLICATION:
        return facteurs.essayer_totp(saisie=formulaire.cleaned_data["code"], **champs)
    if moyen == SECOURS:
        return facteurs.essayer_code_secours(saisie=formulaire.cleaned_data["code"], **champs)
    site = site_de(request)
    assert site is not None  # noqa: S101 - or there is no such form
    etat, reponse = request.session.pop(DEFI, None), request.POST.get("reponse", "")
    return facteurs.essayer_cle(reponse=reponse, etat=etat, site=site, **champs)


def demander_la_cle(request: HttpRequest, compte: Compte, *, sinon: str) -> HttpResponse:
    """What the browser needs to show a key of this account (JSON)."""
    site = site_de(request)
    if request.method != "POST" or site is None:
        return HttpResponseRedirect(sinon)
    options, request.session[DEFI] = facteurs.options_presentation(compte=compte, site=site)
    return JsonResponse(options)
