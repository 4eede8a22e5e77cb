"""« Mot de passe oublié »: the journey, and what it gives to whoever is not who they say."""

import re
import time
from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import tasks
from accounts.enums import EtatVerification
from accounts.models import PointContact, Secret, Session, Verification
from accounts.mots_de_passe import politique_active
from accounts.services import secrets
from portal.courriers.enums import Etat
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import (
    INCONNU,
    MOT_DE_PASSE,
    NOUVEAU,
    changer_de_mot_de_passe,
    choisir,
    code_recu,
    emettre,
    jusqu_au_code,
    s_identifier,
    saisir_le_code,
    se_connecter,
    titulaire,
)
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne
from tests.antirobot.fabrique import jeton, preuve
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
OUBLI = "/mot-de-passe-oublie/"


def autre(**entetes: str) -> Client:
    """Another browser."""
    return Client(headers={"sec-fetch-site": "same-origin"}, **entetes)


def adresse(page: str, verification: Verification) -> str:
    return reverse(f"comptes:{page}", args=[verification.reference])


def test_le_chemin_entier_par_sms(client) -> None:
    """MC-15, MC-16, MC-18, MC-19, MC-21, MC-24, MC-26, MC-29, MC-30, MC-42."""
    qui = titulaire()
    page = Page(client.get(OUBLI).content.decode())
    assert "Mot de passe oublié" in page.titre() and "Étape 1 sur 3" in page.titre()
    reponse = s_identifier(client)
    verification = Verification.objects.get()
    assert reponse["Location"] == adresse("canal", verification)
    canal = client.get(reponse["Location"]).content.decode()
    assert "SMS au XX\u00a0XX\u00a0XX\u00a046\u00a065" in canal
    assert "06 39" not in canal and "camille@" not in canal
    assert "Tenez vos coordonnées à jour" in canal, "MC-25"
    reponse = client.post(adresse("canal", verification), {"coordonnee": "0"})
    assert reponse["Location"] == adresse("code", verification)
    page = client.get(reponse["Location"]).content.decode()
    assert "une seule fois, pendant 10 minutes" in page and "tout de suite après" in page
    assert 'autocomplete="one-time-code"' in page
    emettre()
    reponse = saisir_le_code(client, verification, code_recu())
    assert reponse["Location"] == adresse("nouveau", verification)
    assert client.get(reponse["Location"]).status_code == 200
    reponse = choisir(client, verification)
    assert reponse["Location"] == adresse("termine", verification)
    fin = client.get(reponse["Location"]).content.decode()
    assert "Votre mot de passe est enregistré" in fin and "/connexion/" in fin
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU) and qui.compte.mot_de_passe_le
    assert se_connecter(autre(), mot=NOUVEAU).status_code == 302


@pytest.mark.parametrize("nom", ["ROCHE", "roche", " Röche ", "R-o-c-h-e"])
def test_le_nom_se_lit_sans_accent_ni_majuscule(client, nom: str) -> None:
    """MC-16."""
    titulaire()
    s_identifier(client, nom=nom)
    assert Verification.objects.get().personne is not None


@pytest.mark.parametrize(
    ("rang", "canal", "vers"), [(0, "sms", "+33639984665"), (1, "courriel", "camille@courriel.example")]
)
def test_le_code_part_la_ou_l_on_a_choisi(client, rang: int, canal: str, vers: str) -> None:
    """MC-20, MC-21, MC-23."""
    titulaire()
    verification = jusqu_au_code(client, rang=rang)
    emettre()
    (courrier,) = Courrier.objects.order_by("pk")
    assert (courrier.canal, courrier.destinataire, courrier.secret) == (canal, vers, True)
    assert courrier.perime_le == Secret.objects.get().perime_le
    assert saisir_le_code(client, verification, code_recu())["Location"] == adresse("nouveau", verification)


def test_les_autres_coordonnees_sont_sous_un_lien(client) -> None:
    """MC-20, MC-22."""
    titulaire()
    s_identifier(client)
    page = Page(client.get(adresse("canal", Verification.objects.get())).content.decode())
    (repli,) = [e for e in page.tous("details") if "Autre(s) coordonnée(s)" in "".join(e.itertext())]
    dedans = "".join(repli.itertext())
    assert (
        "Courriel à c•••@courriel.example" in dedans and "Courrier à votre adresse, 31XXX\u00a0T•••" in dedans
    )
    assert "5 à 8 jours" in page.texte()


def test_un_courriel_jamais_verifie_ne_recoit_pas_de_code(client) -> None:
    """MC-23."""
    titulaire()
    PointContact.objects.filter(canal="courriel").update(verifie_le=None)
    s_identifier(client)
    assert [c["canal"] for c in Verification.objects.get().choix] == ["sms", "courrier"]


def _cas_a_ne_pas_distinguer() -> dict[str, tuple[str, str]]:
    titulaire()
    personne("2920331000101", nom_naissance="Sauvage")
    sans_coordonnee = titulaire("2920331000102", nom_naissance="Muet")
    sans_coordonnee.points_contact.all().delete()
    return {
        "quelqu’un": (FICTIF, "Roche"),
        "mauvais nom": (FICTIF, "Caillou"),
        "inconnu": (INCONNU, "Roche"),
        "sans compte": ("2920331000101", "Sauvage"),
        "sans coordonnée": ("2920331000102", "Muet"),
    }


def test_rien_ne_distingue_une_bonne_identite_d_une_mauvaise(assert_sql, monkeypatch) -> None:
    """R-14 : chaque étape rend les mêmes mots, statuts, en-têtes, requêtes, hachages et tâches, et rien ne part."""
    taches: list[object] = []
    monkeypatch.setattr(tasks.emettre_le_secret, "apply_async", lambda args, **k: taches.append(len(args)))
    vus = {}
    for cas, (nir, nom) in _cas_a_ne_pas_distinguer().items():
        vus[cas] = _suivre(autre(REMOTE_ADDR=f"198.51.100.{len(vus)}"), nir, nom, assert_sql)
        oublier_le_cache("default")
    for cas, etapes in vus.items():
        for rang, (vu, attendu) in enumerate(zip(etapes, vus["inconnu"], strict=True)):
            assert vu == attendu, f"{cas}, étape {rang}"
    assert taches == [1] * len(vus), "une tâche chacun, et toutes pareilles"
    assert Courrier.objects.count() == 1, "un seul message est parti : celui de quelqu’un"


def _suivre(qui: Client, nir: str, nom: str, assert_sql) -> list[tuple]:
    """What each step gives back: status, headers, queries, hashes, words."""
    etapes = []

    def noter(geste) -> None:
        with assert_sql() as sql, mock.patch.object(MD5PasswordHasher, "encode", autospec=True) as haches:
            reponse = geste()
        entetes = {k for k in reponse.headers if k != "X-Request-ID"}
        etapes.append((reponse.status_code, entetes, len(sql), haches.call_count, _anonyme(reponse)))

    noter(lambda: s_identifier(qui, nir, nom))
    verification = Verification.objects.latest("pk")
    noter(lambda: qui.get(adresse("canal", verification)))
    with _apres_validation():
        noter(lambda: qui.post(adresse("canal", verification), {"coordonnee": "0"}))
    noter(lambda: qui.get(adresse("code", verification)))
    emettre()
    for _ in range(6):
        noter(lambda: saisir_le_code(qui, verification, "000000"))
    return etapes


def _apres_validation():
    """What waits for the commit runs, in a test that never commits."""
    return mock.patch.object(transaction, "on_commit", lambda fonction, **k: fonction())


def _anonyme(reponse) -> str:
    """The page without what is drawn for each: references, tokens, contact points."""
    html = reponse.content.decode() if reponse.content else reponse["Location"]
    html = re.sub(r"oublie/[0-9A-Z]{16}", "oublie/REF", html)
    html = re.sub(r"[0-9.a-f]{60,}:[\w-]+", "JETON", html)
    html = re.sub(r"XX\sXX\sXX\s\d\d\s\d\d", "MOBILE", html)
    # Decoys have not all the same channels: neither have people.
    html = re.sub(r"<details class=\"repli\".*?</details>", "AUTRES", html, flags=re.DOTALL)
    html = re.sub(r"AUTRES|<p class=\"note\">Un courrier.*?</p>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html)


def test_un_leurre_est_stable_et_change_avec_le_nom() -> None:
    masques = []
    for nom in ("Caillou", "caillou", "Galet"):
        s_identifier(autre(), INCONNU, nom)
        masques.append(Verification.objects.latest("pk").choix)
    assert masques[0] == masques[1] != masques[2]


def test_une_preuve_de_travail_desserre_la_limite_une_absence_la_resserre(client) -> None:
    """MC-17 : rien à recopier ; sans script, moins d'essais."""
    for _ in range(3):
        assert s_identifier(client, INCONNU).status_code == 302
    assert s_identifier(client, INCONNU).status_code == 429
    texte = jeton()
    donnees = {"nir": INCONNU, "nom_naissance": "Roche", "jeton": texte, "preuve": preuve(texte)}
    assert client.post(OUBLI, donnees).status_code == 302


def test_un_envoi_de_robot_est_refuse_et_garde_tout(client) -> None:
    """MC-17."""
    reponse = client.post(OUBLI, {"nir": FICTIF, "nom_naissance": "Roche", "jeton": jeton(), "preuve": ""})
    html = reponse.content.decode()
    assert "robot" in html and FICTIF in html and "Roche" in html
    assert not Verification.objects.exists()


@pytest.mark.parametrize("etape", ["canal", "code", "nouveau", "termine", "abandonner", "renvoyer"])
def test_une_recuperation_n_est_qu_au_navigateur_qui_l_a_commencee(client, etape: str) -> None:
    titulaire()
    verification = jusqu_au_code(client)
    for intrus in (autre(), client):
        if intrus is client:
            client.cookies["navigateur"] = "un-autre-jeton"
        for verbe in ("get", "post"):
            reponse = getattr(intrus, verbe)(adresse(etape, verification), {"code": "123456"})
            assert reponse.status_code == 410
            assert "46\u00a065" not in reponse.content.decode()


def test_l_adresse_d_une_recuperation_qui_n_existe_pas_repond_de_meme(client) -> None:
    assert client.get("/mot-de-passe-oublie/0000000000000000/code/").status_code == 410


@pytest.mark.parametrize("essais", [1, 4])
def test_un_mauvais_code_dit_combien_d_essais_restent(client, essais: int) -> None:
    """MC-30."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    for _ in range(essais):
        reponse = saisir_le_code(client, verification, "000000")
    restants = "un essai" if essais == 4 else "4 essais"
    assert f"Il vous reste {restants}" in reponse.content.decode()
    assert saisir_le_code(client, verification, code_recu()).status_code == 302


def test_au_cinquieme_essai_le_code_meurt_meme_le_bon(client) -> None:
    """R-13."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    for _ in range(5):
        reponse = saisir_le_code(client, verification, "000000")
    assert "essayé 5 fois" in reponse.content.decode()
    oublier_le_cache("default")
    assert "Demandez-en un nouveau" in saisir_le_code(client, verification, code_recu()).content.decode()


def test_un_code_meurt_apres_dix_minutes(client) -> None:
    """R-13."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    Secret.objects.update(perime_le=timezone.now(), cree_le=timezone.now() - timedelta(minutes=10))
    assert "plus de 10 minutes" in saisir_le_code(client, verification, code_recu()).content.decode()


@pytest.mark.parametrize("saisie", ["12345", "1234567", "abcdef", "", "12 34 5", "１２３４５６"])
def test_ce_qui_n_a_pas_la_forme_d_un_code_n_est_pas_un_essai(client, saisie: str) -> None:
    """MC-26."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    assert "6 chiffres" in saisir_le_code(client, verification, saisie).content.decode()
    assert Secret.objects.get().essais == 0


def test_un_renvoi_annule_le_precedent(client) -> None:
    """MC-27."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    premier = code_recu()
    reponse = client.post(adresse("renvoyer", verification))
    assert reponse.status_code == 429 and "Attendez encore" in reponse.content.decode()
    oublier_le_cache("default")
    reponse = client.post(adresse("renvoyer", verification))
    assert "Le précédent ne sert plus" in client.get(reponse["Location"]).content.decode()
    emettre()
    if code_recu() != premier:
        assert saisir_le_code(client, verification, premier).status_code == 200
    assert saisir_le_code(client, verification, code_recu()).status_code == 302


def test_cinq_envois_par_jour_et_pas_un_de_plus(client, monkeypatch) -> None:
    """R-13, à l'horloge des limites."""
    titulaire()
    verification = jusqu_au_code(client)
    debut = time.time()
    statuts = []
    for rang in range(1, 7):
        monkeypatch.setattr("portal.limites.services.time.time", lambda r=rang: debut + 61 * r)
        statuts.append(client.post(adresse("renvoyer", verification)).status_code)
    assert statuts == [302] * 4 + [429] * 2


def test_un_code_sert_une_fois(client) -> None:
    """MC-28 : rejoué par un autre, après usage, il n'ouvre rien."""
    titulaire()
    verification = changer_de_mot_de_passe(client)
    code = code_recu() if Courrier.objects.filter(secret=True).exists() else "000000"
    assert saisir_le_code(client, verification, code)["Location"] == adresse("termine", verification)
    intrus = autre()
    assert saisir_le_code(intrus, verification, code).status_code == 410


def test_la_page_du_nouveau_mot_de_passe_ne_sert_qu_une_fois(client) -> None:
    qui = titulaire()
    verification = changer_de_mot_de_passe(client)
    assert client.get(adresse("nouveau", verification))["Location"] == adresse("termine", verification)
    assert choisir(client, verification, "Girofle77Rouge")["Location"] == adresse("termine", verification)
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU)


def test_on_ne_saute_pas_le_code(client) -> None:
    """ASVS 2.3.1 : les étapes dans l'ordre."""
    qui = titulaire()
    verification = jusqu_au_code(client)
    assert client.get(adresse("nouveau", verification))["Location"] == adresse("code", verification)
    assert choisir(client, verification)["Location"] == adresse("code", verification)
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(MOT_DE_PASSE)


def test_le_quart_d_heure_passe_tout_est_a_refaire(client) -> None:
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    Verification.objects.update(perime_le=timezone.now())
    reponse = choisir(client, verification)
    assert reponse.status_code == 410 and "Recommencer" in reponse.content.decode()


@pytest.mark.parametrize(
    ("mot", "raison"),
    [
        ("Ab1", "8 à 24 caractères"),
        ("A1" + "b" * 23, "8 à 24 caractères"),
        ("Coquelicots", "au moins 1 chiffre"),
        ("COQUELICOT46", "au moins 1 lettre minuscule"),
        ("coquelicot46", "au moins 1 lettre majuscule"),
        ("Coquelicot46!", "uniquement des chiffres et des lettres"),
        ("Coquélicot46", "uniquement des chiffres et des lettres"),
        ("Coque licot46", "uniquement des chiffres et des lettres"),
        ("Camille4x7x2", "ni votre nom ni votre prénom"),
        ("Bleu14031992x", "date de naissance"),
        ("Motdepasse1", "trop courant"),
    ],
)
def test_un_mot_de_passe_refuse_dit_pourquoi(client, mot: str, raison: str) -> None:
    """MC-31, MC-32, MC-33, MC-34, MC-41."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    reponse = choisir(client, verification, mot)
    html = reponse.content.decode().replace("\u00a0", " ")
    assert reponse.status_code == 200 and raison in html and mot not in html


def test_deux_saisies_differentes_sont_refusees(client) -> None:
    """MC-36."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    reponse = choisir(client, verification, NOUVEAU, "Coquelicot47Bleu")
    assert "ne sont pas les mêmes" in reponse.content.decode()


@pytest.mark.parametrize("politique", ["caf_2023", "renforcee"])
def test_les_regles_montrees_sont_celles_qui_jugent(client, settings, politique: str) -> None:
    """MC-37 à MC-41 : une seule liste, de la politique active."""
    settings.POLITIQUE_MOT_DE_PASSE = politique
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    saisir_le_code(client, verification, code_recu())
    page = Page(client.get(adresse("nouveau", verification)).content.decode())
    for regle in politique_active().regles:
        assert regle.phrase in page.texte()


def test_le_changement_ferme_tout_annule_tout_et_previent_partout(client) -> None:
    """R-17, ASVS 7.4.3."""
    qui = titulaire()
    chez_elle = autre()
    se_connecter(chez_elle)
    concurrente = jusqu_au_code(autre(REMOTE_ADDR="198.51.100.1"))
    oublier_le_cache("default")
    changer_de_mot_de_passe(client)
    assert not Session.objects.filter(compte=qui.compte).exists()
    assert chez_elle.get("/mon-compte/").status_code == 302
    assert not Secret.objects.filter(utilise_le=None, annule_le=None).exists()
    concurrente.refresh_from_db()
    assert concurrente.etat == EtatVerification.ABANDON
    avis = Courrier.objects.filter(modele="mot_de_passe_change").order_by("pk")
    assert [a.canal for a in avis] == ["sms", "courriel", "courrier"]
    assert not any(a.secret for a in avis)
    assert "heure de Paris" in avis[1].contenu.texte and "3230" in avis[0].contenu.texte
    evenement = Evenement.objects.get(action="accounts.mot_de_passe_choisi")
    assert evenement.sujet == f"personne:{qui.reference}"


def test_l_ancien_mot_de_passe_n_entre_plus(client) -> None:
    titulaire()
    changer_de_mot_de_passe(client)
    assert se_connecter(autre()).status_code == 200


def test_abandonner_ne_change_rien_et_annule_le_code(client) -> None:
    """GEN-20."""
    qui = titulaire()
    verification = jusqu_au_code(client)
    emettre()
    code = code_recu()
    question = client.get(adresse("abandonner", verification)).content.decode()
    assert "Rien n’est changé" in question
    verification.refresh_from_db()
    assert verification.etat == EtatVerification.ENVOYEE, "ouvrir la page n’abandonne rien"
    assert client.post(adresse("abandonner", verification))["Location"] == "/connexion/"
    assert saisir_le_code(client, verification, code)["Location"] == "/connexion/"
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(MOT_DE_PASSE)
    assert Secret.objects.get().annule_le


@pytest.mark.parametrize("etape", ["canal", "code", "nouveau"])
def test_abandonner_est_a_chaque_etape(client, etape: str) -> None:
    """GEN-20."""
    titulaire()
    verification = jusqu_au_code(client)
    emettre()
    if etape == "nouveau":
        saisir_le_code(client, verification, code_recu())
    page = Page(client.get(adresse(etape, verification)).content.decode())
    assert adresse("abandonner", verification) in page.liens()


def test_par_courrier_on_dit_le_delai_et_un_secret_long_ouvre_une_fois(client) -> None:
    """MC-22, R-16."""
    qui = titulaire()
    verification = jusqu_au_code(client, rang=2)
    page = client.get(adresse("code", verification)).content.decode()
    assert "5 à 8 jours" in page and 'name="code"' not in page
    emettre()
    lettre = Courrier.objects.get()
    assert lettre.canal == "courrier" and lettre.etat == Etat.A_ENVOYER
    secret = code_recu()
    assert len(secret.replace("-", "")) == 16
    ailleurs = autre()
    reponse = ailleurs.post("/premiere-connexion/code/", {"nir": FICTIF, "code": secret.lower()})
    suite = Verification.objects.latest("pk")
    assert reponse["Location"] == adresse("nouveau", suite)
    assert "Mot de passe oublié" in ailleurs.get(reponse["Location"]).content.decode()
    choisir(ailleurs, suite)
    qui.compte.refresh_from_db()
    assert qui.compte.check_password(NOUVEAU)
    oublier_le_cache("default")
    encore = autre().post("/premiere-connexion/code/", {"nir": FICTIF, "code": secret})
    assert encore.status_code == 200 and "déjà servi" in encore.content.decode()


def test_une_seule_lettre_est_en_route_a_la_fois(client) -> None:
    """Un acharné ne remplit pas une boîte aux lettres, et n'empêche pas la première d'ouvrir."""
    titulaire()
    verification = jusqu_au_code(client, rang=2)
    emettre()
    secret = code_recu()
    for _ in range(2):
        oublier_le_cache("default")
        assert client.post(adresse("canal", verification), {"coordonnee": "2"}).status_code == 302
        emettre()
    assert Courrier.objects.count() == 1
    Secret.objects.filter(empreinte__isnull=False).update(emis_le=timezone.now() - timedelta(days=4))
    oublier_le_cache("default")
    client.post(adresse("canal", verification), {"coordonnee": "2"})
    emettre()
    assert Courrier.objects.count() == 2
    reponse = autre().post("/premiere-connexion/code/", {"nir": FICTIF, "code": secret})
    assert reponse.status_code == 302, "la première reste bonne"


def test_un_code_demande_pour_quelqu_un_ne_vaut_pas_pour_un_autre(client) -> None:
    titulaire()
    victime = titulaire(AUTRE_FICTIF, nom_naissance="Galet", prenoms="Sacha")
    la_sienne = jusqu_au_code(client)
    emettre()
    code = code_recu()
    voleur = autre(REMOTE_ADDR="198.51.100.2")
    verification = jusqu_au_code(voleur, AUTRE_FICTIF, "Galet")
    emettre()
    if code_recu() != code:
        assert saisir_le_code(voleur, verification, code).status_code == 200
    assert la_sienne.personne_id != victime.pk


def test_l_ouvrier_n_emet_qu_une_fois_et_rien_pour_personne(client) -> None:
    titulaire()
    jusqu_au_code(client)
    jusqu_au_code(autre(REMOTE_ADDR="198.51.100.3"), INCONNU)
    for _ in range(2):
        for reference in Secret.objects.order_by("pk").values_list("reference", flat=True):
            tasks.emettre_le_secret(reference)
    assert Courrier.objects.count() == 1
    pour_personne = Secret.objects.get(personne=None)
    assert pour_personne.emis_le and pour_personne.empreinte is None


def test_ce_que_la_file_a_perdu_part_quand_meme(client) -> None:
    titulaire()
    jusqu_au_code(client)
    assert tasks.emettre_les_oublies() == 0, "la file a encore sa chance"
    Secret.objects.update(cree_le=timezone.now() - timedelta(seconds=11))
    assert tasks.emettre_les_oublies() == 1 and Courrier.objects.count() == 1


def test_un_code_demande_trop_tard_ne_part_plus(client) -> None:
    titulaire()
    jusqu_au_code(client)
    Secret.objects.update(perime_le=timezone.now(), cree_le=timezone.now() - timedelta(minutes=11))
    secrets.emettre(Secret.objects.get().reference)
    assert not Courrier.objects.exists()


def test_la_purge_garde_un_mois_et_emporte_le_reste(client) -> None:
    titulaire()
    jusqu_au_code(client)
    vieux = timezone.now() - timedelta(days=31)
    Secret.objects.update(cree_le=vieux - timedelta(minutes=10), perime_le=vieux)
    assert tasks.purger_les_acces() == 1
    Verification.objects.update(perime_le=vieux)
    assert tasks.purger_les_acces() == 1
    assert not Secret.objects.exists() and not Verification.objects.exists()


def test_les_pages_sont_legeres_et_font_peu_de_requetes(client, assert_sql) -> None:
    titulaire()
    with assert_sql(0):
        pages = [client.get(OUBLI)]
    verification = jusqu_au_code(client)
    with assert_sql(au_plus=4):
        pages += [client.get(adresse("canal", verification)), client.get(adresse("code", verification))]
    emettre()
    saisir_le_code(client, verification, code_recu())
    with assert_sql(au_plus=3):
        pages.append(client.get(adresse("nouveau", verification)))
    with assert_sql(au_plus=30):
        choisir(client, verification)
    for page in pages:
        assert octets_compresses(page.content) <= 12 * KO and "no-store" in page.headers["Cache-Control"]
