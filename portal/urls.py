"""Where each address leads. Rooms keep their own lists."""

from django.contrib import admin
from django.urls import include, path

from portal.http import sante

handler400 = "portal.http.erreurs.requete_invalide"
handler403 = "portal.http.erreurs.acces_refuse"
handler404 = "portal.http.erreurs.introuvable"
handler500 = "portal.http.erreurs.erreur_interne"

urlpatterns = [
    path("sante/vivant", sante.vivant, name="sante_vivant"),
    path("sante/pret", sante.pret, name="sante_pret"),
    path("agents/", admin.site.urls),
    path("", include("portal.ui.urls")),
    path("", include("portal.cafs.urls")),
    path("", include("accounts.urls")),
    path("mon-compte/", include("dossiers.urls")),
    path("mon-compte/prime-activite/", include("simulations.urls_compte")),
    path("simulations/prime-activite/", include("simulations.urls")),
    path("", include("portal.espaces.urls")),
]
