"""« Double vérification »: its pages, and the two doors where what was set is asked."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import EtatVerification, UsageVerification
from accounts.models import Appareil, CodeSecours, Compte, Facteur, Session, Verification
from accounts.services.levee import demander_levee, levee_en_cours
from accounts.services.second_facteur import a_un_facteur, ouvrir_verification
from portal.journal.models import Evenement
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
    ajouter_une_cle,
    avec_application,
    avec_codes,
    chez_soi,
    code_de,
    compte_de,
    entrer_par_cle,
    prouver,
)
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF
from tests.outils.canari import Secret, chercher, lieu
from tests.outils.cle_logicielle import CleLogicielle
from tests.outils.client import ClientExigeant
from tests.outils.mesures import KO, octets_compresses, texte_sql
from tests.outils.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
ENTREE = "/connexion/verification/"
PREUVE = f"{SECURITE}preuve/"
COMPTE = "/mon-compte/"


def exigeant(client: Client) -> ClientExigeant:
    """The same session, by the client that checks each page."""
    autre = ClientExigeant()
    autre.cookies = client.cookies
    return autre


def dedans(client: Client) -> bool:
    return client.get(SECURITE).status_code == 200


def texte(reponse) -> str:
    return Page(reponse.content.decode()).texte().replace("\u00a0", " ")


# ------------------------------------------------------------------ adding
def test_relier_une_application_puis_voir_ses_codes() -> None:
    qui = titulaire()
    client = exigeant(chez_soi(qui))
    assert client.get(reverse("comptes:relier_application"))["Location"].endswith("/application/")
    assert "FreeOTP" in texte(client.get(reverse("comptes:ajouter_application")))
    assert not Facteur.objects.exists(), "lire la page ne prépare rien"
    suite = client.post(reverse("comptes:ajouter_application"))["Location"]
    facteur = Facteur.objects.get()
    page = client.get(suite)
    assert '<path fill="#000"' in page.content.decode() and "no-store" in page.headers["Cache-Control"]
    assert "otpauth://totp/Mes%20droits%20familles:Camille" in page.content.decode()
    assert FICTIF not in page.content.decode() and "Roche" not in page.content.decode()
    faux = client.post(suite, {"reference": facteur.reference, "code": _faux(facteur)})
    assert "pas le code de cette application" in texte(faux)
    reliee = client.post(suite, {"reference": facteur.reference, "code": code_de(facteur)})
    assert reliee["Location"].endswith("/codes-de-secours/?double=ajoutee")
    assert "C’est ajouté." in texte(client.get(reliee["Location"]))
    assert a_un_facteur(compte_de(qui))
    assert "Application de codes, ajoutée le" in texte(client.get(SECURITE))


def _faux(facteur: Facteur) -> str:
    bons = {code_de(facteur, dans=i) for i in (-1, 0, 1, 2)}
    return next(f"{n:06}" for n in range(9) if f"{n:06}" not in bons)


def test_une_page_que_une_autre_a_remplacee_le_dit() -> None:
    client = exigeant(chez_soi())
    client.post(reverse("comptes:ajouter_application"))
    ancienne = Facteur.objects.get()
    suite = client.post(reverse("comptes:ajouter_application"))["Location"]
    vue = client.post(suite, {"reference": ancienne.reference, "code": code_de(ancienne)})
    assert "Une autre page a préparé un autre code" in texte(vue) and not Facteur.objects.get().confirme_le


def test_ajouter_une_cle_la_nommer_et_la_voir() -> None:
    qui = titulaire()
    client = exigeant(chez_soi(qui))
    page = client.get(reverse("comptes:ajouter_cle")).content.decode()
    assert 'data-cle="create"' in page and "JavaScript" in page
    assert ajouter_une_cle(client, CleLogicielle())["Location"].endswith("?double=ajoutee")
    assert "Clé d’accès, ajoutée le" in texte(client.get(SECURITE))
    assert "une clé d’accès ajoutée" in texte(client.get(SECURITE))


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"nom": ""}, "Donnez-lui un nom"),
        ({"nom": "n" * 61}, "60"),
        ({"reponse": ""}, "n’a pas été reconnue"),
        ({"reponse": '{"id": 3}'}, "n’a pas été reconnue"),
    ],
)
def test_une_cle_mal_creee_le_dit_et_garde_le_nom(champs: dict, dit: str) -> None:
    client = exigeant(chez_soi())
    options = client.post(reverse("comptes:options_ajout")).json()
    donnees = {"nom": "Mon téléphone", "reponse": CleLogicielle().creer(options), **champs}
    html = client.post(reverse("comptes:ajouter_cle"), donnees).content.decode()
    assert dit in html and donnees["nom"] in html and not Facteur.objects.exists()


def test_la_meme_reponse_ne_cree_pas_deux_cles() -> None:
    """A challenge is signed once."""
    client = exigeant(chez_soi())
    options = client.post(reverse("comptes:options_ajout")).json()
    cle = CleLogicielle()
    donnees = {"nom": "Une", "reponse": cle.creer(options)}
    assert client.post(reverse("comptes:ajouter_cle"), donnees).status_code == 302
    Facteur.objects.all().delete()
    assert "n’a pas été reconnue" in client.post(reverse("comptes:ajouter_cle"), donnees).content.decode()


def test_par_une_adresse_en_chiffres_la_page_le_dit() -> None:
    client = exigeant(chez_soi())
    dit = client.get(reverse("comptes:ajouter_cle"), SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    assert "http://localhost:8000/mon-compte/securite/" in dit.content.decode()
    assert 'data-cle="create"' not in dit.content.decode()
    options = client.post(reverse("comptes:options_ajout"), SERVER_NAME="127.0.0.1", SERVER_PORT="8000")
    assert options.status_code == 404
    porte = navigateur().get("/connexion/", SERVER_NAME="127.0.0.1")
    assert "data-cle" not in porte.content.decode()
    assert 'data-cle="get"' in navigateur().get("/connexion/").content.decode()


# ------------------------------------------------------------------ the sheet
def test_les_codes_se_montrent_une_fois_et_se_comptent() -> None:
    qui = titulaire()
    avec_application(qui)
    client = exigeant(chez_soi_double(qui))
    adresse = reverse("comptes:codes_secours")
    assert "Vous n’en avez pas encore" in texte(client.get(adresse))
    assert "aucun code de secours" in texte(client.get(SECURITE))
    page = client.post(adresse)
    codes = re.findall(r"<code>([0-9A-Z-]{14})</code>", page.content.decode())
    assert len(codes) == 10 and "no-store" in page.headers["Cache-Control"]
    assert "Il vous en reste 10" in texte(client.get(adresse))
    assert all(code not in client.get(a).content.decode() for code in codes for a in (adresse, SECURITE))
    garder = list(CodeSecours.objects.order_by("pk").values_list("pk", flat=True))[:2]
    CodeSecours.objects.exclude(pk__in=garder).update(utilise_le=timezone.now())
    assert "Il ne vous reste que 2 codes de secours" in texte(client.get(SECURITE))


def chez_soi_double(qui) -> Client:
    """At home, by the application, having just proven it."""
    client = Client(headers={"sec-fetch-site": "same-origin"})
    se_connecter(client)
    facteur = Facteur.objects.get(compte=compte_de(qui), nature="totp")
    assert client.post(ENTREE, {"moyen": "application", "code": code_de(facteur)})["Location"] == COMPTE
    return client


def test_sans_facteur_il_n_y_a_pas_de_codes() -> None:
    client = chez_soi()
    for verbe in (client.get, client.post):
        assert verbe(reverse("comptes:codes_secours"))["Location"] == SECURITE
    assert not CodeSecours.objects.exists()


# ------------------------------------------------------------------ naming and removing
def test_renommer_puis_retirer() -> None:
    qui = titulaire()
    client = exigeant(chez_soi(qui))
    ajouter_une_cle(client, CleLogicielle())
    reference = Facteur.objects.get().reference
    renommer, retirer = (reverse(f"comptes:{n}_facteur", args=[reference]) for n in ("renommer", "retirer"))
    assert "Mon téléphone" in client.get(renommer).content.decode()
    assert "Donnez-lui un nom" in client.post(renommer, {"nom": " "}).content.decode()
    assert client.post(renommer, {"nom": "<b>Tablette</b>"})["Location"] == f"{SECURITE}?double=renommee"
    page = client.get(f"{SECURITE}?double=renommee").content.decode()
    assert "&lt;b&gt;Tablette" in page and "C’est renommé." in page
    assert "votre dernière preuve" in texte(client.get(retirer)) and Facteur.objects.exists()
    assert client.post(retirer)["Location"] == f"{SECURITE}?double=retiree"
    assert not Facteur.objects.exists()
    assert client.get(retirer).status_code == client.get(renommer).status_code == 404
    assert client.post(retirer)["Location"] == SECURITE


def test_le_facteur_d_un_autre_n_existe_pas() -> None:
    autre = titulaire(AUTRE_FICTIF)
    facteur = avec_application(autre)
    client = chez_soi()
    for nom in ("renommer", "retirer"):
        for reference in (facteur.reference, "0" * 16):
            assert client.get(reverse(f"comptes:{nom}_facteur", args=[reference])).status_code == 404
    client.post(reverse("comptes:retirer_facteur", args=[facteur.reference]))
    assert a_un_facteur(compte_de(autre))


PAGES = ("ajouter_application", "relier_application", "ajouter_cle", "options_ajout", "codes_secours")


@pytest.mark.parametrize("nom", PAGES)
def test_sans_preuve_recente_rien_ne_change(nom: str) -> None:
    titulaire()
    client = Client(headers={"sec-fetch-site": "same-origin"})
    se_connecter(client)
    adresse = reverse(f"comptes:{nom}")
    assert client.post(adresse)["Location"] == f"{PREUVE}?suite={adresse}"
    assert not Facteur.objects.exists()
    assert navigateur().get(adresse)["Location"].startswith("/connexion/")


# ------------------------------------------------------------------ the door, with what was set
def test_qui_a_une_application_ne_recoit_plus_de_code_et_entre_par_elle(settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"
    qui = titulaire()
    facteur = avec_application(qui)
    client = navigateur()
    assert se_connecter(client)["Location"] == ENTREE
    assert not Verification.objects.exists(), "aucun code n’est parti à la place"
    page = client.get(ENTREE)
    assert "Avec votre application" in texte(page) and "Avec votre clé" not in texte(page)
    assert "SMS" not in texte(page)
    refus = client.post(ENTREE, {"moyen": "application", "code": _faux(facteur)})
    assert "pas le bon code" in texte(refus) and not dedans(client)
    code = code_de(facteur)
    assert client.post(ENTREE, {"moyen": "application", "code": code})["Location"] == COMPTE
    assert dedans(client)
    ailleurs = navigateur()
    se_connecter(ailleurs)
    rejoue = ailleurs.post(ENTREE, {"moyen": "application", "code": code})
    assert "a déjà servi" in texte(rejoue) and not dedans(ailleurs)


def test_la_double_verification_vaut_preuve_et_peut_dispenser_trente_jours() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    client = navigateur()
    se_connecter(client)
    client.post(ENTREE, {"moyen": "application", "code": code_de(facteur), "confiance": "on"})
    assert client.get(reverse("comptes:ajouter_cle")).status_code == 200
    assert Appareil.objects.get().usage == "confiance"
    client.post("/deconnexion/")
    assert se_connecter(client)["Location"] == COMPTE
    assert client.get(reverse("comptes:ajouter_cle")).status_code == 302, "la confiance n’est pas une preuve"


def test_un_code_de_secours_ouvre_une_fois() -> None:
    qui = titulaire()
    avec_application(qui)
    codes = avec_codes(qui)
    Session.objects.all().delete()
    client, autre = navigateur(), navigateur()
    se_connecter(client)
    assert "12 caractères" in texte(client.post(ENTREE, {"moyen": "secours", "code": "1234"}))
    assert client.post(ENTREE, {"moyen": "secours", "code": codes[0]})["Location"] == COMPTE
    se_connecter(autre)
    refus = autre.post(ENTREE, {"moyen": "secours", "code": codes[0]})
    assert "a déjà servi" in texte(refus) and not dedans(autre)


def test_une_cle_en_second_facteur() -> None:
    qui = titulaire()
    cle = CleLogicielle(verifie=False)
    chez = chez_soi(qui)
    ajouter_une_cle(chez, cle)
    client = navigateur()
    se_connecter(client)
    options = client.post(reverse("comptes:entree_options")).json()
    assert len(options["allowCredentials"]) == 1 and options["userVerification"] == "preferred"
    reponse = cle.presenter(options)
    assert client.post(ENTREE, {"moyen": "cle", "reponse": reponse})["Location"] == COMPTE
    ailleurs = navigateur()
    se_connecter(ailleurs)
    rejouee = ailleurs.post(ENTREE, {"moyen": "cle", "reponse": reponse})
    assert "n’a pas été reconnue" in texte(rejouee) and not dedans(ailleurs)


def test_apres_une_recuperation_le_facteur_est_encore_demande(client) -> None:
    """R-15, ASVS 6.4.3."""
    qui = titulaire()
    facteur = avec_application(qui)
    changer_de_mot_de_passe(client)
    qui_revient = navigateur()
    assert se_connecter(qui_revient, mot=NOUVEAU)["Location"] == ENTREE
    assert qui_revient.get(SECURITE).status_code == 302
    qui_revient.post(ENTREE, {"moyen": "application", "code": code_de(facteur)})
    assert dedans(qui_revient)


def test_les_essais_sont_comptes_a_la_porte() -> None:
    qui = titulaire()
    facteur = avec_application(qui)
    client = navigateur()
    se_connecter(client)
    for _ in range(5):
        assert client.post(ENTREE, {"moyen": "application", "code": _faux(facteur)}).status_code == 200
    frein = client.post(ENTREE, {"moyen": "application", "code": code_de(facteur)})
    assert frein.status_code == 429 and "Trop d’essais" in texte(frein) and frein.headers["Retry-After"]


def test_sans_mot_de_passe_la_seconde_porte_ne_s_ouvre_pas() -> None:
    avec_application(titulaire())
    client = navigateur()
    for adresse in (ENTREE, reverse("comptes:entree_options")):
        assert (
            client.post(adresse, {"moyen": "application", "code": "123456"})["Location"]
            == "/connexion/?tard=1"
        )


def test_un_code_en_route_ne_remplace_pas_un_facteur_ajoute_entre_temps(settings) -> None:
    """Whoever waits behind the password with a code to come, while its owner adds a key."""
    settings.SECOND_FACTEUR = "nouvel_appareil"
    qui = titulaire()
    voleur = navigateur()
    se_connecter(voleur)
    suite = voleur.get(ENTREE)["Location"]
    emettre()
    code = code_recu()
    settings.SECOND_FACTEUR = "jamais"
    ajouter_une_cle(chez_soi(qui), CleLogicielle())
    settings.SECOND_FACTEUR = "nouvel_appareil"
    assert voleur.post(suite, {"code": code})["Location"] == "/connexion/?tard=1"
    assert not dedans(voleur)


# ------------------------------------------------------------------ the proof, with what was set
def test_la_preuve_par_l_application_mene_ou_l_on_allait_sans_code_ni_mot_de_passe() -> None:
    qui = titulaire()
    client = exigeant(chez_soi(qui))
    facteur = avec_application(qui)
    session = client.session
    session.pop("preuve_le")
    session.save()
    voulue = reverse("comptes:ajouter_cle")
    adresse = client.get(voulue)["Location"]
    assert adresse == f"{PREUVE}?suite={voulue}"
    page = texte(client.get(adresse))
    assert "Avec votre application" in page and "Votre mot de passe" not in page
    refus = client.post(adresse, {"moyen": "application", "code": _faux(facteur)})
    assert "pas le bon code" in texte(refus) and client.get(voulue).status_code == 302
    assert client.post(adresse, {"moyen": "application", "code": code_de(facteur)})["Location"] == voulue
    assert client.get(voulue).status_code == 200 and not Verification.objects.exists()


def test_la_preuve_par_une_cle() -> None:
    client = exigeant(chez_soi())
    cle = CleLogicielle()
    ajouter_une_cle(client, cle)
    session = client.session
    session.pop("preuve_le")
    session.save()
    options = client.post(reverse("comptes:preuve_options")).json()
    assert client.post(PREUVE, {"moyen": "cle", "reponse": cle.presenter(options)})["Location"] == SECURITE
    assert client.get(reverse("comptes:ajouter_application")).status_code == 200


def test_un_code_de_preuve_en_route_tombe_avec_l_ajout() -> None:
    qui = titulaire()
    verification = ouvrir_verification(usage=UsageVerification.PREUVE, personne=qui, navigateur="n")
    ajouter_une_cle(chez_soi(qui), CleLogicielle())
    verification.refresh_from_db()
    assert verification.etat == EtatVerification.ABANDON


# ------------------------------------------------------------------ a key alone
def test_une_cle_seule_ouvre_et_vaut_les_deux_facteurs(settings) -> None:
    settings.SECOND_FACTEUR = "toujours"
    cle = CleLogicielle()
    ajouter_une_cle(_chez(settings), cle)
    client = navigateur()
    assert entrer_par_cle(client, cle)["Location"] == COMPTE and dedans(client)
    assert client.get(reverse("comptes:ajouter_application")).status_code == 200, "elle vaut preuve"
    assert Evenement.objects.filter(action="accounts.connexion").count() == 2


def _chez(settings) -> Client:
    avant, settings.SECOND_FACTEUR = settings.SECOND_FACTEUR, "jamais"
    client = chez_soi()
    settings.SECOND_FACTEUR = avant
    return client


def test_une_cle_seule_annule_un_retrait_qu_un_autre_aurait_demande() -> None:
    """Who shows it has not lost it."""
    qui = titulaire()
    cle = CleLogicielle()
    ajouter_une_cle(chez_soi(qui), cle)
    demander_levee(compte=compte_de(qui), personne=qui, adresse="198.51.100.9")
    assert dedans_par(cle) and levee_en_cours(compte_de(qui)) is None


def dedans_par(cle: CleLogicielle) -> bool:
    client = navigateur()
    entrer_par_cle(client, cle)
    return dedans(client)


def test_une_cle_seule_mene_ou_l_on_allait_et_jamais_ailleurs() -> None:
    cle = CleLogicielle()
    ajouter_une_cle(chez_soi(), cle)
    assert entrer_par_cle(navigateur(), cle, question=f"?next={SECURITE}")["Location"] == SECURITE
    assert entrer_par_cle(navigateur(), cle, question="?next=https://exemple.example/")["Location"] == COMPTE


def test_inconnue_ou_mal_signee_la_meme_reponse() -> None:
    cle, inconnue = CleLogicielle(), CleLogicielle()
    ajouter_une_cle(chez_soi(), cle)
    inconnue.poignee = cle.poignee
    vues = []
    for presentee, remplace in ((inconnue, {}), (cle, {"signature": b"n"})):
        client = navigateur()
        reponse = entrer_par_cle(client, presentee, **remplace)
        vues.append((reponse.status_code, reponse["Location"], texte(client.get(reponse["Location"]))))
        assert not dedans(client)
    assert vues[0] == vues[1] and vues[0][1] == "/connexion/?cle=1"
    assert "n’ouvre aucun compte ici" in vues[0][2]


def test_une_cle_seule_ne_se_rejoue_ni_ici_ni_ailleurs() -> None:
    cle = CleLogicielle(compte_les_usages=False)
    ajouter_une_cle(chez_soi(), cle)
    voleur, client = navigateur(), navigateur()
    options = client.post(reverse("comptes:options_entree")).json()
    reponse = cle.presenter(options)
    voleur.post(reverse("comptes:options_entree"))
    adresse = reverse("comptes:connexion_cle")
    assert voleur.post(adresse, {"reponse": reponse})["Location"] == "/connexion/?cle=1"
    assert client.post(adresse, {"reponse": reponse})["Location"] == COMPTE
    client.post("/deconnexion/")
    assert client.post(adresse, {"reponse": reponse})["Location"] == "/connexion/?cle=1"


def test_la_session_ne_commence_qu_au_bouton_et_change_de_cle_a_l_entree() -> None:
    cle = CleLogicielle()
    ajouter_une_cle(chez_soi(), cle)
    avant = Session.objects.count()
    client = navigateur()
    client.get("/connexion/")
    assert Session.objects.count() == avant and not client.cookies.get("sessionid")
    options = client.post(reverse("comptes:options_entree")).json()
    anonyme = client.session.session_key
    client.post(reverse("comptes:connexion_cle"), {"reponse": cle.presenter(options)})
    assert client.session.session_key != anonyme and "cle_entree" not in client.session


def test_qui_insiste_attend() -> None:
    client = navigateur()
    statuts = [client.post(reverse("comptes:options_entree")).status_code for _ in range(21)]
    assert statuts == [200] * 20 + [429]
    dit = client.post(reverse("comptes:options_entree"))
    assert "Trop d’essais" in dit.json()["message"] and dit.headers["Retry-After"]


@pytest.mark.parametrize("nom", ["connexion_cle", "options_entree", "entree_options"])
def test_ouvrir_l_adresse_a_la_main_ramene_a_la_connexion(nom: str) -> None:
    assert navigateur().get(reverse(f"comptes:{nom}"))["Location"].startswith("/connexion/")


# ------------------------------------------------------------------ what stays nowhere
def test_aucun_secret_ne_reste_dans_une_session_une_page_ou_une_ligne() -> None:
    qui = titulaire()
    client = chez_soi(qui)
    client.post(reverse("comptes:ajouter_application"))
    facteur = Facteur.objects.get()
    client.get(reverse("comptes:relier_application"))
    code = code_de(facteur)
    client.post(reverse("comptes:relier_application"), {"reference": facteur.reference, "code": code})
    page = client.post(reverse("comptes:codes_secours")).content.decode()
    codes = re.findall(r"<code>([0-9A-Z-]{14})</code>", page)
    ajouter_une_cle(client, CleLogicielle())
    from accounts import totp

    secrets = [
        Secret("clé partagée", totp.en_base_32(facteur.secret)),
        Secret("octets", facteur.secret.hex()),
        *(Secret(f"code {n}", c.replace("-", ""), condense=False) for n, c in enumerate(codes)),
    ]
    lieux = [
        lieu("session", str(dict(client.session.items()))),
        lieu("Ma sécurité", client.get(SECURITE).content.decode()),
        lieu("journal", str(list(Evenement.objects.values_list("action", "sujet", "donnees")))),
        lieu("facteurs", str([bytes(f.secret_scelle) for f in Facteur.objects.all()])),
        lieu("codes", str(list(CodeSecours.objects.values()))),
    ]
    assert chercher(secrets, lieux) == []
    assert not {"cle_ajout", "cle_entree", "cle_preuve"} & set(client.session.keys())


@pytest.mark.parametrize(
    "nom",
    [
        "securite",
        "ajouter_application",
        "relier_application",
        "ajouter_cle",
        "codes_secours",
        "second_facteur",
    ],
)
def test_les_pages_lisent_toujours_les_memes_choses(nom: str, assert_sql, snapshot) -> None:
    qui = titulaire()
    client = chez_soi(qui)
    for _ in range(3):
        ajouter_une_cle(client, CleLogicielle())
    client.post(reverse("comptes:ajouter_application"))
    if nom == "second_facteur":
        client = navigateur()
        se_connecter(client)
    with assert_sql(au_plus=12) as vu:
        reponse = client.get(reverse(f"comptes:{nom}"))
    assert reponse.status_code == 200 and octets_compresses(reponse.content) <= 12 * KO
    assert texte_sql(vu) == snapshot


def test_un_voleur_qui_ajoute_sa_cle_ne_garde_ni_la_porte_ni_la_maison(client) -> None:
    """Their key closes the owner's sessions and opens the account alone. Its owner comes back by a code and objects."""
    qui = titulaire()
    voleur, ici, sienne = chez_soi(qui), chez_soi(qui), CleLogicielle()
    ajouter_une_cle(voleur, sienne, "Au voleur")
    assert not dedans(ici), "fermée par l’ajout"
    bloque = navigateur()
    se_connecter(bloque)
    assert "Choisir un nouveau mot de passe" in texte(bloque.get(ENTREE))
    assert bloque.post(f"{ENTREE}contester/")["Location"] == ENTREE and a_un_facteur(compte_de(qui))
    changer_de_mot_de_passe(client)
    assert se_connecter(client, mot=NOUVEAU)["Location"] == ENTREE
    page = client.get(ENTREE).content.decode()
    assert "Au voleur" in page and "Retirer ce qui est récent" in page
    assert client.get(f"{ENTREE}contester/")["Location"] == ENTREE and a_un_facteur(compte_de(qui))
    assert client.post(f"{ENTREE}contester/")["Location"] == COMPTE
    assert dedans(client) and not dedans(voleur) and not Facteur.objects.exists()
    assert entrer_par_cle(voleur, sienne)["Location"] == "/connexion/?cle=1"
    assert Evenement.objects.filter(action="accounts.facteurs_contestes").count() == 1


def test_un_facteur_d_une_semaine_est_demande_a_qui_revient_par_un_code(client) -> None:
    """R-15: a recovery never skips what its owner has set; only what is a few days old may be contested."""
    qui = titulaire()
    ajouter_une_cle(chez_soi(qui), CleLogicielle())
    Facteur.objects.update(confirme_le=timezone.now() - timedelta(days=8))
    changer_de_mot_de_passe(client)
    assert se_connecter(client, mot=NOUVEAU)["Location"] == ENTREE
    assert "Retirer ce qui est récent" not in client.get(ENTREE).content.decode()
    assert client.post(f"{ENTREE}contester/")["Location"] == ENTREE
    assert a_un_facteur(compte_de(qui)) and not dedans(client)


def test_apres_pas_moi_meme_une_cle_ancienne_n_ouvre_plus_seule(client) -> None:
    """The way back is a recovery; then the key is asked again."""
    qui = titulaire()
    ici, cle = chez_soi(qui), CleLogicielle()
    ajouter_une_cle(ici, cle)
    Facteur.objects.update(confirme_le=timezone.now() - timedelta(days=31))
    ici.post(f"{SECURITE}pas-moi/")
    assert a_un_facteur(compte_de(qui))
    assert entrer_par_cle(navigateur(), cle)["Location"] == "/connexion/?cle=1"
    changer_de_mot_de_passe(client)
    assert se_connecter(client, mot=NOUVEAU)["Location"] == ENTREE
    assert entrer_par_cle(navigateur(), cle)["Location"] == COMPTE


def test_ce_qui_est_ancien_ne_se_conteste_pas(client) -> None:
    """ASVS 6.4.3: a recovery never skips what its owner has had for long."""
    qui = titulaire()
    ancien = avec_application(qui)
    changer_de_mot_de_passe(client)
    se_connecter(client, mot=NOUVEAU)
    assert "Ce n’est pas moi qui l’ai ajouté" not in texte(client.get(ENTREE))
    assert client.post(f"{ENTREE}contester/")["Location"] == ENTREE
    assert not dedans(client) and list(Facteur.objects.all()) == [ancien]


def test_contester_demande_d_etre_revenu_dans_ce_navigateur(client) -> None:
    qui = titulaire()
    ajouter_une_cle(chez_soi(qui), CleLogicielle())
    changer_de_mot_de_passe(client)
    ailleurs = navigateur()
    se_connecter(ailleurs, mot=NOUVEAU)
    ailleurs.post(f"{ENTREE}contester/")
    assert a_un_facteur(compte_de(qui)) and not dedans(ailleurs)
    Verification.objects.update(perime_le=timezone.now())
    se_connecter(client, mot=NOUVEAU)
    client.post(f"{ENTREE}contester/")
    assert a_un_facteur(compte_de(qui)), "un quart d’heure, pas plus"


def test_un_compte_sans_personne_n_a_pas_ces_pages(client) -> None:
    client.force_login(Compte.objects.create_user(nature="usager"))
    prouver(client)
    for nom in ("ajouter_application", "ajouter_cle", "codes_secours"):
        assert client.get(reverse(f"comptes:{nom}")).status_code == 404
