"""A small parcours on PostgreSQL, with a step that applies only sometimes and an early end: it exists in tests only."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import include, path

from portal.http.acces import public, reserve_aux
from portal.parcours.etapes import Acquis, Arret, Etape, Parcours
from portal.parcours.magasins import MagasinPostgresql
from portal.parcours.vues import VuesParcours
from portal.ui.formulaires import Formulaire
from portal.urls import urlpatterns as du_portail


class NomForm(Formulaire):
    nom = forms.CharField(label="Nom", max_length=20)
    majeur = forms.ChoiceField(label="Majeur", choices=[("oui", "Oui"), ("non", "Non")])
    animal = forms.BooleanField(label="Un animal", required=False)


class AnimalForm(Formulaire):
    espece = forms.CharField(label="Espèce", max_length=20)


class Nom(Etape):
    slug, titre, partie = "nom", "Votre nom", "identite"

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return NomForm(donnees)


class Animal(Etape):
    slug, titre, partie = "animal", "Votre animal", "identite"

    def s_applique(self, acquis: Acquis) -> bool:
        return bool(acquis.get("nom", {}).get("animal"))

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire:
        return AnimalForm(donnees)


class Fin(Etape):
    slug, titre, partie = "fin", "Récapitulatif", "fin"
    gabarit = "essai/fin.html"

    def contexte(self, acquis: Acquis, formulaire: Formulaire | None) -> dict[str, Any]:
        return {"acquis": acquis}


class Essai(Parcours):
    nom, titre = "essai", "Essai"
    etapes = (Nom(), Animal(), Fin())

    def arret(self, acquis: Acquis) -> Arret | None:
        mineur = acquis.get("nom", {}).get("majeur") == "non"
        return Arret("mineur", "nom") if mineur else None


@public
def sortie(request: HttpRequest) -> HttpResponse:
    return HttpResponse("sortie", content_type="text/plain")


VUES = VuesParcours(
    Essai(), MagasinPostgresql(), espace_url="essai", abandon="sortie", garde=reserve_aux("usager")
)

urlpatterns = [
    path("essai/", include((VUES.urls(), "essai"))),
    path("sortie/", sortie, name="sortie"),
    *du_portail,
]
handler403 = "portal.http.erreurs.acces_refuse"
handler404 = "portal.http.erreurs.introuvable"
