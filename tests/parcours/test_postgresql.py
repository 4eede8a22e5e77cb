"""The multi-step form on PostgreSQL: two tabs, back and forth, sealed drafts, whose they are, and when they die."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Compte
from portal.chiffrement import Indechiffrable
from portal.parcours.models import Brouillon
from portal.parcours.tasks import purger_les_brouillons

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.parcours.essai")]

REPONSE = {"nom": "Camille", "majeur": "oui"}
AVEC_ANIMAL = {**REPONSE, "animal": "on"}


@pytest.fixture(autouse=True)
def gabarits(settings):
    dossier = Path(__file__).parent / "gabarits"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], dossier]}]


def connecte(nature="usager"):
    client = Client(HTTP_ORIGIN="http://testserver")
    compte = Compte.objects.create_user(nature=nature)
    client.force_login(compte)
    return client, compte


def commencer(client):
    """Start a parcours and return the address of its first step."""
    return client.post("/essai/commencer/").headers["Location"]


def test_une_personne_va_jusqu_au_bout_puis_revient_sans_rien_perdre():
    client, _ = connecte()
    nom = commencer(client)
    animal = client.post(nom, AVEC_ANIMAL).headers["Location"]
    assert animal.endswith("/animal/")
    fin = client.post(animal, {"espece": "chat"}).headers["Location"]
    assert "chat" in client.get(fin).content.decode()
    retour = client.get(nom).content.decode()
    assert 'value="Camille"' in retour
    # She corrects the first step: the second no longer applies, its answer waits in case she comes back.
    assert client.post(nom, REPONSE).headers["Location"] == fin
    assert "chat" not in client.get(fin).content.decode()
    client.post(nom, AVEC_ANIMAL)
    assert "chat" in client.get(fin).content.decode()


def test_une_etape_ne_s_ouvre_pas_avant_les_precedentes():
    client, _ = connecte()
    nom = commencer(client)
    fin = nom.replace("/nom/", "/fin/")
    assert client.get(fin).headers["Location"] == nom
    assert client.get(nom.replace("/nom/", "/inconnue/")).status_code == 404


def test_une_saisie_invalide_est_gardee_a_l_ecran_et_rien_n_est_enregistre():
    client, compte = connecte()
    nom = commencer(client)
    page = client.post(nom, {"nom": "x" * 30, "majeur": "oui"})
    assert page.status_code == 200
    assert "x" * 30 in page.content.decode()
    assert Brouillon.objects.get(compte=compte).reponses == {}


def test_deux_onglets_ne_se_melangent_jamais():
    client, _ = connecte()
    un, deux = commencer(client), commencer(client)
    assert un != deux
    client.post(un, {**REPONSE, "nom": "Un"})
    client.post(deux, {**REPONSE, "nom": "Deux"})
    assert 'value="Un"' in client.get(un).content.decode()
    assert 'value="Deux"' in client.get(deux).content.decode()


def test_le_parcours_s_arrete_tot_et_dit_pourquoi():
    client, _ = connecte()
    nom = commencer(client)
    arret = client.post(nom, {**REPONSE, "majeur": "non"}).headers["Location"]
    assert arret.endswith("/arret/")
    assert "mineur" in client.get(arret).content.decode()
    assert client.get(nom.replace("/nom/", "/fin/")).headers["Location"] == arret
    # Corrected, the parcours goes on and the early end is no longer a page of it.
    client.post(nom, REPONSE)
    assert client.get(arret).headers["Location"].endswith("/fin/")


def test_abandonner_demande_confirmation_puis_efface():
    """GEN-20: leaving asks first, then nothing is left."""
    client, compte = connecte()
    nom = commencer(client)
    client.post(nom, REPONSE)
    abandonner = nom.replace("/nom/", "/abandonner/")
    assert client.get(abandonner).status_code == 200
    assert Brouillon.objects.filter(compte=compte).exists()
    assert client.post(abandonner).headers["Location"] == "/sortie/"
    assert not Brouillon.objects.filter(compte=compte).exists()
    assert client.get(nom).status_code == 404


def test_le_brouillon_d_un_autre_compte_n_existe_pas():
    camille, _ = connecte()
    sacha, _ = connecte()
    nom = commencer(camille)
    camille.post(nom, REPONSE)
    assert sacha.get(nom).status_code == 404
    assert sacha.post(nom, REPONSE).status_code == 404
    assert sacha.post(nom.replace("/nom/", "/abandonner/")).status_code == 302
    assert Brouillon.objects.count() == 1


@pytest.mark.parametrize("nature", ["bailleur", "agent"])
def test_une_session_d_une_autre_nature_n_ouvre_rien(nature):
    client, _ = connecte(nature)
    assert client.post("/essai/commencer/").status_code == 403


def test_sans_connexion_on_est_conduit_a_la_connexion():
    client = Client(HTTP_ORIGIN="http://testserver")
    assert client.post("/essai/commencer/").headers["Location"].startswith("/connexion/")


def test_rien_n_est_lisible_dans_la_base_et_une_ligne_deplacee_ne_s_ouvre_pas():
    client, compte = connecte()
    client.post(commencer(client), {**REPONSE, "nom": "Aubépine"})
    brouillon = Brouillon.objects.get(compte=compte)
    assert b"Aub" not in bytes(brouillon.contenu)
    brouillon.reference = "AUTREREFERENCE00"
    with pytest.raises(Indechiffrable):
        brouillon.reponses  # noqa: B018


def test_une_cle_de_donnees_tourne_sans_perdre_les_brouillons(settings):
    client, compte = connecte()
    client.post(commencer(client), REPONSE)
    settings.CLES_DONNEES = {"neuve": b"f" * 32, **settings.CLES_DONNEES}
    brouillon = Brouillon.objects.get(compte=compte)
    assert brouillon.reponses["nom"]["nom"] == ["Camille"]
    brouillon.reponses = brouillon.reponses
    assert bytes(brouillon.contenu).startswith(b"neuve:")
    settings.CLES_DONNEES = {"autre": b"e" * 32}
    with pytest.raises(Indechiffrable):
        brouillon.reponses  # noqa: B018


def test_un_brouillon_perime_est_invisible_puis_purge():
    client, compte = connecte()
    nom = commencer(client)
    client.post(nom, REPONSE)
    Brouillon.objects.filter(compte=compte).update(perime_le=timezone.now() - timedelta(seconds=1))
    assert client.get(nom).status_code == 404
    assert purger_les_brouillons() == 1


def test_un_jeton_d_une_autre_page_ne_suffit_pas():
    """A state change that another site sends is refused, session or not."""
    client, _ = connecte()
    assert client.post("/essai/commencer/", headers={"origin": "https://ailleurs.example"}).status_code == 403


def test_un_ecran_d_etape_coute_peu_de_requetes(django_assert_max_num_queries):
    client, _ = connecte()
    nom = commencer(client)
    with django_assert_max_num_queries(3):
        client.get(nom)
