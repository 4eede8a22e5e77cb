"""GEN-06: the contrast theme, chosen with a plain form, kept by a cookie, drawn by the server."""

import re

import pytest
from django.urls import reverse

from portal.http.cookies import UN_AN, nom
from portal.ui.views import chemin_sur
from tests.outils.page import Page


@pytest.fixture
def adresse() -> str:
    return reverse("ui:contraste")


def _racine(reponse):
    return Page(reponse.content.decode()).tous("html")[0]


def test_une_visiteuse_choisit_la_version_contrastee_et_la_retrouve_a_la_visite_suivante(client, adresse):
    """GEN-06."""
    page = Page(client.get(reverse("ui:composants")).content.decode())
    formulaire = next(f for f in page.tous("form") if f.get("action") == adresse)
    champs = {c.get("name"): c.get("value") for c in formulaire.iter("input")}
    assert champs == {"retour": reverse("ui:composants"), "contraste": "1"}

    reponse = client.post(adresse, champs)
    assert (reponse.status_code, reponse["Location"]) == (302, reverse("ui:composants"))
    cookie = reponse.cookies[nom("contraste")]
    assert (cookie.value, cookie["max-age"], cookie["httponly"]) == ("1", UN_AN, True)

    suivante = client.get(reverse("ui:composants"))
    assert _racine(suivante).get("data-contraste") is not None
    assert "Version ordinaire" in suivante.content.decode()


def test_la_version_ordinaire_revient_quand_on_la_demande(client, adresse):
    client.cookies[nom("contraste")] = "1"
    reponse = client.post(adresse, {"contraste": "0", "retour": "/"})
    assert reponse.cookies[nom("contraste")]["max-age"] == 0
    assert _racine(client.get(reverse("ui:composants"))).get("data-contraste") is None


@pytest.mark.parametrize("valeur", ["0", "oui", "", "1 "])
def test_un_cookie_qui_ne_vaut_pas_un_ne_change_rien(client, valeur):
    client.cookies[nom("contraste")] = valeur
    assert _racine(client.get(reverse("ui:composants"))).get("data-contraste") is None


def test_le_choix_ne_se_fait_pas_en_suivant_un_lien(client, adresse):
    reponse = client.get(f"{adresse}?contraste=1")
    assert (reponse.status_code, reponse["Location"], dict(reponse.cookies)) == (302, "/", {})


def test_on_garde_sa_recherche_en_changeant_de_version(client):
    page = Page(client.get(reverse("ui:composants"), {"q": "bébé"}).content.decode())
    retours = {c.get("value") for c in page.tous("input") if c.get("name") == "retour"}
    assert retours == {"/composants/?q=b%C3%A9b%C3%A9"}


@pytest.mark.parametrize(
    "retour",
    ["/", "/themes/logement/", "/simulations/prime-activite/abc/acces/", "/recherche/?q=b%C3%A9b%C3%A9"],
)
def test_on_revient_a_la_page_d_ou_l_on_vient(retour):
    assert chemin_sur(retour) == retour


@pytest.mark.parametrize(
    "retour",
    [
        "", "composants", "https://exemple.fr/", "//exemple.fr/", "///exemple.fr", "/\\exemple.fr", "\\\\exemple.fr",
        "javascript:alert(1)", "/\t/exemple.fr", "http:/exemple.fr", " //exemple.fr", "\x00//exemple.fr",
    ],
)  # fmt: skip
def test_on_ne_part_jamais_vers_un_autre_site(client, adresse, retour):
    assert chemin_sur(retour) == "/"
    assert client.post(adresse, {"contraste": "1", "retour": retour})["Location"] == "/"


def test_la_page_des_composants_n_existe_qu_en_developpement(client, settings):
    settings.DEVELOPPEMENT = False
    assert client.get(reverse("ui:composants")).status_code == 404


CHOIX = re.compile(r'value="[01]">|Version (?:contrastée|ordinaire)')
SECRETS = re.compile(r'(?:name="(?:csrfmiddlewaretoken|jeton)"\s+value|nonce)="[^"]*"')


@pytest.mark.parametrize("chemin", ["/", "/composants/", "/connexion/", "/ma-caf/", "/adresse-inconnue/"])
def test_le_theme_ne_change_qu_un_attribut_de_la_page(portail_rempli, client, chemin: str):
    """What lets a journey look at both themes of a page without walking to it twice (`tests.navigateur.regard`)."""
    ordinaire = client.get(chemin).content.decode()
    client.cookies[nom("contraste")] = "1"
    contrastee = client.get(chemin).content.decode()
    assert ordinaire != contrastee
    assert contrastee.count(" data-contraste") == 1
    ordinaire, contrastee = (SECRETS.sub("", CHOIX.sub("", page)) for page in (ordinaire, contrastee))
    assert contrastee.replace(" data-contraste", "") == ordinaire
