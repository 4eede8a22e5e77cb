from django.urls import path

from dossiers.views import accueil, autorisations
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »

app_name = "dossiers"

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("dossier/<reference:reference>/autorisations/", autorisations.autorisations, name="autorisations"),
]
