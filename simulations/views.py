"""The simulator's entrance; `portal.parcours` serves its steps."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.http.pages import page_publique
from portal.parcours.magasins import MagasinEphemere
from portal.parcours.vues import VuesParcours
from simulations.parcours import PrimeActivite

VUES = VuesParcours(
    PrimeActivite(), MagasinEphemere(), espace_url="prime_activite", abandon="espaces:simulations"
)


@page_publique()
def debut(request: HttpRequest) -> HttpResponse:
    """Conditions of use, and what to have at hand (SIM-03 to SIM-18)."""
    return render(
        request,
        "prime_activite/debut.html",
        {"parcours": VUES.parcours, "commencer": reverse("prime_activite:commencer")},
    )
