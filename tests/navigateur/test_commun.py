"""What is on every page: espaces, contrast, Ma Caf, Mon Compte, search, menu (GEN-01 to GEN-10, GEN-18, GEN-19)."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.regard import Regard
from tests.outils.navigateur import (
    Veille,
    parcourir_au_clavier,
    verifier_axe,
    verifier_pas_de_debordement,
)

pytestmark = pytest.mark.navigateur

FOND_NOIR = "rgb(0, 0, 0)"
NAVIGATION = ["Allocataires", "Partenaires", "Bailleurs"]


def _h1(page: Page):
    return page.get_by_role("heading", level=1)


def test_l_accueil_ouvre_les_trois_espaces_sans_compte(visiteur) -> None:
    """GEN-01, GEN-02, GEN-03 : l'espace des allocataires par défaut, les deux autres à un geste."""
    page: Page = visiteur("/")
    bande = page.get_by_role("navigation", name="Espaces")
    expect(bande.get_by_role("link", name="Allocataires")).to_have_attribute(
        "aria-current", re.compile("true|page")
    )
    for espace in ("Partenaires", "Bailleurs", "Allocataires"):
        bande.get_by_role("link", name=espace).click()
        courant = bande.get_by_role("link", name=espace)
        expect(courant).to_have_attribute("aria-current", re.compile("true|page"))
        expect(bande.locator("[aria-current]")).to_have_count(1)
        expect(_h1(page)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.mark.parametrize("depart", ["/partenaires/", "/simulations/", "/adresse-inconnue/"])
def test_le_nom_ramene_a_l_accueil(visiteur, veille: Veille, depart: str) -> None:
    """GEN-04, depuis une page d'erreur aussi."""
    veille.tolerer("404")
    page: Page = visiteur(depart)
    page.get_by_role("banner").get_by_role("link", name=re.compile("Mes droits familles")).click()
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))


@pytest.mark.parametrize("js", [True, False], ids=["avec-js", "sans-js"])
def test_la_version_contrastee_suit_la_personne_et_survit_a_la_visite(visiteur, js: bool) -> None:
    """GEN-06 : sur chaque page, à la visite suivante, jusqu'à ce qu'elle l'éteigne."""
    page: Page = visiteur("/simulations/", js=js)
    page.get_by_role("button", name="Version contrastée").click()
    expect(page).to_have_url(re.compile("/simulations/$"))
    if js:
        expect(page.locator("body")).to_have_css("background-color", FOND_NOIR)
    page.goto("/")
    expect(page.get_by_role("button", name="Version ordinaire")).to_be_visible()

    demain: Page = visiteur(None, js=js, storage_state=page.context.storage_state())
    demain.goto("/mon-compte/")
    expect(demain.get_by_role("button", name="Version ordinaire")).to_be_visible()
    demain.get_by_role("button", name="Version ordinaire").click()
    expect(demain).to_have_url(re.compile("/mon-compte/$"))
    expect(demain.get_by_role("button", name="Version contrastée")).to_be_visible()


def test_le_choix_du_contraste_dure_au_moins_un_an_et_n_est_lisible_que_du_serveur(visiteur) -> None:
    page: Page = visiteur("/")
    page.get_by_role("button", name="Version contrastée").click()
    expect(page.get_by_role("button", name="Version ordinaire")).to_be_visible()
    (cookie,) = page.context.cookies()
    assert cookie["expires"] > page.evaluate("() => Date.now() / 1000") + 360 * 24 * 3600
    assert cookie["httpOnly"] and cookie["sameSite"] == "Lax"


def test_ma_caf_se_choisit_par_le_code_postal_et_se_change(visiteur) -> None:
    """GEN-07, GEN-08, GEN-12."""
    page: Page = visiteur("/")
    entete = page.get_by_role("banner")
    expect(entete.get_by_role("link", name="Ma Caf", exact=True)).to_be_visible()
    entete.get_by_role("link", name="Ma Caf").click()
    _donner_le_code_postal(page, "31000")
    expect(entete.get_by_role("link", name="Ma Caf – 31")).to_be_visible()
    page.goto("/")
    expect(entete.get_by_role("link", name="Ma Caf – 31")).to_be_visible()
    entete.get_by_role("link", name="Ma Caf – 31").click()
    expect(page.get_by_role("main")).to_contain_text("Haute-Garonne")
    _donner_le_code_postal(page, "20000")
    expect(entete.get_by_role("link", name="Ma Caf – 2A")).to_be_visible()


def test_un_code_postal_partage_demande_la_commune(visiteur) -> None:
    """GEN-08 : on demande plutôt que de deviner."""
    page: Page = visiteur("/ma-caf/")
    _donner_le_code_postal(page, "01410")
    expect(page.get_by_role("main")).to_contain_text(re.compile("commune", re.IGNORECASE))
    verifier_axe(page)


@pytest.mark.parametrize("code", ["3100", "abcde", "99999", "98000"])
def test_un_code_postal_sans_caf_est_dit_clairement(visiteur, code: str) -> None:
    page: Page = visiteur("/ma-caf/")
    _donner_le_code_postal(page, code)
    expect(page.get_by_role("banner").get_by_role("link", name="Ma Caf", exact=True)).to_be_visible()
    verifier_axe(page)


def _donner_le_code_postal(page: Page, code: str) -> None:
    """Types the postal code in the page and sends it, whatever the wording of the button."""
    champ = (
        page.get_by_role("main").get_by_role("textbox", name=re.compile("code postal", re.IGNORECASE)).first
    )
    champ.fill(code)
    champ.press("Enter")
    page.wait_for_load_state()


def test_mon_compte_mene_a_une_vraie_page(visiteur) -> None:
    """GEN-09."""
    page: Page = visiteur("/")
    page.get_by_role("banner").get_by_role("link", name="Mon Compte").click()
    expect(page).to_have_url(re.compile("/mon-compte/$"))
    expect(_h1(page)).to_be_visible()


@pytest.mark.parametrize("depart", ["/", "/simulations/"])
@pytest.mark.parametrize("js", [True, False], ids=["avec-js", "sans-js"])
def test_la_recherche_trouve_une_prestation(visiteur, js: bool, depart: str) -> None:
    """GEN-10 : sur l'accueil elle est dans la page, ailleurs dans l'en-tête."""
    page: Page = visiteur(depart, js=js)
    champ = page.get_by_role("searchbox")
    expect(champ).to_have_count(1)
    champ.fill("prime d'activité")
    champ.press("Enter")
    expect(page).to_have_url(re.compile(r"/recherche/\?q=prime"))
    resultats = page.get_by_role("main").get_by_role(
        "link", name=re.compile("prime d’activité", re.IGNORECASE)
    )
    expect(resultats.first).to_be_visible()


def test_une_recherche_sans_resultat_dit_quoi_faire(visiteur) -> None:
    page: Page = visiteur("/recherche/?q=xyzzyx")
    expect(_h1(page)).to_be_visible()
    assert page.get_by_role("main").get_by_role("link").count() > 0
    verifier_axe(page)


@pytest.mark.parametrize("js", [True, False], ids=["avec-js", "sans-js"])
def test_sur_un_telephone_le_menu_s_ouvre_sans_script(visiteur, js: bool) -> None:
    """GEN-15 : tout ce qui est dans la bande d'un grand écran se retrouve dans le menu."""
    page: Page = visiteur("/", largeur=360, js=js)
    expect(page.get_by_role("link", name="Mon Compte")).to_have_count(0)
    page.get_by_role("banner").get_by_text("Menu", exact=True).click()
    for lien in (*NAVIGATION, "Ma Caf", "Mon Compte"):
        expect(page.get_by_role("banner").get_by_role("link", name=lien).first).to_be_visible()
    expect(page.get_by_role("banner").get_by_role("button", name="Version contrastée")).to_be_visible()
    verifier_pas_de_debordement(page)
    if js:
        verifier_axe(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="Mon Compte")).to_have_count(0)
        return
    page.get_by_role("banner").get_by_role("link", name="Mon Compte").click()
    expect(page).to_have_url(re.compile("/mon-compte/$"))


@pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
@pytest.mark.parametrize("largeur", [360, 1280])
def test_toute_la_page_se_parcourt_au_clavier_avec_un_foyer_visible(
    visiteur, largeur: int, contraste: bool
) -> None:
    page: Page = visiteur("/", largeur=largeur, contraste=contraste)
    vus = parcourir_au_clavier(page)
    assert "contenu" in str(vus[0]["html"]), "le premier arrêt est « Aller au contenu »"
    assert len(vus) > 15


@pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
def test_chaque_sorte_de_champ_et_de_bouton_montre_son_foyer(visiteur, contraste: bool) -> None:
    page: Page = visiteur("/composants/", contraste=contraste)
    assert len(parcourir_au_clavier(page, depuis="#contenu")) > 30


def test_le_lien_d_evitement_mene_au_contenu(visiteur) -> None:
    page: Page = visiteur("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_l_aide_d_un_champ_s_ouvre_et_se_ferme_au_clavier(visiteur) -> None:
    """GEN-18, GEN-19 : la mention d'abord, puis « ? » à côté de l'étiquette."""
    page: Page = visiteur("/composants/")
    expect(page.get_by_text(re.compile("obligatoires")).first).to_be_visible()
    expect(page.get_by_text("(facultatif)").first).to_be_visible()
    aide = page.locator("details.aide").first
    aide.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(aide.locator("p")).to_be_visible()
    page.keyboard.press("Escape")
    expect(aide.locator("p")).to_be_hidden()
    expect(aide.locator("summary")).to_be_focused()


def test_les_composants_sont_accessibles_dans_tous_leurs_etats(visiteur) -> None:
    page: Page = visiteur("/composants/")
    for repli in page.locator("main details:not([open]) > summary").all():
        if repli.is_visible():
            repli.click()
    Regard(page, prefixe="commun").sur("composants", au_clavier=False, partout=True)


def test_chaque_page_principale_est_accessible_et_tient_dans_l_ecran(
    portail_rempli, visiteur, veille: Veille
) -> None:
    veille.tolerer("404")
    page: Page = visiteur(None)
    for chemin in ("/", "/simulations/", "/simulations/prime-activite/", "/ma-caf/", "/adresse-inconnue/"):
        page.goto(chemin)
        nom = chemin.strip("/").replace("/", "-") or "accueil"
        Regard(page, prefixe="commun").sur(nom, au_clavier=False, partout=True)


def test_la_premiere_visite_de_l_accueil_tient_dans_son_budget(
    portail_rempli, visiteur, veille: Veille
) -> None:
    """70 Ko compressés en tout ; aucune police, aucun autre hôte (c'est la veille qui le voit)."""
    page: Page = visiteur("/")
    page.wait_for_load_state("networkidle")
    octets = veille.octets()
    assert page.locator("time").count() > 0, "l’accueil montre des actualités"
    assert sum(octets.values()) <= 70 * 1024, octets


def test_a_200_pour_cent_de_texte_rien_ne_deborde(visiteur) -> None:
    page: Page = visiteur("/")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    verifier_pas_de_debordement(page)
