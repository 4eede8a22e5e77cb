"""The simulator from Mon Compte."""

from django.urls import path

from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »
from simulations import compte

app_name = "prime_activite_compte"

urlpatterns = [
    path("dossier/<reference:reference>/", compte.debut, name="debut"),
    *compte.VUES.urls(),
]
