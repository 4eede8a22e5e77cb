from django.conf import settings
from django.urls import URLPattern, path

from portal.espaces import pages
from portal.espaces.views import accueil, actualites, demo, fixes, identite, recherche

app_name = "espaces"
# The fictitious identity provider: its addresses are those of FranceConnect, without a last stroke.
_ICI = "demo/identite/"


def demonstration() -> list[URLPattern]:
    """The pages about fictitious people; an operator has none, not even an address."""
    if not settings.DEMONSTRATION:
        return []
    return [
        path("demo/", demo.familles, name="demo"),
        path("demo/courriers/", demo.courriers, name="demo_courriers"),
        path(_ICI + ".well-known/openid-configuration", identite.decouverte, name="identite_decouverte"),
        path(_ICI + "authorize", identite.autoriser, name="identite_autoriser"),
        path(_ICI + "token", identite.echanger, name="identite_jetons"),
        path(_ICI + "userinfo", identite.userinfo, name="identite_userinfo"),
        path(_ICI + "jwks", identite.cles, name="identite_cles"),
        path(_ICI + "session/end", identite.sortie, name="identite_sortie"),
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
