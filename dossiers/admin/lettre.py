"""The letter of a first login, asked for by an agent from the page of a person or of who enters for a guardian."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.models import Personne
from accounts.services import envoyer_lettre_activation
from dossiers.admin.consultation import agent_de, page


def proposer_la_lettre(
    administration: Any, request: HttpRequest, personne: Personne, *, retour: str
) -> HttpResponse:
    """Asks first; what the service refuses is said on the page."""
    refus = ""
    if request.method == "POST":
        try:
            envoyer_lettre_activation(personne=personne, acteur=agent_de(request))
        except ValidationError as erreur:
            refus = " ".join(erreur.messages)
        else:
            messages.success(request, "La lettre de première connexion va partir.")
            return HttpResponseRedirect(retour)
    return page(
        administration, request, "agents/lettre.html", title="Envoyer une lettre de première connexion",
        original=personne, refus=refus, bouton="Envoyer la lettre", retour=retour, renoncer="Ne rien envoyer",
    )  # fmt: skip
