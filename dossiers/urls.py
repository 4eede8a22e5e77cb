from django.urls import path, register_converter

from dossiers.views import accueil, autorisations
from portal.http.adresses import ReferenceConverter

register_converter(ReferenceConverter, "reference")

app_name = "dossiers"

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("dossier/<reference:reference>/autorisations/", autorisations.autorisations, name="autorisations"),
]
