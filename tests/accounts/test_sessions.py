"""Sessions: digests in the database, two ends, closed for good."""

from datetime import timedelta

import pytest
from django.conf import settings as reglages
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Session
from accounts.navigateurs import decrire
from accounts.sessions import SessionStore, condenser
from accounts.tasks import purger_les_acces
from portal.journal.models import Evenement
from tests.accounts.acces import se_connecter, titulaire

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
ACCUEIL = "/mon-compte/"


def cookie(client: Client) -> str:
    return client.cookies[reglages.SESSION_COOKIE_NAME].value


def vieillir(**duree: float) -> None:
    """As if everything had happened earlier."""
    recul = timedelta(**duree)
    for session in Session.objects.order_by("pk"):
        Session.objects.filter(pk=session.pk).update(
            expire_date=session.expire_date - recul, vue_le=session.vue_le - recul
        )


def test_la_base_ne_garde_que_l_empreinte_de_la_cle(client) -> None:
    titulaire()
    se_connecter(client)
    (ligne,) = Session.objects.order_by("pk")
    assert ligne.pk == condenser(cookie(client)) != cookie(client)
    assert len(cookie(client)) == 32


def test_elle_dit_a_qui_elle_est_et_dans_quel_navigateur(client) -> None:
    qui = titulaire()
    client.post(
        reverse("comptes:connexion"),
        {"nir": "2920331555999", "mot_de_passe": "Tournesol31Vert"},
        headers={"user-agent": FIREFOX},
    )
    (ligne,) = Session.objects.order_by("pk")
    assert (ligne.compte, ligne.navigateur) == (qui.compte, "Firefox sur Windows")
    evenement = Evenement.objects.filter(action="accounts.connexion").latest("pk")
    assert evenement.donnees == {"navigateur": "Firefox sur Windows"}
    assert evenement.acteur == qui.compte.reference


def test_trente_minutes_sans_un_clic_la_ferment_et_le_disent(client) -> None:
    titulaire()
    se_connecter(client)
    vieillir(minutes=29)
    assert client.get(ACCUEIL).status_code == 200
    vieillir(minutes=31)
    reponse = client.get(ACCUEIL)
    assert reponse.status_code == 302
    assert reponse["Location"] == f"/connexion/?next={ACCUEIL}&fin=1"
    assert "Votre session est terminée" in client.get(reponse["Location"]).content.decode()


def test_on_revient_ou_l_on_en_etait(client) -> None:
    titulaire()
    reponse = se_connecter(client, question="?next=/simulations/&fin=1")
    assert reponse["Location"] == "/simulations/"


@pytest.mark.parametrize(
    "ailleurs", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"]
)
def test_on_ne_part_pas_sur_un_autre_site(client, ailleurs: str) -> None:
    titulaire()
    assert se_connecter(client, question=f"?next={ailleurs}")["Location"] == ACCUEIL


def test_douze_heures_la_ferment_meme_si_l_on_clique(client, monkeypatch) -> None:
    titulaire()
    se_connecter(client)
    debut = timezone.now()
    for minutes in range(20, 12 * 60, 20):
        maintenant = debut + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda m=maintenant: m)
        assert client.get(ACCUEIL).status_code == 200, minutes
    monkeypatch.setattr(timezone, "now", lambda: debut + timedelta(hours=12, seconds=1))
    assert client.get(ACCUEIL).status_code == 302


def test_un_clic_s_ecrit_au_plus_une_fois_par_minute(client, assert_sql) -> None:
    titulaire()
    se_connecter(client)
    with assert_sql() as rapproche:
        client.get(ACCUEIL)
    assert not [q for q in rapproche.captured_queries if q["sql"].startswith("UPDATE")]
    vieillir(minutes=2)
    with assert_sql() as plus_tard:
        client.get(ACCUEIL)
    assert len([q for q in plus_tard.captured_queries if q["sql"].startswith("UPDATE")]) == 1
    assert len(plus_tard) == len(rapproche) + 1


def test_demander_ce_qui_reste_ne_prolonge_pas_le_dire_si(client) -> None:
    """L’avertissement demande avant de s’afficher : un autre onglet a pu servir."""
    titulaire()
    adresse = reverse("comptes:session")
    assert client.get(adresse).json() == {"restant": 0}
    se_connecter(client)
    vieillir(minutes=28)
    assert client.get(adresse).json()["restant"] <= 120
    assert client.get(adresse).json()["restant"] <= 120
    assert client.post(adresse).json()["restant"] > 1700
    assert client.get(adresse).json()["restant"] > 1700


def test_une_nouvelle_cle_a_chaque_connexion(client) -> None:
    titulaire()
    se_connecter(client)
    premiere = cookie(client)
    client.post(reverse("comptes:deconnexion"))
    se_connecter(client)
    assert cookie(client) != premiere


def test_une_cle_posee_d_avance_ne_sert_pas(client) -> None:
    """Fixation de session."""
    titulaire()
    client.cookies[reglages.SESSION_COOKIE_NAME] = "a" * 32
    se_connecter(client)
    assert cookie(client) != "a" * 32


def test_la_deconnexion_ferme_efface_et_se_journalise(client) -> None:
    qui = titulaire()
    se_connecter(client)
    volee = cookie(client)
    reponse = client.post(reverse("comptes:deconnexion"))
    assert reponse.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists()
    assert Evenement.objects.filter(action="accounts.deconnexion", acteur=qui.compte.reference).exists()
    voleur = Client(headers={"sec-fetch-site": "same-origin"})
    voleur.cookies[reglages.SESSION_COOKIE_NAME] = volee
    assert voleur.get(ACCUEIL).status_code == 302, "une session rejouée après sa fermeture n’ouvre rien"


def test_une_adresse_ouverte_ne_deconnecte_pas(client) -> None:
    titulaire()
    se_connecter(client)
    assert client.get(reverse("comptes:deconnexion")).status_code == 302
    assert client.get(ACCUEIL).status_code == 200


def test_se_deconnecter_est_sur_chaque_page_et_seulement_pour_qui_est_connecte(client) -> None:
    titulaire()
    assert "Se déconnecter" not in client.get("/").content.decode()
    se_connecter(client)
    for chemin in ("/", "/aide/", "/simulations/", ACCUEIL, "/adresse-inconnue/"):
        reponse = client.get(chemin)
        assert "Se déconnecter" in reponse.content.decode(), chemin
        assert "no-store" in reponse.headers["Cache-Control"], chemin
    client.post(reverse("comptes:deconnexion"))
    reponse = client.get("/")
    assert "no-store" in reponse.headers["Cache-Control"], "elle reprend un cookie : ce n’est pas pour tous"
    del client.cookies[reglages.SESSION_COOKIE_NAME]
    reponse = client.get("/")
    assert "Se déconnecter" not in reponse.content.decode()
    assert "public" in reponse.headers["Cache-Control"]


def test_un_visiteur_n_a_ni_session_ni_requete(client, assert_sql) -> None:
    client.get("/aide/")
    with assert_sql(0):
        client.get("/aide/")
    assert reglages.SESSION_COOKIE_NAME not in client.cookies


def test_le_cookie_part_avec_le_navigateur_et_ne_se_lit_pas_d_un_script(client) -> None:
    titulaire()
    se_connecter(client)
    pose = client.cookies[reglages.SESSION_COOKIE_NAME]
    assert pose["httponly"] and pose["samesite"] == "Lax" and not pose["max-age"]


def test_une_session_fermee_ne_ressuscite_pas_en_s_enregistrant(client) -> None:
    """Deux requêtes à la fois : celle qui finit après la déconnexion n’ouvre rien."""
    titulaire()
    se_connecter(client)
    en_cours = SessionStore(cookie(client))
    en_cours["panier"] = 1
    client.post(reverse("comptes:deconnexion"))
    with pytest.raises(UpdateError):
        en_cours.save()
    assert not Session.objects.exists()


def test_la_purge_emporte_les_sessions_finies(client) -> None:
    titulaire()
    se_connecter(client)
    assert purger_les_acces() == 0
    vieillir(minutes=31)
    assert purger_les_acces() == 1 and not Session.objects.exists()


@pytest.mark.parametrize(
    ("agent", "attendu"),
    [
        (FIREFOX, "Firefox sur Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 Version/17.0 Safari/604",
            "Safari sur iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537 SamsungBrowser/23 Chrome/115 Safari/537",
            "Samsung Internet sur Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537 Chrome/120 Safari/537", "Chrome sur Linux"),
        ("curl/8.1", "Navigateur inconnu"),
        ("", "Navigateur inconnu"),
    ],
)
def test_un_navigateur_se_reconnait_en_peu_de_mots(agent: str, attendu: str) -> None:
    assert decrire(agent) == attendu
