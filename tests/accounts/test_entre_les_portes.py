"""What one way in must not open, keep or undo of another: looked for between the ways of docs/acces.md."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.enums import EtatLevee
from accounts.models import Compte, Facteur, Levee, LienFranceConnect, Personne, PointContact
from accounts.services.connexion import cle_limite
from accounts.services.mots_de_passe import changer
from accounts.services.securite import fermer_tous_les_acces
from accounts.services.sessions import AccesFerme
from portal.journal.models import Evenement
from portal.limites.regles import CODE_ENVOYE, CODE_SAISI
from portal.limites.services import essayer
from tests.accounts import contacts
from tests.accounts.acces import (
    NOUVEAU,
    changer_de_mot_de_passe,
    code_recu,
    emettre,
    navigateur,
    se_connecter,
    titulaire,
)
from tests.accounts.doubles import (
    SECURITE,
    avec_application,
    chez_soi,
    code_de,
    compte_de,
    session_du,
)
from tests.accounts.fournisseur_identite import Fournisseur
from tests.accounts.test_franceconnect_lien import du_dedans, partir, taper
from tests.accounts.test_levee import au_facteur, demander
from tests.outils.cle_logicielle import CleLogicielle
from tests.outils.hostilite import oublier_le_cache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
ENTREE, COMPTE = "/connexion/verification/", "/mon-compte/"
PREUVE = f"{SECURITE}preuve/"


def dedans(client: Client) -> bool:
    return client.get(SECURITE).status_code == 200


# ------------------------------------------------------------------ a code at login
def test_contester_ne_dispense_pas_du_code_de_la_connexion(client, settings) -> None:
    """R-13: there is nothing to object to where only a code is asked; whoever stole a letter must not do without it."""
    settings.SECOND_FACTEUR = "nouvel_appareil"
    titulaire()
    changer_de_mot_de_passe(client)
    assert se_connecter(client, mot=NOUVEAU)["Location"] == ENTREE
    assert client.post(f"{ENTREE}contester/")["Location"] == ENTREE
    assert not dedans(client)
    assert not Evenement.objects.filter(action="accounts.facteurs_contestes").exists()


# ------------------------------------------------------------------ every factor lost
def _levee_prouvee(qui) -> Levee:
    client = au_facteur()
    demander(client)
    client.post(f"{ENTREE}perdu/", {"code": code_recu()})
    levee = Levee.objects.get()
    assert levee.etat == EtatLevee.PROUVEE
    return levee


def test_un_mot_de_passe_change_arrete_le_retrait_demande_avec_l_ancien(client) -> None:
    """Whoever knew the former password keeps nothing: the factor is still asked three days later."""
    qui = titulaire()
    avec_application(qui)
    _levee_prouvee(qui)
    oublier_le_cache("default")
    changer_de_mot_de_passe(client)
    Levee.objects.update(effective_le=timezone.now())
    assert se_connecter(client, mot=NOUVEAU)["Location"] == ENTREE
    assert Facteur.objects.exists() and not dedans(client)


def test_changer_de_mot_de_passe_du_dedans_arrete_aussi_le_retrait() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    client = au_facteur()
    client.post(ENTREE, {"moyen": "application", "code": code_de(facteur)})
    _levee_prouvee(qui)
    donnees = {"actuel": "Tournesol31Vert", "mot_de_passe": NOUVEAU, "confirmation": NOUVEAU}
    assert client.post(f"{SECURITE}mot-de-passe/", donnees).status_code == 302
    assert Levee.objects.get().etat == EtatLevee.ANNULEE


def test_montrer_son_facteur_du_dedans_arrete_le_retrait() -> None:
    """A trusted device lets its owner in without showing it: they show it before a change, and have not lost it."""
    qui = titulaire()
    facteur = avec_application(qui)
    client = au_facteur()
    client.post(ENTREE, {"moyen": "application", "code": code_de(facteur)})
    _levee_prouvee(qui)
    session = client.session
    del session["preuve_le"]
    session.save()
    assert client.post(PREUVE, {"moyen": "application", "code": code_de(facteur, dans=1)}).status_code == 302
    assert Levee.objects.get().etat == EtatLevee.ANNULEE


# ------------------------------------------------------------------ « ce n'était pas moi »
def test_apres_pas_moi_franceconnect_ne_rouvre_pas_le_compte(client, chez: Fournisseur) -> None:
    """The way back is a recovery: not the identity that a former partner may hold, and a number that they know."""
    qui = titulaire()
    voleur, ici = navigateur(), navigateur()
    taper(voleur, partir(voleur, chez))
    se_connecter(ici)
    ici.post(reverse("comptes:pas_moi"))
    reponse = taper(voleur, partir(voleur, chez))
    assert reponse["Location"] == "/connexion/?fc=retrouver" and not dedans(voleur)
    assert not LienFranceConnect.objects.exists()
    changer_de_mot_de_passe(client)
    encore = navigateur()
    assert taper(encore, partir(encore, chez))["Location"] == COMPTE
    assert LienFranceConnect.objects.get().personne == qui


def test_un_changement_en_route_n_a_pas_le_dernier_mot_sur_pas_moi() -> None:
    """The present password was found right, then its owner closed everything: the new one is not written."""
    qui = titulaire()
    client = chez_soi(qui)
    en_route = Compte.objects.get(pk=qui.compte_id)
    fermer_tous_les_acces(compte=compte_de(qui), personne=qui)
    with pytest.raises(AccesFerme):
        changer(compte=en_route, personne=qui, mot_de_passe=NOUVEAU, sauf=session_du(client))
    assert not Compte.objects.get(pk=qui.compte_id).has_usable_password()


@contextmanager
def pas_moi_entre_temps(module: Any, lecture: str, qui: Personne) -> Iterator[None]:
    """The owner closes everything just after a page has read this, and before it does anything."""
    lire = getattr(module, lecture)

    def puis_fermer(*arguments: Any) -> Any:
        lu = lire(*arguments)
        fermer_tous_les_acces(compte=compte_de(qui), personne=qui)
        return lu

    with mock.patch.object(module, lecture, puis_fermer):
        yield


@pytest.mark.parametrize("geste", ["retirer", "garder"])
def test_une_coordonnee_ne_change_plus_depuis_une_session_qui_vient_d_etre_fermee(geste: str) -> None:
    """What « ce n'était pas moi » has just put back stays."""
    client = navigateur()
    qui = contacts.chez_soi(client)
    mobile = contacts.point(qui)
    if geste == "garder":
        PointContact.objects.filter(pk=mobile.pk).update(retire_le=timezone.now())
    with pas_moi_entre_temps(selectors, "points_contact", qui):
        assert contacts.geste(client, mobile, geste)["Location"] == "/connexion/"
    mobile.refresh_from_db()
    assert mobile.retire_le is None
    faits = Evenement.objects.filter(action__in=["accounts.contact_retire", "accounts.contact_garde"])
    assert faits.count() == (geste == "garder"), "« pas moi » l’a remise, et elle seule"


def test_franceconnect_ne_se_relie_plus_depuis_une_session_qui_vient_d_etre_fermee(
    chez: Fournisseur,
) -> None:
    qui = titulaire()
    client = navigateur()
    se_connecter(client)
    page = du_dedans(client, chez)
    with pas_moi_entre_temps(selectors, "passage_a_relier", qui):
        assert client.post(page)["Location"] == "/connexion/"
    assert not LienFranceConnect.objects.exists()


# ------------------------------------------------------------------ an application, a key
def test_le_secret_d_une_application_ne_se_lit_que_la_ou_il_a_ete_tire() -> None:
    """Another session with a fresh proof would silently copy the one that its owner is about to confirm."""
    qui = titulaire()
    ici, voleur = chez_soi(qui), chez_soi(qui)
    suite = ici.post(reverse("comptes:ajouter_application"))["Location"]
    secret = Facteur.objects.get()
    assert secret.reference in ici.get(suite).content.decode()
    vue = voleur.get(suite)
    assert vue.status_code == 302 and vue["Location"] == reverse("comptes:ajouter_application")


def test_une_cle_que_rien_n_a_demandee_n_ecrit_rien() -> None:
    """Each thing asked counts as a try; what was not asked must not fill the journal either."""
    client, cle = navigateur(), CleLogicielle()
    options = client.post(reverse("comptes:options_entree")).json()
    reponse = cle.presenter(options)
    avant = Evenement.objects.count()
    for _ in range(5):
        vue = navigateur().post(reverse("comptes:connexion_cle"), {"reponse": reponse})
        assert vue["Location"] == "/connexion/?cle=1"
    assert Evenement.objects.count() == avant


# ------------------------------------------------------------------ contact points
def test_une_coordonnee_retiree_depuis_longtemps_revient_comme_une_nouvelle(client) -> None:
    """R-17: it was gone; added again, « ce n'était pas moi » can undo it."""
    qui = contacts.chez_soi(client)
    ancienne = contacts.point(qui, "sms")
    il_y_a = timezone.now() - timedelta(days=16)
    PointContact.objects.filter(pk=ancienne.pk).update(cree_le=il_y_a, verifie_le=il_y_a, retire_le=il_y_a)
    oublier_le_cache("default")
    contacts.ajouter(client, "06 39 98 46 65")
    point = PointContact.objects.joignables().get(personne=qui, canal="sms")
    assert point.recent and point.pk != ancienne.pk


# ------------------------------------------------------------------ limits
def test_qui_connait_un_numero_et_un_nom_n_empeche_pas_d_entrer(settings) -> None:
    """A stranger can ask for codes until they must wait hours; whoever has the password waits for none of these."""
    settings.SECOND_FACTEUR = "nouvel_appareil"
    qui = titulaire()
    for rang in range(12):
        essayer(CODE_ENVOYE, compte=cle_limite(qui, None), adresse=f"203.0.113.{rang}")
        essayer(CODE_SAISI, compte=cle_limite(qui, None), adresse=f"203.0.113.{rang}")
    client = navigateur()
    assert se_connecter(client)["Location"] == ENTREE
    code = client.get(ENTREE)["Location"]
    assert code.endswith("/code/")
    emettre()
    assert client.post(code, {"code": code_recu()})["Location"] == COMPTE
