"""The first login: eight digits by post, once, then a password."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.chargement import CODE_DEMO, MOT_DE_PASSE_DEMO, charger_personnes
from accounts.enums import Canal, FormeSecret
from accounts.models import Personne, PointContact, Secret, Verification
from accounts.nir import Nir
from accounts.services import ajouter_point_contact, envoyer_lettre_activation
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import (
    COURRIER,
    INCONNU,
    NOUVEAU,
    choisir,
    code_recu,
    emettre,
    se_connecter,
    titulaire,
)
from tests.accounts.fabrique import FICTIF, PROVISOIRE, personne
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
CODE = "/premiere-connexion/code/"
REFUS = "ne vont pas ensemble"


@pytest.fixture
def sans_compte() -> Personne:
    """Somebody with a postal address and no account."""
    qui = personne(FICTIF)
    ajouter_point_contact(personne=qui, canal=Canal.COURRIER, valeur=COURRIER)
    return qui


def autre(**entetes: str) -> Client:
    return Client(headers={"sec-fetch-site": "same-origin"}, **entetes)


def taper(client: Client, code: str, nir: str = FICTIF):
    return client.post(CODE, {"nir": nir, "code": code})


def test_la_page_explique_les_trois_cas(client) -> None:
    """MC-13, MC-43, MC-44, MC-45, MC-46, MC-47, MC-48."""
    page = Page(client.get("/premiere-connexion/").content.decode())
    for lien in ("comptes:code_courrier", "espaces:demandes", "comptes:creation", "comptes:connexion"):
        assert reverse(lien) in page.liens()
        assert client.get(reverse(lien)).status_code == 200
    assert "Sans numéro de Sécurité sociale" in client.get(reverse("comptes:sans_numero")).content.decode()


def test_avec_le_code_du_courrier_on_choisit_un_mot_de_passe_et_le_compte_s_ouvre(
    client, sans_compte
) -> None:
    """MC-44."""
    envoyer_lettre_activation(personne=sans_compte)
    emettre()
    (lettre,) = Courrier.objects.order_by("pk")
    assert (lettre.canal, lettre.modele, lettre.secret) == ("courrier", "activation", True)
    code = code_recu()
    assert len(code.replace(" ", "")) == 8
    reponse = taper(client, code)
    verification = Verification.objects.get()
    assert reponse["Location"] == reverse("comptes:nouveau", args=[verification.reference])
    assert "Première connexion" in Page(client.get(reponse["Location"]).content.decode()).titre()
    sans_compte.refresh_from_db()
    assert sans_compte.compte is None, "rien ne s’ouvre avant le choix du mot de passe"
    fin = client.get(choisir(client, verification)["Location"])
    assert "Première connexion" in fin.content.decode()
    assert se_connecter(autre(), mot=NOUVEAU)["Location"] == "/mon-compte/"
    assert Evenement.objects.filter(action="accounts.compte_rattache").count() == 1


def test_le_code_sert_une_fois(client, sans_compte) -> None:
    """MC-44."""
    envoyer_lettre_activation(personne=sans_compte)
    emettre()
    code = code_recu()
    assert taper(client, code).status_code == 302
    assert REFUS in taper(autre(), code).content.decode()


def test_une_nouvelle_lettre_annule_la_precedente(client, sans_compte) -> None:
    codes = []
    for _ in range(2):
        envoyer_lettre_activation(personne=sans_compte)
        emettre()
        codes.append(code_recu())
    if codes[0] != codes[1]:
        assert REFUS in taper(client, codes[0]).content.decode()
    assert taper(client, codes[1]).status_code == 302


def test_apres_quinze_jours_le_code_ne_vaut_plus_rien(client, sans_compte) -> None:
    envoyer_lettre_activation(personne=sans_compte)
    emettre()
    Secret.objects.update(perime_le=timezone.now(), cree_le=timezone.now() - timedelta(days=15))
    assert REFUS in taper(client, code_recu()).content.decode()


def test_huit_chiffres_n_ouvrent_qu_une_premiere_connexion(client) -> None:
    """R-19 : trop court pour remplacer un mot de passe déjà choisi."""
    qui = titulaire()
    Secret.objects.create(
        forme=FormeSecret.PREMIER, canal=Canal.COURRIER, personne=qui, perime_le=timezone.now() + timedelta(days=1),
        emis_le=timezone.now(), **_resume("12345678"),
    )  # fmt: skip
    assert REFUS in taper(client, "12345678").content.decode()


def _resume(code: str) -> dict[str, object]:
    from accounts.secrets import resumer

    cle, empreinte = resumer("REFERENCEFIXE000", code)
    return {"reference": "REFERENCEFIXE000", "cle": cle, "empreinte": empreinte}


def test_les_essais_sont_comptes_sans_verrou(client, sans_compte) -> None:
    """R-19 : cinq d'une même adresse ; d'ailleurs, le bon entre encore."""
    envoyer_lettre_activation(personne=sans_compte)
    emettre()
    for _ in range(5):
        assert taper(client, "0000 0000").status_code == 200
    assert taper(client, code_recu()).status_code == 429
    assert taper(autre(REMOTE_ADDR="198.51.100.9"), code_recu()).status_code == 302


@pytest.mark.parametrize("nir", [FICTIF, INCONNU], ids=["connu", "inconnu"])
def test_connu_ou_inconnu_la_page_et_le_travail_sont_les_memes(
    client, sans_compte, assert_sql, snapshot, nir
) -> None:
    """R-14."""
    envoyer_lettre_activation(personne=sans_compte)
    emettre()
    with assert_sql() as sql:
        reponse = taper(client, "00000000", nir)
    vu = (reponse.status_code, len(sql), REFUS in reponse.content.decode(), sorted(reponse.cookies))
    assert vu == (200, 6, True, [])


@pytest.mark.parametrize("saisie", ["1234", "123456", "12345678901234567", "ABCD", "é" * 16])
def test_ce_qui_n_a_pas_la_forme_d_un_code_de_courrier_n_est_pas_un_essai(client, saisie: str) -> None:
    assert "8 chiffres, ou 16 caractères" in taper(client, saisie).content.decode().replace("\u00a0", " ")
    assert not Evenement.objects.filter(action="accounts.code_refuse").exists()


def test_un_numero_provisoire_entre_aussi(client) -> None:
    """MC-06."""
    qui = personne(PROVISOIRE)
    ajouter_point_contact(personne=qui, canal=Canal.COURRIER, valeur=COURRIER)
    envoyer_lettre_activation(personne=qui)
    emettre()
    assert taper(client, code_recu(), PROVISOIRE).status_code == 302


def test_un_agent_ne_peut_envoyer_ni_sans_adresse_ni_a_qui_a_deja_choisi(sans_compte) -> None:
    PointContact.objects.all().delete()
    with pytest.raises(ValidationError) as sans_adresse:
        envoyer_lettre_activation(personne=sans_compte)
    assert sans_adresse.value.code == "adresse_inconnue"
    with pytest.raises(ValidationError) as deja:
        envoyer_lettre_activation(personne=titulaire("2920331000102"))
    assert deja.value.code == "mot_de_passe_deja_choisi"
    assert (
        not Secret.objects.exists()
        and not Evenement.objects.filter(action="accounts.lettre_activation").exists()
    )


def test_les_personnes_de_demonstration_entrent_comme_la_page_le_dit(client, settings) -> None:
    """Le mot de passe et le code montrés par /demo sont les bons, et suivent la politique."""
    charger_personnes()
    nadia = Personne.objects.get(reference="DEM0P00000000001")
    aminata = Personne.objects.get(reference="DEM0P00000000013")
    assert isinstance(nadia.nir, Nir) and isinstance(aminata.nir, Nir)
    html = client.get("/demo/").content.decode()
    assert MOT_DE_PASSE_DEMO in html and "4821 7305" in html
    assert se_connecter(autre(), nadia.nir.en_clair(), MOT_DE_PASSE_DEMO).status_code == 302
    assert taper(client, CODE_DEMO, aminata.nir.en_clair()).status_code == 302
    charger_personnes()
    assert Secret.objects.filter(personne=aminata).count() == 2, (
        "utilisé, il est renouvelé au démarrage suivant"
    )
    charger_personnes()
    assert Secret.objects.filter(personne=aminata).count() == 2
