"""« Mes autorisations »: what the responsable of a dossier lets their partner do (MC-80 to MC-89)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.enums import Nature
from accounts.models import Compte, Personne
from dossiers import selectors
from dossiers.enums import Autorisable, Portee
from dossiers.forms import AutorisationsForm
from dossiers.models import Dossier
from dossiers.services import definir_autorisations
from dossiers.views.commun import dossier_ou_404, personne_de
from portal.http.acces import reserve_aux
from portal.http.pages import never_store

GABARIT = "dossiers/autorisations.html"
VALIDE = "valide"


@reserve_aux(Nature.USAGER)
@never_store
@require_http_methods(["GET", "HEAD", "POST"])
def autorisations(request: HttpRequest, reference: str) -> HttpResponse:
    """The page says what is allowed today; « Valider » changes it at once, « Retour » changes nothing."""
    le = timezone.localdate()
    dossier = dossier_ou_404(personne_de(request), reference, Portee.AUTORISER, le)
    autre = selectors.conjoint(dossier, le)
    if autre is None:
        return render(request, GABARIT, _contexte(request, None, set()))
    en_cours = selectors.autorisations(dossier, autre)
    if request.method == "POST":
        return _valider(request, dossier, autre, en_cours)
    return render(request, GABARIT, _contexte(request, autre, en_cours, _formulaire(autre, en_cours)))


def _valider(request: HttpRequest, dossier: Dossier, autre: Personne, en_cours: set[str]) -> HttpResponse:
    formulaire = AutorisationsForm(request.POST, prenom=autre.premier_prenom)
    if not formulaire.is_valid():
        return render(request, GABARIT, _contexte(request, autre, en_cours, formulaire))
    compte = request.user
    assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
    try:
        definir_autorisations(
            dossier=dossier, portees=formulaire.portees, le=timezone.localdate(), acteur=compte
        )
    except ValidationError as erreur:
        formulaire.add_error(None, erreur)
        return render(request, GABARIT, _contexte(request, autre, en_cours, formulaire))
    return HttpResponseRedirect(f"{request.path}?{VALIDE}=1")


def _formulaire(autre: Personne, en_cours: set[str]) -> AutorisationsForm:
    initiales = {portee: "oui" if portee in en_cours else "non" for portee in Autorisable.values}
    return AutorisationsForm(initial=initiales, prenom=autre.premier_prenom)


def _contexte(
    request: HttpRequest,
    autre: Personne | None,
    en_cours: set[str],
    formulaire: AutorisationsForm | None = None,
) -> dict[str, Any]:
    return {
        "form": formulaire,
        "autre": autre,
        "prenom": autre.premier_prenom if autre else "",
        "en_cours": [portee.label for portee in Autorisable if portee in en_cours],
        "valide": VALIDE in request.GET,
    }
