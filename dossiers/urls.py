from django.urls import path

from dossiers.views import accueil, autorisations

app_name = "dossiers"

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("dossier/<str:reference>/autorisations/", autorisations.autorisations, name="autorisations"),
]
