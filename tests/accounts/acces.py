"""Scenes of login and recovery that several tests play."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from accounts.enums import Nature
from accounts.models import Compte, Personne, Secret, Verification
from accounts.nir import Nir
from accounts.services import ajouter_point_contact, secrets
from portal.courriers.models import Courrier
from tests.accounts.fabrique import FICTIF, personne
from tests.antirobot.fabrique import jeton
from tests.outils.client import ClientExigeant

MOT_DE_PASSE = "Tournesol31Vert"
NOUVEAU = "Coquelicot46Bleu"
# Nobody's.
INCONNU = "1850578000084"
COURRIER = "Camille Roche\n3 rue des Lilas\n31000 TOULOUSE"


def navigateur(**entetes: str) -> ClientExigeant:
    """Somebody else's browser, whose every page is read as `client`'s are."""
    return ClientExigeant(headers=entetes)


def titulaire(nir: str = FICTIF, *, mot_de_passe: str | None = MOT_DE_PASSE, **champs: Any) -> Personne:
    """« Camille Roche », with an account, a telephone, an e-mail address and a postal one."""
    from django.utils import timezone

    compte = Compte.objects.create_user(nature=Nature.USAGER, password=mot_de_passe)
    qui = personne(nir, compte=compte, **champs)
    for canal, valeur in (
        ("sms", "06 39 98 46 65"),
        ("courriel", "camille@courriel.example"),
        ("courrier", COURRIER),
    ):
        ajouter_point_contact(personne=qui, canal=canal, valeur=valeur, verifie_le=timezone.now())
    return qui


def se_connecter(
    client: Client, nir: str = FICTIF, mot: str = MOT_DE_PASSE, *, question: str = "", **champs: str
) -> Any:
    """Post the login form."""
    donnees = {"nir": nir, "mot_de_passe": mot, **champs}
    return client.post(reverse("comptes:connexion") + question, donnees)


def s_identifier(client: Client, nir: str = FICTIF, nom: str = "Roche") -> Any:
    """Post the first step of a recovery, as somebody without a script who read the page."""
    donnees = {"nir": nir, "nom_naissance": nom, "jeton": jeton(age=10), "preuve": ""}
    return client.post(reverse("comptes:oubli"), donnees)


def jusqu_au_code(client: Client, nir: str = FICTIF, nom: str = "Roche", rang: int = 0) -> Verification:
    """The two first steps."""
    s_identifier(client, nir, nom)
    verification = Verification.objects.latest("pk")
    client.post(reverse("comptes:canal", args=[verification.reference]), {"coordonnee": str(rang)})
    verification.refresh_from_db()
    return verification


def emettre() -> None:
    """What the worker does with what was asked."""
    for reference in (
        Secret.objects.filter(emis_le=None, annule_le=None).order_by("pk").values_list("reference", flat=True)
    ):
        secrets.emettre(reference)


def code_recu() -> str:
    """The code of the last message, as its reader would type it."""
    texte = Courrier.objects.filter(secret=True).latest("pk").contenu.texte
    lu = re.search(r"\b(\d{6}|\d{4} \d{4}|(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})\b", texte)
    assert lu, texte
    return lu[1]


def saisir_le_code(client: Client, verification: Verification, code: str) -> Any:
    return client.post(reverse("comptes:code", args=[verification.reference]), {"code": code})


def choisir(
    client: Client, verification: Verification, mot: str = NOUVEAU, confirmation: str | None = None
) -> Any:
    """Post the new password."""
    donnees = {"mot_de_passe": mot, "confirmation": mot if confirmation is None else confirmation}
    return client.post(reverse("comptes:nouveau", args=[verification.reference]), donnees)


def changer_de_mot_de_passe(
    client: Client, nir: str = FICTIF, nom: str = "Roche", mot: str = NOUVEAU
) -> Verification:
    """The whole recovery."""
    verification = jusqu_au_code(client, nir, nom)
    emettre()
    saisir_le_code(client, verification, code_recu())
    choisir(client, verification, mot)
    return verification


def nir_de(qui: Personne) -> Nir:
    assert qui.nir is not None
    return qui.nir
