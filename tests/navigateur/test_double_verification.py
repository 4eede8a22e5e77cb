"""Second factors in a real browser, under the strict policy: a virtual authenticator, an application, a sheet."""

import re

import pytest
from playwright.sync_api import CDPSession, Page, expect

from accounts import totp
from accounts.models import Facteur, Secret, Session
from tests.accounts.acces import MOT_DE_PASSE, NOUVEAU
from tests.accounts.doubles import avec_application, avec_codes, code_de
from tests.navigateur.compte import CONNEXION, ESPACE, MOBILE, Usager, jusqu_a, travailler
from tests.navigateur.regard import Regard
from tests.outils.hostilite import oublier_le_cache
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]
SECURITE = "/mon-compte/securite/"
CREER, AVEC_LA_CLE = "Créer la clé d’accès", "Se connecter avec une clé d’accès"


class Authentificateur:
    """The screen lock of a telephone, played by Chromium."""

    def __init__(self, page: Page) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def reconnait_son_porteur(self, oui: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": oui})


def prouver(usager: Usager) -> None:
    """« Vérifier que c'est vous », by who has set nothing yet."""
    usager.page.get_by_label("Votre mot de passe").fill(MOT_DE_PASSE)
    usager.presser("Continuer")
    expect(usager.page).to_have_url(re.compile("/code/$"))
    travailler()
    usager.taper_le_code(usager.lire_le_code(MOBILE))


def ajouter_une_cle(usager: Usager, nom: str = "Mon téléphone") -> None:
    """From « Ma sécurité » to the sheet of codes."""
    usager.page.goto(SECURITE)
    usager.suivre("Ajouter une clé d’accès")
    if "preuve" in usager.page.url:
        prouver(usager)
    usager.lit("Ajouter une clé d’accès")
    usager.page.get_by_label("Nom").fill(nom)
    usager.presser(CREER)


def sortir(usager: Usager) -> None:
    usager.page.goto(ESPACE)
    usager.presser("Me déconnecter")
    usager.lit("Connexion")


@pytest.mark.parametrize("largeur", [360, 1280])
def test_une_cle_de_l_ajout_a_la_connexion_sans_mot_de_passe(camille, visiteur, largeur: int) -> None:
    page: Page = visiteur(None, largeur=largeur)
    Authentificateur(page)
    usager = Usager(page)
    usager.entrer()
    ajouter_une_cle(usager)
    usager.lit("Codes de secours")
    expect(page.get_by_role("status")).to_contain_text("C’est ajouté.")
    usager.presser("Voir mes codes de secours")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(10)
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    usager.suivre("C’est fait")
    expect(page.get_by_role("heading", name="Mon téléphone")).to_be_visible()
    sortir(usager)

    usager.se_connecter()
    usager.lit("Double vérification")
    usager.presser("Utiliser ma clé d’accès")
    usager.est_chez_soi()
    sortir(usager)

    usager.presser(AVEC_LA_CLE)
    usager.est_chez_soi()
    page.goto(SECURITE)
    expect(page.get_by_role("main")).to_contain_text("vérification par votre clé d’accès")
    assert Facteur.objects.get().compteur > 1


def test_au_clavier_seul(camille, visiteur) -> None:
    page: Page = visiteur(None)
    Authentificateur(page)
    usager = Usager(page)
    usager.entrer()
    ajouter_une_cle(usager)
    usager.lit("Codes de secours")
    sortir(usager)
    jusqu_a(page, AVEC_LA_CLE, "Enter")
    usager.est_chez_soi()


def test_ce_que_dit_la_cle_se_lit(camille, visiteur, veille: Veille) -> None:
    """Cancelled, already there, unknown here: in words, where they are announced."""
    page: Page = visiteur(None)
    cle = Authentificateur(page)
    usager = Usager(page)
    usager.entrer()
    ajouter_une_cle(usager)
    usager.lit("Codes de secours")
    ajouter_une_cle(usager, "Encore")
    alerte = page.get_by_role("main").get_by_role("alert")
    expect(alerte).to_contain_text("Cet appareil a déjà une clé d’accès pour votre compte.")
    expect(page.get_by_label("Nom")).to_have_value("Encore")
    sortir(usager)
    cle.reconnait_son_porteur(False)
    usager.presser(AVEC_LA_CLE)
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("vous avez annulé")
    cle.reconnait_son_porteur(True)
    Facteur.objects.all().delete()
    usager.presser(AVEC_LA_CLE)
    expect(page.get_by_role("main").get_by_text("n’ouvre aucun compte ici")).to_be_visible()


def test_trop_d_essais_se_dit_dans_la_page(camille, visiteur, veille: Veille) -> None:
    veille.tolerer("429")
    page: Page = visiteur(CONNEXION)
    Authentificateur(page)
    alerte = page.get_by_role("main").get_by_role("alert")
    for _ in range(21):
        Usager(page).presser(AVEC_LA_CLE)
        expect(alerte.get_by_text(re.compile("annulé|Trop d’essais"))).to_be_visible()
        if "Trop" in alerte.inner_text():
            return
    raise AssertionError("jamais freiné")


@pytest.mark.parametrize("js", [True, False], ids=["avec-js", "sans-js"])
def test_une_application_et_des_codes_avec_ou_sans_script(camille, visiteur, js: bool) -> None:
    page: Page = visiteur(None, largeur=360, js=js)
    usager = Usager(page)
    usager.entrer()
    usager.suivre("Ma sécurité")
    if not js:
        usager.suivre("Ajouter une clé d’accès")
        prouver(usager)
        expect(page.get_by_text("demande un navigateur récent, avec JavaScript")).to_be_visible()
        expect(page.get_by_role("button", name=CREER)).to_be_hidden()
        usager.suivre("Ajouter une application")
    else:
        usager.suivre("Ajouter une application")
        prouver(usager)
    usager.presser("Mon application est prête")
    usager.lit("Relier l’application")
    expect(page.get_by_role("img", name=re.compile("Carré à scanner"))).to_be_visible()
    facteur = Facteur.objects.get()
    lu = page.locator("code.cle").inner_text()
    assert lu == totp.en_groupes(facteur.secret)
    champ = page.get_by_label("Code de votre application")
    champ.fill("12345")
    usager.presser("Relier l’application")
    usager.lit_l_erreur("6 chiffres")
    champ.fill(code_de(facteur))
    usager.presser("Relier l’application")
    usager.lit("Codes de secours")
    usager.presser("Voir mes codes de secours")
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    sortir(usager)
    usager.se_connecter()
    champ = page.get_by_label("Code de votre application")
    champ.fill(code_de(facteur, dans=1))
    usager.presser("Continuer")
    usager.est_chez_soi()
    sortir(usager)
    usager.se_connecter()
    page.get_by_text("Je ne l’ai pas sous la main").click()
    page.get_by_label("Code de secours").fill(codes[4].lower())
    usager.presser("Utiliser ce code de secours")
    usager.est_chez_soi()


def test_sur_le_papier_il_n_y_a_que_les_codes(camille, visiteur) -> None:
    avec_application(camille)
    page: Page = visiteur(None)
    usager = Usager(page)
    page.goto(ESPACE)
    usager.se_connecter()
    page.get_by_label("Code de votre application").fill(code_de(Facteur.objects.get()))
    usager.presser("Continuer")
    page.goto(f"{SECURITE}codes-de-secours/")
    usager.presser("Voir mes codes de secours")
    usager.lit("Vos codes de secours")
    page.emulate_media(media="print")
    for reste in (
        page.get_by_role("banner"),
        page.get_by_role("contentinfo"),
        page.get_by_text("C’est la seule fois"),
    ):
        expect(reste).to_be_hidden()
    expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    expect(page.locator(".codes code")).to_have_count(10)
    expect(page.locator(".codes code").first).to_be_visible()
    assert "Camille" not in page.inner_text("main")


def test_ce_qu_un_voleur_a_ajoute_se_retire_en_revenant_par_un_code(camille, visiteur) -> None:
    voleur: Page = visiteur(None)
    Authentificateur(voleur)
    Usager(voleur).entrer()
    ajouter_une_cle(Usager(voleur), "Au voleur")
    Usager(voleur).lit("Codes de secours")
    page: Page = visiteur(None)
    usager = Usager(page)
    Session.objects.all().delete()
    Secret.objects.all().delete()
    oublier_le_cache("default")
    usager.prouver()
    usager.choisir()
    usager.a_reussi()
    usager.se_connecter(NOUVEAU)
    usager.lit("Double vérification")
    expect(page.get_by_role("main")).to_contain_text("«\u00a0Au voleur\u00a0»")
    Regard(page).sur("porte-revenue")
    usager.presser("Retirer ce qui est récent")
    usager.est_chez_soi()
    page.goto(SECURITE)
    expect(page.get_by_role("main")).to_contain_text("preuves récentes retirées")


# ------------------------------------------------------------------ every page and state, looked at
def test_les_pages_de_l_ajout(camille, visiteur) -> None:
    page: Page = visiteur(None)
    Authentificateur(page)
    usager, regard = Usager(page), Regard(page)
    usager.entrer()
    usager.suivre("Ma sécurité")
    regard.sur("double-rien")
    usager.suivre("Ajouter une application")
    prouver(usager)
    regard.sur("double-application")
    usager.presser("Mon application est prête")
    regard.sur("double-relier")
    usager.presser("Relier l’application")
    usager.lit_l_erreur("Indiquez les 6 chiffres")
    regard.sur("double-relier-vide")
    page.goto(f"{SECURITE}cle/")
    expect(page.get_by_role("button", name=CREER)).to_be_visible()
    regard.sur("double-cle")
    page.get_by_label("Nom").fill("Le téléphone de la cuisine, celui dont l’écran est fendu")
    usager.presser(CREER)
    usager.lit("Codes de secours")
    regard.sur("double-codes")
    usager.presser("Voir mes codes de secours")
    regard.sur("double-codes-montres")
    usager.suivre("C’est fait")
    regard.sur("double-une-cle")
    usager.suivre("Renommer")
    regard.sur("double-renommer")
    usager.suivre("Retour")
    usager.suivre("Retirer")
    regard.sur("double-retirer")
    page.goto(f"{SECURITE}cle/")
    usager.presser(CREER)
    expect(page.get_by_role("main").get_by_role("alert")).to_contain_text("a déjà une clé")
    regard.sur("double-cle-deja")


def test_les_pages_de_la_porte(camille, visiteur) -> None:
    avec_application(camille)
    avec_codes(camille)
    page: Page = visiteur(None)
    Authentificateur(page)
    usager, regard = Usager(page), Regard(page)
    page.goto(ESPACE)
    usager.se_connecter()
    page.get_by_label("Code de votre application").fill(code_de(Facteur.objects.get()))
    usager.presser("Continuer")
    usager.est_chez_soi()
    ajouter_une_cle(usager)
    expect(page.get_by_role("status")).to_contain_text("C’est ajouté.")
    regard.sur("double-deux")
    sortir(usager)
    usager.se_connecter()
    usager.lit("Double vérification")
    regard.sur("porte")
    page.get_by_text("Je ne l’ai pas sous la main").click()
    page.get_by_text("Ce n’est pas moi qui l’ai ajouté").click()
    regard.sur("porte-ouverte")
    usager.presser("Utiliser ce code de secours")
    usager.lit_l_erreur("12 caractères")
    regard.sur("porte-refus")
