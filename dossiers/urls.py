from django.urls import path

from dossiers.views import accueil, autorisations, tuteur
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »

app_name = "dossiers"

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("dossier/<reference:reference>/autorisations/", autorisations.autorisations, name="autorisations"),
    path("tuteur/", tuteur.mandats, name="tuteur"),
    # Whatever stands under it is a page of `sous_mandat`: a test holds it.
    path("tuteur/<reference:reference>/", tuteur.dossier, name="tuteur_dossier"),
]
