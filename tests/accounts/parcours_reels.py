"""The journeys of login and recovery over HTTP, against a portal that really runs."""

import re

from tests.antirobot.fabrique import jeton
from tests.outils.visiteur import Visiteur, Vue

CONNEXION, OUBLI, COURRIER = "/connexion/", "/mot-de-passe-oublie/", "/premiere-connexion/code/"


def se_connecter(qui: Visiteur, nir: str, mot: str, **champs: str) -> Vue:
    return qui.poster(CONNEXION, {"nir": nir, "mot_de_passe": mot, **champs})


def s_identifier(qui: Visiteur, nir: str, nom: str) -> str:
    """The first step; returns the address of the recovery (« /mot-de-passe-oublie/REF/ »)."""
    # The test and the portal share SECRET_KEY: the page is as old as one wants.
    vue = qui.poster(OUBLI, {"nir": nir, "nom_naissance": nom, "jeton": jeton(age=10), "preuve": ""})
    assert vue.statut == 302, vue.texte
    return vue.vers.removesuffix("canal/")


def demander_un_code(qui: Visiteur, adresse: str, rang: int = 0) -> Vue:
    vue = qui.poster(f"{adresse}canal/", {"coordonnee": str(rang)})
    assert vue.statut == 302, vue.texte
    return vue


def saisir(qui: Visiteur, adresse: str, code: str) -> Vue:
    return qui.poster(f"{adresse}code/", {"code": code})


def choisir(qui: Visiteur, adresse: str, mot: str, confirmation: str | None = None) -> Vue:
    champs = {"mot_de_passe": mot, "confirmation": mot if confirmation is None else confirmation}
    return qui.poster(f"{adresse}nouveau/", champs)


def par_courrier(qui: Visiteur, nir: str, code: str) -> Vue:
    return qui.poster(COURRIER, {"nir": nir, "code": code})


def remplir(qui: Visiteur, chemin: str, **champs: str) -> Vue:
    """Read a page that carries a token against forged requests, then post its form."""
    lu = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', qui.lire(chemin).texte)
    assert lu, chemin
    return qui.poster(chemin, {**champs, "csrfmiddlewaretoken": lu[1]})
