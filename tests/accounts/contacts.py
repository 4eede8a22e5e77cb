"""Scenes of « Mes coordonnées » that several tests play."""

from typing import Any

from django.test import Client

from accounts.models import Personne, PointContact, Verification
from tests.accounts.acces import MOT_DE_PASSE, code_recu, emettre, se_connecter, titulaire

LISTE = "/mon-compte/coordonnees/"
MOBILE, COURRIEL = f"{LISTE}mobile/", f"{LISTE}courriel/"
PREUVE = "/mon-compte/securite/preuve/"
NEUF, NEUF_E164 = "06 39 98 77 01", "+33639987701"


def prouver(client: Client) -> None:
    """The present password, then a code to the first of what is already theirs."""
    code = client.post(PREUVE, {"actuel": MOT_DE_PASSE})["Location"]
    emettre()
    client.post(code, {"code": code_recu()})


def chez_soi(client: Client) -> Personne:
    """« Camille Roche », in, with a fresh proof."""
    qui = titulaire()
    se_connecter(client)
    prouver(client)
    return qui


def ajouter(client: Client, valeur: str = NEUF, page: str = MOBILE) -> Any:
    """From the form to the right code."""
    suite = client.post(page, {"valeur": valeur})
    assert suite.status_code == 302, suite.content.decode()
    emettre()
    return client.post(suite["Location"], {"code": code_recu()})


def geste(client: Client, point: PointContact, nom: str) -> Any:
    return client.post(f"{LISTE}{point.reference}/{nom}/")


def point(qui: Personne, canal: str = "sms", rang: int = 0) -> PointContact:
    return qui.points_contact.filter(canal=canal).order_by("pk")[rang]


def derniere() -> Verification:
    return Verification.objects.latest("pk")
