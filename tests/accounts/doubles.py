"""Scenes with second factors that several tests play."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import preuves, totp
from accounts.models import Compte, Facteur, Personne, Session
from accounts.services import facteurs
from accounts.sessions import condenser
from tests.accounts.acces import se_connecter, titulaire
from tests.outils.cle_logicielle import CleLogicielle

SECURITE = "/mon-compte/securite/"


def chez_soi(qui: Personne | None = None) -> Client:
    """Somebody at home, who has just proven who they are."""
    qui = qui or titulaire()
    client = Client(headers={"sec-fetch-site": "same-origin"})
    assert se_connecter(client).status_code == 302
    prouver(client)
    return client


def prouver(client: Client) -> None:
    """As the page that asks for a proof does."""
    session = client.session
    session[preuves.CLE] = timezone.now().timestamp()
    session.save()


def session_de(compte: Compte, cle: str = "s" * 40) -> str:
    """An open session of this account, for a service."""
    Session.objects.get_or_create(
        session_key=cle, defaults={"compte": compte, "expire_date": timezone.now() + timedelta(hours=1)}
    )
    return cle


def session_du(client: Client) -> str:
    return condenser(client.session.session_key)


def compte_de(qui: Personne) -> Compte:
    assert qui.compte is not None
    return qui.compte


def code_de(facteur: Facteur, *, dans: int = 0) -> str:
    """What the application shows now, or `dans` steps from now.

    For two in a row, now then 1: each is right for half a minute at least; -1 may be too late a moment later.
    """
    return totp.code(facteur.secret, totp.pas_de(timezone.now().timestamp()) + dans)


def avec_application(qui: Personne) -> Facteur:
    """Linked a good while ago: none of the codes of now was used."""
    facteur = Facteur(compte=compte_de(qui), nature="totp", nom="Application de codes")
    facteur.secret = totp.nouveau_secret()
    facteur.confirme_le = timezone.now() - timedelta(days=60)
    facteur.save()
    return facteur


def avec_codes(qui: Personne) -> list[str]:
    """A sheet of codes; there is a factor that they replace."""
    compte = compte_de(qui)
    return facteurs.imprimer_codes(compte=compte, personne=qui, session=session_de(compte))


def ajouter_une_cle(client: Client, cle: CleLogicielle, nom: str = "Mon téléphone") -> Any:
    """The page, the browser, the form."""
    options = client.post(reverse("comptes:options_ajout")).json()
    return client.post(reverse("comptes:ajouter_cle"), {"nom": nom, "reponse": cle.creer(options)})


def entrer_par_cle(client: Client, cle: CleLogicielle, *, question: str = "", **remplace: Any) -> Any:
    """The button of the login page."""
    options = client.post(reverse("comptes:options_entree")).json()
    return client.post(
        reverse("comptes:connexion_cle") + question, {"reponse": cle.presenter(options, **remplace)}
    )
