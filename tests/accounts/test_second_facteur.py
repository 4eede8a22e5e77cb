"""What is asked besides the password (regles C2): a code at login, trusted devices, « vérifier que c'est vous »."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import UsageAppareil
from accounts.models import Appareil, Compte, PointContact, Session, Verification
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts import acces
from tests.accounts.acces import (
    MOT_DE_PASSE,
    code_recu,
    emettre,
    jusqu_au_code,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.fabrique import AUTRE_FICTIF
from tests.outils.client import ClientExigeant
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
COMPTE, SECURITE = "/mon-compte/", "/mon-compte/securite/"
PREUVE = f"{SECURITE}preuve/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture
def nouvel_appareil(settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"


@pytest.fixture
def toujours(settings) -> None:
    settings.SECOND_FACTEUR = "toujours"


def navigateur() -> ClientExigeant:
    return acces.navigateur(**{"user-agent": FIREFOX})


def mot_de_passe(client: Client, **champs: str) -> str:
    """The password, right; where it leads, once what waits behind has been followed."""
    reponse = se_connecter(client, **champs)
    assert reponse["Location"] == "/connexion/verification/"
    suite = client.get(reponse["Location"])["Location"]
    emettre()
    return suite


def entrer(client: Client, **champs: str):
    suite = mot_de_passe(client)
    return client.post(suite, {"code": code_recu(), **champs})


def dedans(client: Client) -> bool:
    return client.get(SECURITE).status_code == 200


def test_jamais_le_mot_de_passe_suffit() -> None:
    """The deck's behaviour, and the demo's."""
    titulaire()
    client = navigateur()
    assert se_connecter(client)["Location"] == COMPTE
    assert dedans(client) and not Verification.objects.exists()


@pytest.mark.usefixtures("nouvel_appareil")
def test_sur_un_nouvel_appareil_un_code_part_et_lui_seul_ouvre() -> None:
    titulaire()
    client = navigateur()
    suite = mot_de_passe(client)
    assert not dedans(client)
    page = Page(client.get(suite).content.decode())
    assert "46\u00a065" in client.get(suite).content.decode()
    assert "Si vos réponses" not in page.texte()
    assert Courrier.objects.get(secret=True).canal == "sms"
    refuse = client.post(suite, {"code": "000000"})
    assert "Il vous reste 4 essais" in refuse.content.decode() and not dedans(client)
    entree = client.post(suite, {"code": code_recu()})
    assert entree["Location"] == COMPTE and dedans(client)
    assert Session.objects.filter(compte__isnull=False).count() == 1
    assert Evenement.objects.filter(action="accounts.connexion").count() == 1


@pytest.mark.usefixtures("nouvel_appareil")
def test_on_arrive_ou_l_on_allait() -> None:
    titulaire()
    client = navigateur()
    se_connecter(client, question=f"?next={SECURITE}")
    suite = client.get("/connexion/verification/")["Location"]
    emettre()
    assert client.post(suite, {"code": code_recu()})["Location"] == SECURITE


@pytest.mark.usefixtures("nouvel_appareil")
def test_le_code_va_ailleurs_si_l_on_veut_jamais_par_courrier() -> None:
    titulaire()
    client = navigateur()
    canal = mot_de_passe(client).replace("/code/", "/canal/")
    texte = client.get(canal).content.decode()
    assert "Courriel à" in texte and "Courrier à" not in texte
    client.post(canal, {"coordonnee": "1"})
    assert Verification.objects.get().choix[1]["canal"] == "courriel"


@pytest.mark.usefixtures("nouvel_appareil")
def test_un_appareil_de_confiance_dispense_trente_jours_et_s_oublie() -> None:
    titulaire()
    client = navigateur()
    entrer(client, confiance="on")
    appareil = Appareil.objects.get()
    assert (appareil.usage, appareil.navigateur) == (UsageAppareil.CONFIANCE, "Firefox sur Windows")
    assert appareil.perime_le - timezone.now() > timedelta(days=29)
    assert Courrier.objects.filter(modele="appareil_de_confiance").count() == 3
    client.post("/deconnexion/")
    assert se_connecter(client)["Location"] == COMPTE
    ailleurs = navigateur()
    assert se_connecter(ailleurs)["Location"] == "/connexion/verification/"
    texte = client.get(SECURITE).content.decode()
    assert "Aucun code demandé jusqu’au" in texte and "appareil de confiance ajouté" in texte
    client.post(f"{SECURITE}oublier/", {"appareil": str(appareil.pk)})
    client.post("/deconnexion/")
    assert se_connecter(client)["Location"] == "/connexion/verification/"


@pytest.mark.usefixtures("nouvel_appareil")
def test_la_confiance_n_est_pas_a_un_autre_et_se_perime() -> None:
    titulaire()
    titulaire(AUTRE_FICTIF)
    client = navigateur()
    entrer(client, confiance="on")
    client.post("/deconnexion/")
    assert se_connecter(client, AUTRE_FICTIF)["Location"] == "/connexion/verification/"
    Appareil.objects.update(perime_le=timezone.now())
    assert se_connecter(client)["Location"] == "/connexion/verification/"


@pytest.mark.usefixtures("nouvel_appareil")
def test_un_appareil_qui_montre_un_prenom_n_est_pas_de_confiance() -> None:
    """MC-05, MC-06: two tokens, two uses; neither stands for the other."""
    titulaire()
    client = navigateur()
    se_connecter(client, memoriser="on")
    client.cookies["confiance"] = client.cookies["appareil"].value
    assert se_connecter(client)["Location"] == "/connexion/verification/"


def test_toujours_personne_n_est_dispense(settings) -> None:
    titulaire()
    client = navigateur()
    settings.SECOND_FACTEUR = "nouvel_appareil"
    entrer(client, confiance="on")
    client.post("/deconnexion/")
    settings.SECOND_FACTEUR = "toujours"
    oubli_des_limites()
    suite = mot_de_passe(client)
    assert "pendant 30 jours" not in client.get(suite).content.decode()


def oubli_des_limites() -> None:
    """A minute goes by."""
    from tests.outils.hostilite import oublier_le_cache

    oublier_le_cache("default")


@pytest.mark.usefixtures("nouvel_appareil")
def test_sans_telephone_ni_adresse_electronique_le_mot_de_passe_suffit() -> None:
    """A letter can't be waited for at a login: nobody is shut out for owning neither."""
    titulaire()
    PointContact.objects.exclude(canal="courrier").delete()
    client = navigateur()
    assert se_connecter(client)["Location"] == COMPTE


@pytest.mark.usefixtures("nouvel_appareil")
def test_une_coordonnee_jamais_verifiee_ne_recoit_rien() -> None:
    titulaire()
    PointContact.objects.filter(canal="sms").update(verifie_le=None)
    mot_de_passe(navigateur())
    assert Courrier.objects.get(secret=True).canal == "courriel"


@pytest.mark.usefixtures("nouvel_appareil")
def test_le_code_d_un_autre_navigateur_ne_sert_a_rien() -> None:
    titulaire()
    victime, voleur = navigateur(), navigateur()
    suite = mot_de_passe(victime)
    assert voleur.post(suite, {"code": code_recu()})["Location"] == "/connexion/?tard=1"
    assert not dedans(voleur)


@pytest.mark.usefixtures("nouvel_appareil")
def test_le_meme_code_deux_fois_une_seule_session() -> None:
    titulaire()
    client = navigateur()
    suite = mot_de_passe(client)
    assert client.post(suite, {"code": code_recu()})["Location"] == COMPTE
    assert client.post(suite, {"code": code_recu()})["Location"] == COMPTE
    assert Session.objects.filter(compte__isnull=False).count() == 1


@pytest.mark.usefixtures("nouvel_appareil")
def test_le_mot_de_passe_change_entre_temps_n_ouvre_plus() -> None:
    """Whoever had the former one, and waits behind it with the right code."""
    qui = titulaire()
    client = navigateur()
    suite = mot_de_passe(client)
    compte = Compte.objects.get(pk=qui.compte_id)
    compte.set_password("Girofle77Rouge")
    compte.save()
    assert client.post(suite, {"code": code_recu()})["Location"] == "/connexion/?tard=1"
    assert not dedans(client)


@pytest.mark.usefixtures("nouvel_appareil")
def test_pas_moi_arrete_qui_attend_derriere_le_mot_de_passe(settings) -> None:
    titulaire()
    voleur, ici = navigateur(), navigateur()
    suite = mot_de_passe(voleur)
    code = code_recu()
    settings.SECOND_FACTEUR = "jamais"
    se_connecter(ici)
    ici.post(f"{SECURITE}pas-moi/")
    settings.SECOND_FACTEUR = "nouvel_appareil"
    assert voleur.post(suite, {"code": code})["Location"].startswith("/connexion/")
    assert not dedans(voleur)


@pytest.mark.usefixtures("nouvel_appareil")
def test_abandonner_ramene_a_la_connexion() -> None:
    titulaire()
    client = navigateur()
    suite = mot_de_passe(client)
    abandonner = suite.replace("/code/", "/abandonner/")
    assert "Abandonner ?" in client.get(abandonner).content.decode().replace("\u00a0", " ")
    assert client.post(abandonner)["Location"] == "/connexion/"
    assert client.get("/connexion/verification/")["Location"] == "/connexion/?tard=1"
    assert "n’est plus en cours" in client.get("/connexion/?tard=1").content.decode()


@pytest.mark.usefixtures("nouvel_appareil")
def test_qui_attend_son_code_n_est_pas_dit_sorti() -> None:
    """Half-way through a login there is a session, which is not over."""
    titulaire()
    client = navigateur()
    mot_de_passe(client)
    assert "fin=1" not in client.get(COMPTE)["Location"]
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("nouvel_appareil")
def test_apres_une_recuperation_le_code_est_encore_demande(client) -> None:
    """R-15: a recovery never skips what is asked besides."""
    from tests.accounts.acces import NOUVEAU, choisir

    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    choisir(client, verification)
    assert se_connecter(client, mot=NOUVEAU)["Location"] == "/connexion/verification/"


@pytest.mark.parametrize("page", ["canal", "code", "renvoyer", "abandonner"])
def test_personne_n_entre_par_ces_pages_sans_mot_de_passe(client, page: str) -> None:
    titulaire()
    verification = jusqu_au_code(client)
    for reference in (verification.reference, "0" * 16):
        for verbe in (client.get, client.post):
            adresse = f"/connexion/verification/{reference}/{page}/"
            assert verbe(adresse, {"code": "123456"})["Location"] == "/connexion/?tard=1"


# ------------------------------------------------------------------ « Vérifier que c'est vous »
def test_la_preuve_demande_le_mot_de_passe_puis_un_code_et_mene_ou_l_on_allait() -> None:
    titulaire()
    client = navigateur()
    se_connecter(client)
    adresse = f"{PREUVE}?suite={SECURITE}mot-de-passe/"
    assert "Votre mot de passe" in client.get(adresse).content.decode()
    refuse = client.post(adresse, {"actuel": "Girofle77Rouge"})
    assert "pas votre mot de passe actuel" in refuse.content.decode()
    code = client.post(adresse, {"actuel": MOT_DE_PASSE})["Location"]
    emettre()
    assert client.post(code, {"code": code_recu()})["Location"] == f"{SECURITE}mot-de-passe/"
    assert client.get(adresse)["Location"] == f"{SECURITE}mot-de-passe/", "prouvé pour dix minutes"


@pytest.mark.parametrize("suite", ["https://exemple.example/", "//exemple.example/", "javascript:x", ""])
def test_la_preuve_ne_mene_jamais_ailleurs(suite: str) -> None:
    titulaire()
    client = navigateur()
    se_connecter(client)
    code = client.post(f"{PREUVE}?suite={suite}", {"actuel": MOT_DE_PASSE})["Location"]
    emettre()
    assert client.post(code, {"code": code_recu()})["Location"] == SECURITE


def test_la_preuve_se_perime(monkeypatch) -> None:
    from accounts import preuves

    titulaire()
    client = navigateur()
    se_connecter(client)
    code = client.post(PREUVE, {"actuel": MOT_DE_PASSE})["Location"]
    emettre()
    client.post(code, {"code": code_recu()})
    assert client.get(PREUVE).status_code == 302
    monkeypatch.setattr(preuves, "POUR_OUVRIR", -1)
    assert client.get(PREUVE).status_code == 200


def test_qui_revient_par_un_code_n_en_redonne_pas_un_autre(client) -> None:
    """A new contact point may be added after what a letter, a code or a creation has just proven (MC-62)."""
    from tests.accounts.acces import NOUVEAU, changer_de_mot_de_passe

    titulaire()
    changer_de_mot_de_passe(client)
    se_connecter(client, mot=NOUVEAU)
    assert client.get(PREUVE)["Location"] == SECURITE
    ailleurs = navigateur()
    oubli_des_limites()
    se_connecter(ailleurs, mot=NOUVEAU)
    assert ailleurs.get(PREUVE).status_code == 200, "prouvé dans un seul navigateur"


def test_sans_coordonnee_la_preuve_dit_quoi_faire() -> None:
    titulaire()
    PointContact.objects.exclude(canal="courrier").delete()
    client = navigateur()
    se_connecter(client)
    texte = client.post(PREUVE, {"actuel": MOT_DE_PASSE}).content.decode()
    assert "Recevoir un code par courrier" in texte


def test_la_preuve_de_l_un_n_est_pas_celle_de_l_autre() -> None:
    titulaire()
    titulaire(AUTRE_FICTIF)
    client = navigateur()
    se_connecter(client)
    code = client.post(PREUVE, {"actuel": MOT_DE_PASSE})["Location"]
    emettre()
    client.post("/deconnexion/")
    se_connecter(client, AUTRE_FICTIF)
    assert client.post(code, {"code": code_recu()})["Location"] == PREUVE
    assert client.get(PREUVE).status_code == 200


def test_une_verification_d_un_autre_usage_n_entre_pas_ici(client) -> None:
    """Neither a recovery's code nor a login's proves anything in a session, and the reverse."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    se_connecter(client)
    assert client.post(f"{PREUVE}{verification.reference}/code/", {"code": code_recu()})["Location"] == PREUVE
    assert client.get(PREUVE).status_code == 200


@pytest.mark.parametrize("adresse", [PREUVE, f"{SECURITE}oublier/", f"{PREUVE}{'0' * 16}/code/"])
@pytest.mark.parametrize("verbe", ["get", "post"])
def test_personne_d_autre_n_entre_dans_la_preuve(client, adresse: str, verbe: str) -> None:
    assert getattr(client, verbe)(adresse)["Location"].startswith("/connexion/")


def test_on_n_oublie_pas_l_appareil_de_quelqu_un_d_autre() -> None:
    titulaire()
    titulaire(AUTRE_FICTIF)
    sien, voisin = navigateur(), navigateur()
    se_connecter(sien, memoriser="on")
    se_connecter(voisin, AUTRE_FICTIF)
    for essai in (str(Appareil.objects.get().pk), "", "x", "٣"):
        voisin.post(f"{SECURITE}oublier/", {"appareil": essai})
    assert Appareil.objects.count() == 1
