from django.urls import path

from portal.espaces import pages
from portal.espaces.views import accueil, actualites, fixes, recherche

app_name = "espaces"

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    *(path(page.chemin, fixes.vue(page), name=page.nom) for page in pages.PAGES),
    path("themes/<slug:slug>/", fixes.theme, name="theme"),
    path("recherche/", recherche.chercher, name="recherche"),
    path("actualites/", actualites.liste, name="actualites"),
    path("actualites/<slug:slug>/", actualites.une, name="actualite"),
    path("robots.txt", fixes.robots, name="robots"),
    path(".well-known/security.txt", fixes.securite, name="securite"),
]
