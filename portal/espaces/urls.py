from django.conf import settings
from django.urls import URLPattern, path

from portal.espaces import pages
from portal.espaces.views import accueil, actualites, demo, fixes, recherche

app_name = "espaces"


def demonstration() -> list[URLPattern]:
    """The pages about fictitious people; an operator has none, not even an address."""
    if not settings.DEMONSTRATION:
        return []
    return [
        path("demo/", demo.familles, name="demo"),
        path("demo/courriers/", demo.courriers, name="demo_courriers"),
    ]


urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    *(path(page.chemin, fixes.vue(page), name=page.nom) for page in pages.PAGES if not page.ailleurs),
    path("themes/<slug:slug>/", fixes.theme, name="theme"),
    path("recherche/", recherche.chercher, name="recherche"),
    path("actualites/", actualites.liste, name="actualites"),
    path("actualites/<slug:slug>/", actualites.une, name="actualite"),
    path("robots.txt", fixes.robots, name="robots"),
    path(".well-known/security.txt", fixes.securite, name="securite"),
    *demonstration(),
]
