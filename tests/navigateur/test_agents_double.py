"""An agent installs a second factor, comes back with it, and changes it, in a real browser."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Compte, Facteur
from tests.accounts.doubles import code_de
from tests.agents.conftest import MOT_DE_PASSE, agent
from tests.navigateur.compte import AVEC_OU_SANS_JS
from tests.navigateur.regard import Regard
from tests.outils.hostilite import oublier_le_cache
from tests.outils.navigateur import (
    Veille,
    parcourir_au_clavier,
)

pytestmark = pytest.mark.navigateur
SIEN = "/agents/double-verification/"


@pytest.fixture
def qui(transactional_db: None, settings) -> Iterator[Compte]:
    settings.SECOND_FACTEUR_AGENTS = True
    yield agent(password=MOT_DE_PASSE)
    oublier_le_cache("default")


def entrer(page: Page, compte: Compte) -> None:
    page.goto("/agents/")
    page.get_by_label("Identifiant").fill(compte.reference)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Connexion").click()


def jusqu_au_secret(page: Page) -> Facteur:
    page.get_by_role("link", name="Installer une application").click()
    page.get_by_role("button", name="Mon application est prête").click()
    expect(page.get_by_role("img", name="Carré à scanner")).to_be_visible()
    return Facteur.objects.get()


def taper(page: Page, code: str, bouton: str) -> None:
    page.get_by_label("Code de votre application").fill(code)
    page.get_by_role("button", name=bouton).click()


def lit(page: Page, titre: str) -> None:
    expect(page.get_by_role("heading", level=1, name=titre)).to_be_visible()
    page.wait_for_load_state()


def sortir(page: Page) -> None:
    page.get_by_role("button", name="Déconnexion").click()
    lit(page, "Déconnecté")


@AVEC_OU_SANS_JS
def test_installer_une_application_puis_revenir(qui, visiteur, js: bool) -> None:
    page: Page = visiteur("/agents/dossiers/dossier/", js=js)
    entrer(page, qui)
    lit(page, "Installer la double vérification")
    secret = jusqu_au_secret(page)
    taper(page, "000000", "Relier l’application")
    expect(page.get_by_text("Ce n’est pas le code de cette application")).to_be_visible()
    taper(page, code_de(secret), "Relier l’application")
    lit(page, "Vos codes de secours")
    codes = page.locator(".codes code").all_text_contents()
    assert len(codes) == 10
    page.get_by_role("link", name="C’est fait, entrer").click()
    expect(page.get_by_role("link", name="Ma double vérification")).to_be_visible()
    sortir(page)
    entrer(page, qui)
    lit(page, "Double vérification")
    secret.refresh_from_db()
    taper(page, code_de(secret, dans=1), "Continuer")
    expect(page.get_by_role("link", name="Ma double vérification")).to_be_visible()
    sortir(page)
    entrer(page, qui)
    page.get_by_text("utiliser un code de secours").click()
    page.get_by_label("Code de secours").fill(codes[0])
    page.get_by_role("button", name="Utiliser ce code de secours").click()
    page.get_by_role("link", name="Ma double vérification").click()
    expect(page.get_by_text("Il vous en reste 9 sur 10.")).to_be_visible()


def avec_une_cle(page: Page) -> None:
    """A security key that answers by itself."""
    protocole = page.context.new_cdp_session(page)
    protocole.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    protocole.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_installer_une_cle_puis_revenir(qui, visiteur) -> None:
    page: Page = visiteur("/agents/")
    avec_une_cle(page)
    entrer(page, qui)
    page.get_by_role("link", name="Installer une clé d’accès").click()
    page.get_by_label("Nom").fill("Mon poste")
    page.get_by_role("button", name="Créer la clé d’accès").click()
    lit(page, "Vos codes de secours")
    expect(page.get_by_role("button", name="Imprimer")).to_be_visible()
    page.get_by_role("link", name="C’est fait, entrer").click()
    sortir(page)
    entrer(page, qui)
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.get_by_role("link", name="Ma double vérification").click()
    expect(page.get_by_role("link", name="Retirer Mon poste")).to_be_visible()


def test_chaque_page_a_toutes_les_largeurs(qui, visiteur, veille: Veille) -> None:
    page: Page = visiteur("/agents/", color_scheme="light")
    regard = Regard(page, prefixe="agents", autre="sombre")
    avec_une_cle(page)
    entrer(page, qui)
    regard.sur("installer", au_clavier=False)
    page.get_by_role("link", name="Installer une clé d’accès").click()
    regard.sur("installer-cle", au_clavier=False)
    page.go_back()
    page.get_by_role("link", name="Installer une application").click()
    regard.sur("application", au_clavier=False)
    page.go_back()
    secret = jusqu_au_secret(page)
    taper(page, "12", "Relier l’application")
    regard.sur("relier-erreur", au_clavier=False)
    parcourir_au_clavier(page)
    taper(page, code_de(secret), "Relier l’application")
    regard.sur("codes", au_clavier=False)
    page.goto(SIEN)
    regard.sur("double", au_clavier=False)
    parcourir_au_clavier(page)
    for lien in (
        "Ajouter une clé d’accès",
        "Remplacer l’application",
        "Imprimer de nouveaux codes",
        "Retirer",
    ):
        page.get_by_role("link", name=re.compile(lien)).first.click()
        regard.sur(f"double-{lien.split()[0].lower()}", au_clavier=False)
        page.goto(SIEN)
    sortir(page)
    entrer(page, qui)
    taper(page, "000000", "Continuer")
    regard.sur("montrer-erreur", au_clavier=False)
    parcourir_au_clavier(page)
