"""« Créer Mon Compte »: a code to a contact point that the Caf already holds, or nothing."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Personne, Verification
from accounts.services import ajouter_point_contact
from dossiers.enums import Role
from dossiers.services import detacher, ouvrir_dossier, rattacher
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import (
    COURRIER,
    NOUVEAU,
    choisir,
    code_recu,
    emettre,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne
from tests.antirobot.fabrique import jeton
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
ADRESSE = "/creer-mon-compte/"
LE = timezone.localdate


@pytest.fixture
def sacha() -> Personne:
    """Conjoint in a dossier of the 31, without an account."""
    call_command("charger_reference", verbosity=0)
    camille = titulaire(AUTRE_FICTIF)
    dossier = ouvrir_dossier(
        responsable=camille, caf="31", numero_allocataire="9000001", le=LE() - timedelta(400)
    )
    qui = personne(
        FICTIF, prenoms="Sacha Lou", nom_naissance="Galet-Étienne", date_naissance=date(1990, 2, 1)
    )
    for canal, valeur in (("sms", "06 39 98 12 34"), ("courrier", COURRIER)):
        ajouter_point_contact(personne=qui, canal=canal, valeur=valeur, verifie_le=timezone.now())
    rattacher(dossier=dossier, personne=qui, role=Role.CONJOINT, du=LE() - timedelta(100))
    return qui


def autre(**entetes: str) -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"}, **entetes)


def creer(client: Client, **champs: str):
    valeurs = {
        "possede_nir": "oui", "nir": FICTIF, "civilite": "madame", "nom_naissance": "galet etienne",
        "prenoms": "Sacha", "date_naissance": "01/02/1990", "lieu": "france", "commune": "Toulouse",
        "reside": "oui", "code_postal": "31000", "jeton": jeton(age=10), "preuve": "", **champs,
    }  # fmt: skip
    return client.post(ADRESSE, valeurs)


def jusqu_au_code(client: Client, rang: int = 0, **champs: str) -> Verification:
    creer(client, **champs)
    verification = Verification.objects.latest("pk")
    client.post(reverse("comptes:canal", args=[verification.reference]), {"coordonnee": str(rang)})
    return verification


def test_le_chemin_entier(client, sacha) -> None:
    """MC-46, MC-49, MC-60, MC-61, MC-62, MC-63, MC-64."""
    page = Page(client.get(ADRESSE).content.decode())
    assert "Étape 1 sur 3" in page.texte() and "pièce d’identité" in page.texte()
    reponse = creer(client)
    verification = Verification.objects.get()
    canal = Page(client.get(reponse["Location"]).content.decode())
    assert "Étape 2 sur 3" in canal.texte() and "XX XX XX 12 34" in canal.html.replace("\u00a0", " ")
    client.post(reponse["Location"], {"coordonnee": "0"})
    emettre()
    suite = saisir_le_code(client, verification, code_recu())["Location"]
    assert "Étape 3 sur 3" in Page(client.get(suite).content.decode()).texte()
    sacha.refresh_from_db()
    assert sacha.compte is None
    fin = Page(client.get(choisir(client, verification)["Location"]).content.decode())
    for dit in ("Votre compte est ouvert", "Galet-Étienne", "Sacha Lou", "•99"):
        assert dit in "".join(fin.racine.find(".//main").itertext()), dit
    assert "/connexion/" in fin.liens()
    assert se_connecter(autre(), mot=NOUVEAU)["Location"] == "/mon-compte/"
    assert Evenement.objects.filter(action="accounts.creation_ouverte").count() == 1


def test_par_courrier_quand_c_est_tout_ce_que_la_caf_connait(client, sacha) -> None:
    sacha.points_contact.filter(canal="sms").delete()
    jusqu_au_code(client)
    emettre()
    reponse = autre().post("/premiere-connexion/code/", {"nir": FICTIF, "code": code_recu()})
    assert reponse.status_code == 302


@pytest.mark.parametrize(
    "faux",
    [
        {"nom_naissance": "Galet"},
        {"prenoms": "Lou"},
        {"date_naissance": "02/02/1990"},
        {"nir": "1850578000084"},
    ],
    ids=["nom", "prénom", "date", "numéro"],
)
def test_un_etat_civil_faux_voit_les_memes_pages_et_rien_ne_part(client, sacha, faux: dict[str, str]) -> None:
    """Qui ne connaît qu'une partie n'apprend pas laquelle."""
    verification = jusqu_au_code(client, **faux)
    emettre()
    assert verification.personne is None and not Courrier.objects.exists()
    assert client.get(reverse("comptes:code", args=[verification.reference])).status_code == 200


def test_qui_connait_tout_de_quelqu_un_n_entre_pas_sans_son_telephone(client, sacha) -> None:
    """État civil, NIR et adresse : rien de cela n'est une preuve."""
    verification = jusqu_au_code(client)
    emettre()
    for essai in ("000000", "123456", "310000", "010290", "999999"):
        reponse = saisir_le_code(client, verification, essai)
    assert "n’est plus bon" in reponse.content.decode()
    sacha.refresh_from_db()
    assert sacha.compte is None


def test_qui_n_est_rattache_a_rien_ne_recoit_rien_et_ne_l_apprend_pas(client, sacha, assert_sql) -> None:
    """MC-47."""
    dossier = sacha.rattachements.get().dossier
    with assert_sql() as rattachee:
        creer(autre(REMOTE_ADDR="198.51.100.1"))
    detacher(dossier=dossier, personne=sacha, le=LE())
    with assert_sql() as detachee:
        creer(client)
    inconnu = autre(REMOTE_ADDR="198.51.100.2")
    with assert_sql() as inconnue:
        creer(inconnu, nir="1850578000084")
    assert len(rattachee) == len(detachee) == len(inconnue)
    assert [r.personne_id for r in Verification.objects.order_by("pk")] == [sacha.pk, None, None]


@pytest.mark.parametrize(("age", "ouvre"), [(14, False), (15, True), (17, True)])
def test_un_enfant_ouvre_son_compte_a_quinze_ans(client, sacha, age: int, ouvre: bool) -> None:
    """MC-46."""
    naissance = date(LE().year - age, 1, 1)
    enfant = personne("2100331000101", prenoms="Noé", nom_naissance="Galet", date_naissance=naissance)
    ajouter_point_contact(personne=enfant, canal="sms", valeur="06 39 98 12 35", verifie_le=timezone.now())
    dossier = sacha.rattachements.get().dossier
    rattacher(dossier=dossier, personne=enfant, role=Role.ENFANT, du=LE() - timedelta(30))
    creer(
        client,
        nir="2100331000101",
        nom_naissance="Galet",
        prenoms="Noé",
        date_naissance=f"{naissance:%d/%m/%Y}",
    )
    assert (Verification.objects.get().personne is not None) is ouvre


def test_sans_numero_on_dit_quoi_faire_avant_toute_autre_question(client) -> None:
    """MC-48, MC-50."""
    reponse = client.post(ADRESSE, {"possede_nir": "non", "jeton": jeton(age=10), "preuve": ""})
    page = client.get(reponse["Location"]).content.decode()
    assert "Sans numéro de Sécurité sociale" in page and "numéro provisoire" in page
    assert not Verification.objects.exists()


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"possede_nir": ""}, "Choisissez oui ou non."),
        ({"nir": ""}, "13 caractères"),
        ({"civilite": ""}, "Choisissez une réponse."),
        ({"nom_naissance": ""}, "Indiquez votre nom de naissance."),
        ({"prenoms": ""}, "Indiquez votre prénom"),
        ({"date_naissance": "31/02/1990"}, "Cette date n’existe pas"),
        ({"date_naissance": "01/01/2990"}, "pas encore passée"),
        ({"commune": ""}, "Indiquez la commune où vous êtes né."),
        ({"lieu": "etranger"}, "Indiquez le pays où vous êtes né."),
        ({"code_postal": ""}, "5 chiffres"),
        ({"reside": ""}, "Choisissez oui ou non."),
    ],
)
def test_ce_qui_manque_est_dit_a_cote_et_rien_n_est_perdu(client, champs: dict[str, str], dit: str) -> None:
    """MC-51 à MC-59."""
    reponse = creer(client, **champs)
    html = reponse.content.decode().replace("\u00a0", " ")
    assert reponse.status_code == 200 and dit in html
    garde = "galet etienne" if "nom_naissance" not in champs else "Sacha"
    assert garde in html and not Verification.objects.exists()


@pytest.mark.parametrize(
    "champs",
    [
        {"lieu": "etranger", "pays": "Sénégal", "commune": ""},
        {"reside": "non", "code_postal": ""},
        {"nom_usage": "X"},
    ],
)
def test_ce_qui_ne_les_concerne_pas_n_est_pas_demande(client, sacha, champs: dict[str, str]) -> None:
    """MC-55, MC-57, MC-58, MC-59."""
    assert creer(client, **champs).status_code == 302


def test_deja_un_compte_on_en_choisit_le_mot_de_passe(client, sacha) -> None:
    """Ni impasse ni aveu : c'est le même chemin."""
    ancienne = titulaire(
        "2920331000102", prenoms="Ève", nom_naissance="Marron", date_naissance=date(1992, 3, 1)
    )
    verification = jusqu_au_code(
        client, nir="2920331000102", nom_naissance="Marron", prenoms="Ève", date_naissance="01/03/1992"
    )
    emettre()
    saisir_le_code(client, verification, code_recu())
    choisir(client, verification)
    ancienne.compte.refresh_from_db()
    assert ancienne.compte.check_password(NOUVEAU)


def test_abandonner_ramene_a_la_connexion(client, sacha) -> None:
    """GEN-20."""
    verification = jusqu_au_code(client)
    page = client.get(reverse("comptes:abandonner", args=[verification.reference])).content.decode()
    assert "Créer Mon Compte" in page


def test_la_page_est_legere(client, assert_sql) -> None:
    with assert_sql(0):
        page = client.get(ADRESSE)
    assert octets_compresses(page.content) <= 12 * KO and "no-store" in page.headers["Cache-Control"]
