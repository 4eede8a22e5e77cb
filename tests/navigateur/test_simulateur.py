"""The simulator in a real browser (SIM-01 to SIM-43): every way people use a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.navigateur.regard import Regard
from tests.navigateur.simulateur import ENTREE, Visiteuse
from tests.outils.hostilite import oublier_le_cache
from tests.outils.navigateur import (
    Veille,
    capturer,
    foyer_visible,
    verifier_axe,
)

pytestmark = pytest.mark.navigateur

EXEMPLE = "188,09 €"


def test_de_l_accueil_au_montant_de_l_exemple(visiteur) -> None:
    """SIM-01, SIM-02, SIM-20 à SIM-43 : 1 200 € par mois et 100 € d'aide au logement donnent 188,09 €."""
    page: Page = visiteur("/")
    page.get_by_role("link", name=re.compile("simulation", re.IGNORECASE)).first.click()
    page.get_by_role("main").get_by_role(
        "link", name=re.compile("prime d’activité", re.IGNORECASE)
    ).first.click()
    expect(page).to_have_url(re.compile(f"{ENTREE}$"))
    visiteuse = Visiteuse(page).exemple()
    visiteuse.voit_le_montant(EXEMPLE)
    expect(page.get_by_role("heading", name=re.compile("Pourquoi ce montant"))).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("prime selon le salaire", re.IGNORECASE))).to_be_visible()
    capturer(page, "resultat-1280")


def test_sans_javascript(visiteur) -> None:
    """« Le même montant chaque mois » aussi : c'est le serveur qui recopie (SIM-37)."""
    page: Page = visiteur(ENTREE, js=False)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    visiteuse.suivant("Votre foyer")
    visiteuse.foyer()
    visiteuse.suivant("Votre activité")
    visiteuse.activite()
    visiteuse.suivant("Vos revenus")
    _recopier_et_voir(page)
    visiteuse.suivant("Votre logement")
    visiteuse.logement()
    visiteuse.suivant("Votre estimation")
    visiteuse.voit_le_montant(EXEMPLE)


def test_le_meme_montant_chaque_mois_avec_javascript(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    visiteuse.suivant("Votre foyer")
    visiteuse.foyer()
    visiteuse.suivant("Votre activité")
    visiteuse.activite()
    visiteuse.suivant("Vos revenus")
    _recopier_et_voir(page)


def _recopier_et_voir(page: Page) -> None:
    groupe = page.get_by_role("group", name="Salaires")
    groupe.get_by_role("textbox").first.fill("1200")
    groupe.get_by_role("button", name="Le même montant").click()
    for rang in range(3):
        expect(groupe.get_by_role("textbox").nth(rang)).to_have_value("1200")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_au_clavier_seul(visiteur) -> None:
    """Tab, flèches, Espace, Entrée : rien d'autre. Le foyer se voit à chaque pas."""
    page: Page = visiteur(ENTREE)
    _jusqu_a(page, r"commence", "Enter")
    Visiteuse(page).attendre("Accès au simulateur")
    _jusqu_a(page, r"reside_en_france", "Space")
    _ecrire(page, "code_postal", "31000")
    _ecrire(page, "date_naissance", "01/01/1990")
    _jusqu_a(page, r"revenus_professionnels", "Space")
    _jusqu_a(page, r"Refaire le calcul", "Enter")
    _ecrire(page, "mois_demande", "10/2022")
    page.keyboard.press("Enter")
    Visiteuse(page).attendre("Votre foyer")
    _jusqu_a(page, r'name="vie"', "Space")
    _jusqu_a(page, r'name="enceinte"', "ArrowDown")
    _jusqu_a(page, r'name="nombre_enfants"', "Space")
    _jusqu_a(page, r"Suivant", "Enter")
    Visiteuse(page).attendre("Votre activité")
    _jusqu_a(page, r'value="salarie"', "Space")
    _jusqu_a(page, r'name="aah"', "ArrowDown")
    page.keyboard.press("Enter")
    Visiteuse(page).attendre("Vos revenus")
    for rang in range(3):
        _ecrire(page, f"salaire_net_{rang}", "1200")
    page.keyboard.press("Enter")
    Visiteuse(page).attendre("Votre logement")
    _jusqu_a(page, r'value="tenant"', "Space")
    for rang in range(3):
        _ecrire(page, f"aide_logement_{rang}", "100")
    page.keyboard.press("Enter")
    Visiteuse(page).attendre("Votre estimation")
    Visiteuse(page).voit_le_montant(EXEMPLE)


def _jusqu_a(page: Page, motif: str, touche: str, limite: int = 60) -> None:
    """Tab until the focus is on what matches, then press."""
    for _ in range(limite):
        page.keyboard.press("Tab")
        vu = foyer_visible(page)
        assert vu["marque"] and vu["dedans"] and vu["libre"], f"le foyer ne se voit pas : {vu}"
        if re.search(motif, f"{vu['nom']} {vu['html']}"):
            page.keyboard.press(touche)
            return
    raise AssertionError(f"« {motif} » ne s’atteint pas au clavier")


def _ecrire(page: Page, nom: str, texte: str) -> None:
    _jusqu_a(page, f'name="{nom}"', "End")
    page.keyboard.type(texte)


def test_entree_dans_un_champ_fait_suivant_et_non_le_meme_montant(visiteur) -> None:
    """Le premier bouton d'un formulaire est celui qu'Entrée presse : ce ne doit pas être « Le même montant »."""
    page: Page = visiteur(ENTREE, js=False)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    visiteuse.suivant("Votre foyer")
    visiteuse.foyer()
    visiteuse.suivant("Votre activité")
    visiteuse.activite()
    visiteuse.suivant("Vos revenus")
    visiteuse.revenus("1000", "1100", "1200")
    page.keyboard.press("Enter")
    visiteuse.attendre("Votre logement")
    page.go_back()
    entrees = page.get_by_role("group", name="Salaires").get_by_role("textbox")
    assert [entrees.nth(i).input_value() for i in range(3)] == ["1000", "1100", "1200"]


def test_deux_onglets_ne_se_melangent_pas(visiteur, veille: Veille) -> None:
    page: Page = visiteur(ENTREE)
    un = Visiteuse(page).commencer()
    deux = Visiteuse(veille.suivre(page.context.new_page())).commencer()
    assert un.page.url != deux.page.url
    for personne, salaire in ((un, "1200"), (deux, "900")):
        personne.acces()
        personne.suivant("Votre foyer")
        personne.foyer()
        personne.suivant("Votre activité")
        personne.activite()
        personne.suivant("Vos revenus")
        personne.revenus(salaire, salaire, salaire)
    for personne in (un, deux):
        personne.suivant("Votre logement")
        personne.logement()
        personne.suivant("Votre estimation")
    un.voit_le_montant(EXEMPLE)
    expect(deux.page.locator(".resultat-montant")).not_to_contain_text("188,09")
    un.page.reload()
    un.voit_le_montant(EXEMPLE)


def test_reculer_avancer_actualiser_sans_rien_perdre(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).exemple()
    page.reload()
    visiteuse.voit_le_montant(EXEMPLE)
    for titre in ("Votre logement", "Vos revenus", "Votre activité", "Votre foyer", "Accès au simulateur"):
        page.go_back()
        visiteuse.attendre(titre)
        page.reload()
        visiteuse.attendre(titre)
    expect(page.get_by_role("textbox", name="Code postal")).to_have_value("31000")
    for titre in ("Votre foyer", "Votre activité", "Vos revenus", "Votre logement", "Votre estimation"):
        page.go_forward()
        visiteuse.attendre(titre)
    visiteuse.voit_le_montant(EXEMPLE)


def test_le_lien_precedent_ramene_a_ses_reponses(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).exemple()
    page.get_by_role("link", name="Modifier mes réponses").click()
    visiteuse.attendre("Votre logement")
    page.get_by_role("link", name="Précédent").click()
    visiteuse.attendre("Vos revenus")
    expect(page.get_by_role("group", name="Salaires").get_by_role("textbox").first).to_have_value("1200")


def test_des_reponses_perimees_sont_dites_et_rien_ne_casse(visiteur, veille: Veille) -> None:
    """Après 30 minutes sans action ; ce qu'elle vient d'écrire n'est pas perdu."""
    veille.tolerer("410")
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    visiteuse.suivant("Votre foyer")
    visiteuse.foyer()
    oublier_le_cache("ephemere")
    page.get_by_role("button", name="Suivant").click()
    visiteuse.attendre("Accès au simulateur")
    expect(page.get_by_role("status")).to_contain_text("30 minutes")
    visiteuse.acces()
    page.get_by_role("button", name="Suivant").click()
    # Her answers about the household were kept: the next page is the one after, or shows them filled.
    visiteuse.attendre(re.compile("Votre foyer|Votre activité"))
    oublier_le_cache("ephemere")
    page.reload()
    visiteuse.attendre("Vos réponses ne sont plus là")
    verifier_axe(page)
    page.get_by_role("button", name="Recommencer").click()
    visiteuse.attendre("Accès au simulateur")


def test_elle_efface_ses_reponses(visiteur, veille: Veille) -> None:
    """GEN-20, SIM-17 : après confirmation, l'ancienne adresse ne montre plus rien."""
    veille.tolerer("410")
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).exemple()
    adresse = page.url
    page.get_by_role("link", name="Effacer mes réponses").click()
    visiteuse.attendre("Effacer vos réponses")
    page.get_by_role("link", name="Reprendre").click()
    visiteuse.attendre("Accès au simulateur")
    page.get_by_role("link", name="Effacer mes réponses").click()
    page.get_by_role("button", name="Effacer").click()
    expect(page).to_have_url(re.compile("/simulations/$"))
    page.goto(adresse)
    visiteuse.attendre("Vos réponses ne sont plus là")
    page.go_back()
    expect(page.get_by_text("188,09")).to_have_count(0)


def test_une_erreur_est_resumee_prend_le_foyer_et_mene_au_champ(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces(code_postal="3100")
    page.get_by_role("button", name="Suivant").click()
    resume = page.get_by_role("alert")
    expect(resume).to_be_focused()
    expect(page).to_have_title(re.compile("^Erreur"))
    resume.get_by_role("link").first.click()
    champ = page.get_by_role("textbox", name="Code postal")
    expect(champ).to_be_focused()
    expect(champ).to_have_attribute("aria-invalid", "true")
    expect(champ).to_have_value("3100")
    verifier_axe(page)
    champ.fill("31000")
    visiteuse.suivant("Votre foyer")


def test_un_montant_douteux_recoit_une_question_pas_un_refus(visiteur) -> None:
    """SIM-37 : zéro entre deux salaires."""
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    visiteuse.suivant("Votre foyer")
    visiteuse.foyer()
    visiteuse.suivant("Votre activité")
    visiteuse.activite()
    visiteuse.suivant("Vos revenus")
    visiteuse.revenus("1200", "0", "1200")
    page.get_by_role("button", name="Suivant").click()
    visiteuse.attendre("Vos revenus")
    verifier_axe(page)
    page.get_by_label("Oui, c’est bien ça").check()
    visiteuse.suivant("Votre logement")


def test_et_si_mon_salaire_changeait(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).exemple()
    visiteuse.ecrire("Un autre salaire", "1400")
    page.get_by_role("button", name="Essayer").click()
    visiteuse.voit_le_montant(EXEMPLE)
    expect(page.get_by_role("row", name=re.compile("1.400")).first).to_be_visible()


def test_la_page_imprimee_garde_le_montant_et_laisse_le_decor(visiteur) -> None:
    page: Page = visiteur(ENTREE)
    visiteuse = Visiteuse(page).exemple()
    page.emulate_media(media="print")
    visiteuse.voit_le_montant(EXEMPLE)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for decor in ("navigation", "search", "contentinfo"):
        for element in page.get_by_role(decor).all():
            expect(element).to_be_hidden()
    expect(page.get_by_role("button", name="Essayer")).to_be_hidden()
    assert len(page.pdf(format="A4")) > 10_000


def test_chaque_etape_est_accessible_a_chaque_taille(visiteur) -> None:
    """Avec toutes ses erreurs, ce qui montre le plus de choses. 320 px : c'est aussi 1280 px agrandi à 400 %."""
    page: Page = visiteur(ENTREE)
    visiteuse, regard = Visiteuse(page).commencer(), Regard(page, prefixe="simulateur")
    etapes = [
        (visiteuse.acces, "Votre foyer"),
        (visiteuse.foyer, "Votre activité"),
        (visiteuse.activite, "Vos revenus"),
        (visiteuse.revenus, "Votre logement"),
        (visiteuse.logement, "Votre estimation"),
    ]
    for repondre, suivante in etapes:
        page.get_by_role("button", name="Suivant").click()
        expect(page.get_by_role("alert")).to_be_visible()
        regard.sur(repondre.__name__, au_clavier=False, partout=True)
        repondre()
        visiteuse.suivant(suivante)
    page.evaluate("() => document.querySelectorAll('main details').forEach(repli => { repli.open = true })")
    regard.sur("resultat", au_clavier=False, partout=True)
