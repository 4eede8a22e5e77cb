"""Logging in: what is asked, what is answered, and what nobody learns from it."""

from contextlib import contextmanager
from datetime import date, timedelta
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.enums import Nature
from accounts.hachage import HachageSature
from accounts.models import Appareil, Compte
from accounts.nir import Nir
from accounts.services import remplacer_nir_provisoire
from accounts.tasks import purger_les_acces
from dossiers.enums import Role
from dossiers.services import ouvrir_dossier, rattacher
from portal.http import cookies
from portal.journal.models import Evenement
from tests.accounts.acces import INCONNU, MOT_DE_PASSE, se_connecter, titulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, PROVISOIRE, REEL, personne
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = pytest.mark.django_db
ADRESSE = "/connexion/"
REFUS = "ne vont pas ensemble"


@pytest.fixture(autouse=True)
def _compteurs_rendus(db: None):
    yield
    oublier_le_cache("default")


def test_la_page_dit_ce_qu_elle_attend(client) -> None:
    """MC-01, MC-02, MC-03, MC-05, MC-06, MC-07, MC-08, MC-09, MC-10, MC-11, MC-13, MC-14."""
    page = Page(client.get(ADRESSE).content.decode())
    assert page.titre().startswith("Connexion")
    for dit in ("13 caractères", "8 à 24 caractères", "Se souvenir de moi", "J’ai un identifiant provisoire"):
        assert dit in page.texte(), dit
    for lien in ("comptes:oubli", "comptes:premiere_connexion", "comptes:franceconnect", "comptes:tuteur"):
        assert reverse(lien) in page.liens(), lien
        assert client.get(reverse(lien)).status_code == 200


def test_la_longueur_annoncee_est_celle_de_la_politique(client, settings) -> None:
    """MC-08."""
    settings.POLITIQUE_MOT_DE_PASSE = "renforcee"
    assert "12 à 128 caractères" in Page(client.get(ADRESSE).content.decode()).texte()


@pytest.mark.parametrize("ecriture", [FICTIF, f"{FICTIF}84", "2 92 03 31 555 999", "2-92-03-31-555-999"])
def test_on_entre_avec_treize_ou_quinze_caracteres_espaces_compris(client, ecriture: str) -> None:
    """MC-02, MC-04, MC-10, GEN-09."""
    from accounts.nir import cle_de

    titulaire()
    saisi = FICTIF + cle_de(FICTIF) if len(ecriture) == 15 else ecriture
    assert se_connecter(client, saisi)["Location"] == "/mon-compte/"
    page = client.get("/mon-compte/").content.decode()
    assert "Camille Roche" in page
    assert FICTIF not in page, "le numéro ne revient jamais en entier"


def test_une_fausse_cle_est_dite_avant_tout_essai(client) -> None:
    """MC-04."""
    titulaire()
    reponse = se_connecter(client, f"{FICTIF}01")
    assert "La clé (les 2 derniers chiffres)" in reponse.content.decode()
    assert not Evenement.objects.filter(action="accounts.connexion_refusee").exists()


@pytest.mark.parametrize("corse", ["2A", "2B"])
def test_la_corse_entre_aussi(client, corse: str) -> None:
    """MC-02."""
    titulaire(f"19203{corse}004999")
    assert se_connecter(client, f"1 92 03 {corse.lower()} 004 999").status_code == 302


def test_un_vrai_numero_est_refuse_et_n_est_rendu_a_personne(client, caplog) -> None:
    reponse = se_connecter(client, REEL)
    assert "N’entrez jamais votre vrai numéro sur ce site de démonstration" in reponse.content.decode()
    assert REEL not in reponse.content.decode() + caplog.text


@pytest.mark.parametrize("coche", [True, False])
def test_un_identifiant_provisoire_entre_case_cochee_ou_non(client, coche: bool) -> None:
    """MC-06 : reconnu et reçu, jamais « invalide »."""
    titulaire(PROVISOIRE)
    champs = {"provisoire": "on"} if coche else {}
    assert se_connecter(client, PROVISOIRE, **champs).status_code == 302
    assert "Numéro provisoire" in client.get("/mon-compte/").content.decode()


def test_la_case_cochee_avec_un_numero_definitif_est_expliquee(client) -> None:
    """MC-06."""
    titulaire()
    reponse = se_connecter(client, provisoire="on")
    assert "Un identifiant provisoire commence par 3, 4, 7 ou 8" in reponse.content.decode()


def test_l_ancien_et_le_nouveau_numero_ouvrent_le_meme_compte(client) -> None:
    qui = titulaire(PROVISOIRE)
    remplacer_nir_provisoire(personne=qui, definitif=Nir(FICTIF))
    for numero in (PROVISOIRE, FICTIF):
        assert se_connecter(Client(headers={"sec-fetch-site": "same-origin"}), numero).status_code == 302


def _personnes_refusees() -> dict[str, str]:
    """Each reason to refuse, by the number to type."""
    titulaire()
    sans_compte = personne("2920331000101")
    inactif = titulaire("2920331000102")
    Compte.objects.filter(pk=inactif.compte_id).update(is_active=False)
    titulaire("2920331000103", mot_de_passe=None)
    assert sans_compte.compte is None
    return {
        "mauvais mot de passe": FICTIF,
        "inconnu": INCONNU,
        "sans compte": "2920331000101",
        "fermé": "2920331000102",
        "sans mot de passe": "2920331000103",
    }


@contextmanager
def hachages():
    """How many times a password is hashed."""
    with mock.patch.object(
        MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
    ) as vu:
        yield vu


def test_un_refus_ne_dit_pas_pourquoi_ni_par_les_mots_ni_par_le_travail(
    client, assert_sql, monkeypatch
) -> None:
    """MC-10, R-14 : mêmes mots, statut, en-têtes, nombre de hachages, de requêtes et de tâches."""
    vus, demandees = {}, []
    monkeypatch.setattr(tasks.emettre_le_secret, "apply_async", lambda *a, **k: demandees.append(a))
    for cas, nir in _personnes_refusees().items():
        qui = Client(headers={"sec-fetch-site": "same-origin"})
        mot = MOT_DE_PASSE if cas == "fermé" else "Girofle77Rouge"
        with hachages() as haches, assert_sql() as sql:
            reponse = se_connecter(qui, nir, mot, REMOTE_ADDR="203.0.113.9")
        html = reponse.content.decode().replace(nir, "NIR")
        entetes = {k: v for k, v in reponse.headers.items() if k not in {"X-Request-ID", "Content-Length"}}
        vus[cas] = (reponse.status_code, html, entetes, haches.call_count, len(sql), list(reponse.cookies))
    assert REFUS in vus["inconnu"][1]
    assert vus["inconnu"][3] == 1
    for cas, vu in vus.items():
        assert vu == vus["inconnu"], cas
    assert demandees == []


def test_un_compte_de_bailleur_ou_d_agent_n_entre_pas_par_la(client) -> None:
    qui = titulaire()
    for nature in (Nature.BAILLEUR, Nature.AGENT):
        Compte.objects.filter(pk=qui.compte_id).update(nature=nature)
        assert REFUS in se_connecter(client).content.decode()


def test_ce_qui_est_tape_reste_sauf_le_mot_de_passe(client) -> None:
    reponse = se_connecter(client, FICTIF, "Girofle77Rouge", memoriser="on")
    html = reponse.content.decode()
    assert FICTIF in html and "Girofle77Rouge" not in html
    assert 'name="memoriser"' in html and "checked" in html


def test_apres_cinq_essais_il_faut_attendre_et_le_bon_attend_aussi(client) -> None:
    """Jamais un verrou : un délai, dit en clair, pour qui se trompe d'ici."""
    titulaire()
    for _ in range(5):
        assert se_connecter(client, mot="Girofle77Rouge").status_code == 200
    reponse = se_connecter(client)
    assert reponse.status_code == 429 and int(reponse.headers["Retry-After"]) <= 60
    assert "Trop d’essais. Vous pourrez recommencer dans" in reponse.content.decode()
    assert (
        Evenement.objects.filter(action="accounts.connexion_freinee", donnees={"ou": "connexion"}).count()
        == 1
    )
    ailleurs = Client(headers={"sec-fetch-site": "same-origin"}, REMOTE_ADDR="198.51.100.7")
    assert se_connecter(ailleurs).status_code == 302, "un inconnu d’ici ne ferme pas la porte de là-bas"


def test_un_numero_inconnu_attend_tout_autant(client) -> None:
    for _ in range(5):
        se_connecter(client, INCONNU, "Girofle77Rouge")
    assert se_connecter(client, INCONNU, "Girofle77Rouge").status_code == 429


def test_quand_tout_le_monde_hache_on_le_dit_et_rien_n_est_perdu(client) -> None:
    titulaire()
    with mock.patch.object(Compte, "check_password", side_effect=HachageSature):
        reponse = se_connecter(client)
    assert reponse.status_code == 503 and reponse.headers["Retry-After"] == "5"
    html = reponse.content.decode()
    assert "Beaucoup de personnes se connectent" in html and FICTIF in html


def test_chaque_refus_est_dans_le_journal_sans_rien_de_personnel(client) -> None:
    qui = titulaire()
    se_connecter(client, mot="Girofle77Rouge")
    se_connecter(client, INCONNU)
    refus = Evenement.objects.filter(action="accounts.connexion_refusee").order_by("pk")
    assert [e.sujet for e in refus] == [f"personne:{qui.reference}", ""]
    assert all(e.donnees == {} for e in refus)


def test_se_souvenir_de_moi_garde_un_prenom_et_rien_d_autre(client) -> None:
    """MC-05, C7 : un jeton opaque ; ni le numéro ni le mot de passe."""
    titulaire(nom_usage="Roche-Delmas")
    se_connecter(client, memoriser="on")
    jeton = client.cookies[cookies.nom("appareil")].value
    (appareil,) = Appareil.objects.order_by("pk")
    assert jeton.encode() not in bytes(appareil.empreinte) and len(bytes(appareil.empreinte)) == 32
    client.post(reverse("comptes:deconnexion"))
    page = client.get(ADRESSE).content.decode()
    assert "Camille R•••" in page and FICTIF not in page and 'name="nir"' not in page
    reponse = client.post(ADRESSE, {"mot_de_passe": MOT_DE_PASSE})
    assert reponse["Location"] == "/mon-compte/"


def test_sans_la_case_rien_n_est_garde(client) -> None:
    titulaire()
    se_connecter(client)
    assert cookies.nom("appareil") not in client.cookies and not Appareil.objects.exists()


def test_un_appareil_connu_laisse_entrer_quelqu_un_d_autre_et_s_oublie(client) -> None:
    """MC-05."""
    titulaire()
    titulaire(AUTRE_FICTIF, prenoms="Sacha")
    se_connecter(client, memoriser="on")
    client.post(reverse("comptes:deconnexion"))
    assert 'name="nir"' in client.get(f"{ADRESSE}?autre=1").content.decode()
    assert se_connecter(client, AUTRE_FICTIF, question="?autre=1").status_code == 302
    client.post(reverse("comptes:deconnexion"))
    assert client.get(reverse("comptes:oublier_appareil")).status_code == 302
    assert "Camille" in client.get(ADRESSE).content.decode(), "une adresse ouverte n’oublie rien"
    client.post(reverse("comptes:oublier_appareil"))
    assert "Camille" not in client.get(ADRESSE).content.decode() and not Appareil.objects.exists()


@pytest.mark.parametrize("jeton", ["", "inconnu", "é" * 40, "a" * 5000])
def test_un_jeton_d_appareil_qui_n_est_pas_des_notres_ne_montre_rien(client, jeton: str) -> None:
    titulaire()
    client.cookies[cookies.nom("appareil")] = jeton
    assert 'name="nir"' in client.get(ADRESSE).content.decode()


def test_un_appareil_trop_vieux_ne_montre_plus_rien_et_s_en_va(client) -> None:
    titulaire()
    se_connecter(client, memoriser="on")
    client.post(reverse("comptes:deconnexion"))
    Appareil.objects.update(perime_le=timezone.now() - timedelta(seconds=1))
    assert 'name="nir"' in client.get(ADRESSE).content.decode()
    assert purger_les_acces() == 1


def test_deja_connecte_on_va_chez_soi(client) -> None:
    """GEN-09."""
    titulaire()
    se_connecter(client)
    assert client.get(ADRESSE)["Location"] == "/mon-compte/"


def test_une_connexion_et_la_page_qui_suit_tiennent_dans_leur_budget(client, assert_sql) -> None:
    """Douze requêtes au plus, douze kilo-octets compressés au plus."""
    call_command("charger_reference", verbosity=0)
    qui = titulaire()
    dossier = ouvrir_dossier(responsable=qui, caf="31", numero_allocataire="9000001", le=date(2026, 1, 1))
    for rang in range(4):
        enfant = personne(f"29203310001{rang:02}", prenoms=f"Enfant{rang}")
        rattacher(dossier=dossier, personne=enfant, role=Role.ENFANT, du=date(2026, 1, 1))
    with assert_sql(au_plus=12):
        se_connecter(client)
    with assert_sql(au_plus=12):
        reponse = client.get("/mon-compte/")
    assert octets_compresses(reponse.content) <= 12 * KO
    assert "Enfant3" in reponse.content.decode() and "9000001" in reponse.content.decode()
    with assert_sql(0):
        page = Client(headers={"sec-fetch-site": "same-origin"}).get(ADRESSE)
    assert octets_compresses(page.content) <= 12 * KO
    assert "no-store" in page.headers["Cache-Control"] and not page.cookies
