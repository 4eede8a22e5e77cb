"""A tuteur at work (MC-14): in by the dedicated door, for one person at a time, out as soon as the mandate ends."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.chargement import MOT_DE_PASSE_DEMO
from accounts.models import Compte
from dossiers.chargement import AGENTS
from tests.navigateur.compte import AVEC_OU_SANS_JS, Usager, numero_de, personne_fictive
from tests.navigateur.regard import Regard
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses", "portail_rempli")]
DOSSIER = "/agents/dossiers/dossier/DEM0D00000000008/"


def entrer(page: Page, prenom: str = "Clémence") -> Usager:
    """By the door of tuteurs, to their list."""
    page.goto("/connexion/")
    usager = Usager(page, numero_de(personne_fictive(prenom)))
    usager.suivre("Accéder à Mon Compte")
    usager.lit("Vous êtes tuteur ou curateur")
    usager.suivre("Entrer dans l’espace tuteur")
    usager.lit("Connexion")
    usager.se_connecter(MOT_DE_PASSE_DEMO)
    usager.lit("Espace tuteur")
    return usager


def agent(page: Page) -> Page:
    """In the agents' site of the 31."""
    reference = next(r for r, caf in AGENTS.items() if caf == "31")
    page.goto("/agents/")
    page.locator("#id_username").fill(Compte.objects.get(reference=reference).reference)
    page.locator("#id_password").fill(MOT_DE_PASSE_DEMO)
    page.locator("#login-form [type=submit]").click()
    return page


@AVEC_OU_SANS_JS
def test_agir_pour_l_un_puis_pour_l_autre_jusqu_a_la_fin_du_mandat(
    visiteur, veille: Veille, js: bool
) -> None:
    """L'agent termine le mandat pendant que la page est ouverte : le clic suivant le dit."""
    veille.tolerer("404")
    page: Page = visiteur(None, js=js)
    usager = entrer(page)
    expect(page.get_by_text("Association tutélaire des Capucines")).to_be_visible()
    bandeau = page.get_by_role("complementary", name="Pour qui vous agissez")
    usager.suivre("Agir pour Gérard Lambert")
    expect(bandeau).to_contain_text("Vous agissez pour Gérard Lambert – curatelle renforcée, jusqu’au")
    gerard = page.url
    bandeau.get_by_role("link", name="Changer de dossier").click()
    usager.suivre("Agir pour Yvette Caradec")
    expect(bandeau).to_contain_text("Yvette Caradec – tutelle")
    expect(page.get_by_role("listitem").filter(has_text="changer le compte")).to_be_visible()
    autre = veille.suivre(page.context.new_page())
    autre.goto(gerard)
    expect(autre.get_by_role("complementary", name="Pour qui vous agissez")).to_contain_text("Gérard Lambert")
    expect(bandeau).to_contain_text("Yvette Caradec")

    bureau = agent(visiteur(None))
    bureau.goto(f"{DOSSIER}change/")
    bureau.get_by_role("link", name="Terminer").click()
    bureau.get_by_label("Pourquoi").select_option(label="Le juge l’a levée")
    bureau.get_by_role("button", name="Terminer le mandat").click()
    expect(bureau.get_by_text("Le mandat se termine à la date demandée.")).to_be_visible()

    autre.reload()
    Usager(autre).lit("Ce dossier ne vous est pas ouvert")
    expect(autre.get_by_text("Gérard Lambert")).to_have_count(0)
    Usager(autre).suivre("Voir mes mandats")
    expect(autre.get_by_role("heading", name="Yvette Caradec")).to_be_visible()
    expect(autre.get_by_text("Gérard Lambert")).to_have_count(0)

    chez_gerard = Usager(visiteur(None, js=js), numero_de(personne_fictive("Gérard")))
    chez_gerard.entrer(MOT_DE_PASSE_DEMO, nom="Gérard Lambert")
    chez_gerard.suivre("Ma sécurité")
    for fait in ("qui agit pour vous, a consulté votre dossier", "n’agit plus pour vous"):
        expect(chez_gerard.page.get_by_text(re.compile(fait)).first).to_be_visible()


def test_un_agent_ajoute_un_mandat_et_le_tuteur_le_voit_aussitot(visiteur) -> None:
    page: Page = visiteur(None)
    entrer(page)
    expect(page.get_by_role("heading", level=3)).to_have_text(["Yvette Caradec", "Gérard Lambert"])
    bureau = agent(visiteur(None))
    bureau.goto("/agents/dossiers/dossier/DEM0D00000000009/change/")
    bureau.get_by_role("link", name="Ajouter un mandat").click()
    bureau.get_by_label("Nom de l’organisme").fill("capucines")
    bureau.get_by_role("button", name="Chercher").click()
    bureau.get_by_role("link", name="Association tutélaire des Capucines").click()
    bureau.get_by_label("Mesure").select_option(label="Curatelle simple")
    bureau.get_by_role("button", name="Enregistrer le mandat").click()
    expect(bureau.get_by_text("Cochez au moins une chose")).to_be_visible()
    bureau.get_by_label("Consulter les droits").check()
    bureau.get_by_role("button", name="Enregistrer le mandat").click()
    expect(bureau.get_by_text("Le mandat est enregistré.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=3)).to_have_text(
        ["Odette Blanchard", "Yvette Caradec", "Gérard Lambert"]
    )


def test_l_aspect_de_l_espace_tuteur(visiteur, veille: Veille) -> None:
    veille.tolerer("404")
    page: Page = visiteur(None)
    usager, regard = entrer(page), Regard(page)
    regard.sur("tuteur-mandats")
    usager.suivre("Agir pour Gérard Lambert")
    regard.sur("tuteur-dossier")
    page.goto("/mon-compte/tuteur/0000000000000000/")
    regard.sur("tuteur-ferme")
    page.goto("/mon-compte/")
    regard.sur("tuteur-mon-compte")
    chez_gerard = visiteur(None)
    Usager(chez_gerard, numero_de(personne_fictive("Gérard"))).entrer(MOT_DE_PASSE_DEMO, nom="Gérard Lambert")
    Regard(chez_gerard).sur("protege-mon-compte")
