"""« Ma sécurité »: sessions that one closes, what happened, and « ce n'était pas moi »."""

import re
from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import EtatVerification, Nature
from accounts.enums import UsageVerification as U
from accounts.hachage import HachageSature
from accounts.models import Appareil, Compte, Session, Verification
from accounts.services.recuperation import choisir_mot_de_passe
from accounts.services.verification import VerificationFinie
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import (
    MOT_DE_PASSE,
    NOUVEAU,
    changer_de_mot_de_passe,
    choisir,
    code_recu,
    emettre,
    jusqu_au_code,
    navigateur,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.fabrique import AUTRE_FICTIF
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
ADRESSE = "/mon-compte/securite/"
FERMER = f"{ADRESSE}fermer/"
PAS_MOI = f"{ADRESSE}pas-moi/"
CHANGER = f"{ADRESSE}mot-de-passe/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def connecte(**entetes: str) -> Client:
    client = navigateur(**entetes)
    assert se_connecter(client).status_code == 302
    return client


def cles(client: Client) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f]{40})"', client.get(ADRESSE).content.decode())


def changer(client: Client, actuel: str = MOT_DE_PASSE, mot: str = NOUVEAU):
    return client.post(CHANGER, {"actuel": actuel, "mot_de_passe": mot, "confirmation": mot})


def test_chaque_session_se_reconnait_et_se_ferme_seule() -> None:
    titulaire()
    ici, ailleurs, encore = connecte(), connecte(**{"user-agent": FIREFOX}), connecte()
    page = Page(ici.get(ADRESSE).content.decode())
    assert "Firefox sur Windows" in page.texte() and "Navigateur inconnu, ici" in page.texte()
    firefox = Session.objects.get(navigateur="Firefox sur Windows").pk
    assert firefox in cles(ici) and len(cles(ici)) == 2, "celle d’ici ne se ferme pas d’ici"
    reponse = ici.post(FERMER, {"session": firefox}, follow=True)
    assert "C’est fermé" in reponse.content.decode()
    assert ailleurs.get(ADRESSE).status_code == 302
    assert encore.get(ADRESSE).status_code == ici.get(ADRESSE).status_code == 200
    assert Evenement.objects.filter(action="accounts.session_fermee").count() == 1


def test_toutes_les_autres_d_un_geste() -> None:
    titulaire()
    ici, ailleurs, encore = connecte(), connecte(), connecte()
    ici.post(FERMER)
    assert ici.get(ADRESSE).status_code == 200
    assert ailleurs.get(ADRESSE).status_code == encore.get(ADRESSE).status_code == 302


def test_on_ne_ferme_pas_la_session_de_quelqu_un_d_autre() -> None:
    titulaire()
    titulaire(AUTRE_FICTIF)
    ici = connecte()
    voisin = Client(headers={"sec-fetch-site": "same-origin"})
    se_connecter(voisin, AUTRE_FICTIF)
    for session in Session.objects.order_by("pk"):
        ici.post(FERMER, {"session": session.pk})
    assert voisin.get(ADRESSE).status_code == 200
    assert ici.get(ADRESSE).status_code == 200


def test_l_histoire_se_lit_et_ne_montre_que_la_sienne() -> None:
    """« 12 mars, 14 h 05, connexion depuis Firefox sur Windows », et qui a regardé."""
    titulaire()
    titulaire(AUTRE_FICTIF)
    perdu = Client(headers={"sec-fetch-site": "same-origin"}, REMOTE_ADDR="198.51.100.4")
    se_connecter(perdu, mot="Girofle77Rouge")
    jusqu_au_code(perdu)
    emettre()
    se_connecter(Client(headers={"sec-fetch-site": "same-origin", "user-agent": FIREFOX}), AUTRE_FICTIF)
    texte = Page(connecte().get(ADRESSE).content.decode()).texte()
    for dit in (
        "connexion depuis Navigateur inconnu",
        "mot de passe refusé",
        "demande d’un nouveau mot de passe",
        "code demandé par SMS",
    ):
        assert dit in texte, dit
    assert "Firefox" not in texte
    assert re.search(r"\d{1,2} \w+ \d{4}, \d{1,2}\u00a0h", texte)


def test_ce_n_etait_pas_moi_ferme_tout_et_mene_a_la_recuperation(client) -> None:
    qui = titulaire()
    ici, voleur = connecte(), connecte()
    se_connecter(voleur, memoriser="on")
    assert "tout fermer" in ici.get(PAS_MOI).content.decode()
    assert voleur.get(ADRESSE).status_code == 200, "ouvrir la page ne ferme rien"
    sortie = ici.post(PAS_MOI)
    assert sortie["Location"] == f"{reverse('comptes:oubli')}?ferme=1"
    assert "Tout est fermé." in ici.get(sortie["Location"]).content.decode()
    assert sortie.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.exists() and not Appareil.objects.exists()
    assert voleur.get(ADRESSE).status_code == ici.get(ADRESSE).status_code == 302
    assert se_connecter(voleur).status_code == 200, "l’ancien mot de passe n’ouvre plus rien"
    assert Courrier.objects.filter(modele="acces_fermes").count() == 3
    changer_de_mot_de_passe(client)
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU)


def test_ce_n_etait_pas_moi_arrete_aussi_qui_a_deja_prouve_un_code(client) -> None:
    """Whoever read a code on somebody's telephone, and had fifteen minutes to choose a password."""
    qui = titulaire()
    verification = jusqu_au_code(client)
    emettre()
    assert saisir_le_code(client, verification, code_recu())["Location"].endswith("/nouveau/")
    connecte().post(PAS_MOI)
    choisir(client, verification, NOUVEAU)
    qui.compte.refresh_from_db()
    assert not qui.compte.has_usable_password()
    verification.refresh_from_db()
    assert verification.etat == EtatVerification.ABANDON


def test_changer_de_mot_de_passe_arrete_qui_en_choisissait_un_autre(client) -> None:
    qui = titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    changer(connecte())
    choisir(client, verification, "Girofle77Rouge")
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU)


@pytest.mark.parametrize("usage", [U.CONNEXION, U.PREUVE, U.CONTACT])
def test_un_code_demande_pour_autre_chose_ne_choisit_pas_de_mot_de_passe(client, usage: str) -> None:
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    Verification.objects.update(usage=usage)
    assert choisir(client, verification).status_code == 410
    verification.refresh_from_db()
    with pytest.raises(VerificationFinie):
        choisir_mot_de_passe(verification=verification, mot_de_passe=NOUVEAU)


def test_on_change_de_mot_de_passe_avec_l_actuel() -> None:
    """ASVS 6.2.3, R-17."""
    qui = titulaire()
    ici, ailleurs = connecte(), connecte()
    reponse = changer(ici)
    assert reponse["Location"] == f"{ADRESSE}?change=1"
    assert "Votre mot de passe est changé" in ici.get(reponse["Location"]).content.decode()
    assert ailleurs.get(ADRESSE).status_code == 302
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU) and qui.compte.mot_de_passe_le
    assert Courrier.objects.filter(modele="mot_de_passe_change").count() == 3


def test_un_mauvais_mot_de_passe_actuel_se_tente_au_rythme_d_une_connexion() -> None:
    qui = titulaire()
    ici = connecte()
    for _ in range(5):
        reponse = changer(ici, "Girofle77Rouge")
        assert "pas votre mot de passe actuel" in reponse.content.decode()
    assert changer(ici).status_code == 429
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(MOT_DE_PASSE)


@pytest.mark.parametrize(("mot", "dit"), [("Ab1", "8 à 24 caractères"), ("Camille4x7x2", "ni votre nom")])
def test_le_nouveau_suit_les_memes_regles(mot: str, dit: str) -> None:
    titulaire()
    html = changer(connecte(), mot=mot).content.decode().replace("\u00a0", " ")
    assert dit in html and mot not in html


def test_sature_on_le_dit() -> None:
    titulaire()
    ici = connecte()
    with mock.patch.object(Compte, "check_password", side_effect=HachageSature):
        assert changer(ici).status_code == 503


@pytest.mark.parametrize("adresse", [ADRESSE, FERMER, PAS_MOI, CHANGER])
@pytest.mark.parametrize("verbe", ["get", "post"])
def test_personne_d_autre_n_entre_ici(client, adresse: str, verbe: str) -> None:
    assert getattr(client, verbe)(adresse)["Location"].startswith("/connexion/")
    for nature in (Nature.BAILLEUR, Nature.AGENT):
        client.force_login(Compte.objects.create_user(nature=nature))
        assert getattr(client, verbe)(adresse).status_code == 403
    client.force_login(Compte.objects.create_user(nature=Nature.USAGER))
    if (adresse, verbe) not in {(FERMER, "get"), (ADRESSE, "post")}:
        assert getattr(client, verbe)(adresse).status_code == 404, "un compte qui n’est à personne"


@pytest.mark.parametrize("adresse", [ADRESSE, PAS_MOI, CHANGER])
def test_les_pages_sont_legeres_et_leurs_requetes_comptees(adresse: str, assert_sql) -> None:
    titulaire()
    ici = connecte()
    for _ in range(12):
        connecte()
    with assert_sql(au_plus=10):
        reponse = ici.get(adresse)
    assert octets_compresses(reponse.content) <= 12 * KO and "no-store" in reponse.headers["Cache-Control"]
