"""The pieces of account pages: eye, live rules, code, end of a session (MC-07, MC-26, MC-35 to MC-41)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.navigateur.regard import Regard
from tests.outils.navigateur import Veille, capturer, parcourir_au_clavier, verifier_axe
from tests.outils.serveurs import attendre
from tests.ui import essai

pytestmark = [pytest.mark.navigateur, pytest.mark.urls("tests.ui.essai")]

THEMES = pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
NOUVEAU = "Nouveau mot de passe"
LONGUEUR, CHIFFRE, MINUSCULE, MAJUSCULE, ALPHABET = range(5)


@pytest.fixture(autouse=True)
def _session_neuve() -> Iterator[None]:
    essai.recus.clear()
    essai.etat.__init__()
    yield


@pytest.fixture
def page(visiteur) -> Page:
    """A page whose clock the test holds."""
    page: Page = visiteur(None)
    page.clock.install()
    page.goto("/essai/")
    return page


def _nouveau(page: Page) -> Locator:
    return page.locator("#id_nouveau")


def _confirmation(page: Page) -> Locator:
    return page.locator("#id_confirmation")


# ------------------------------------------------------------------ eye
def test_l_oeil_montre_et_cache_sans_perdre_le_clavier(visiteur) -> None:
    """MC-35, clavier seul."""
    page: Page = visiteur("/essai/")
    champ = _nouveau(page)
    champ.fill("Secret1234")
    page.keyboard.press("Tab")
    oeil = page.get_by_role("button", name=f"Afficher le mot de passe : {NOUVEAU}")
    expect(oeil).to_be_focused()
    page.keyboard.press("Enter")
    expect(champ).to_have_attribute("type", "text")
    cache = page.get_by_role("button", name=f"Masquer le mot de passe : {NOUVEAU}")
    expect(cache).to_be_focused()
    expect(_confirmation(page)).to_have_attribute("type", "password")
    page.keyboard.press("Space")
    expect(champ).to_have_attribute("type", "password")
    expect(champ).to_have_value("Secret1234")


def test_un_mot_de_passe_montre_part_cache_et_ne_revient_jamais(visiteur) -> None:
    """MC-35 : le navigateur ne le garde pas parmi ce qui a été tapé."""
    page: Page = visiteur("/essai/")
    _nouveau(page).fill("Secret1234")
    page.get_by_role("button", name=re.compile(f"^Afficher .* : {NOUVEAU}")).click()
    # Stop at the door: what the browser would send, and remember, is what the field is then.
    page.evaluate("() => document.addEventListener('submit', (e) => e.preventDefault())")
    page.get_by_role("button", name="Continuer").click()
    expect(_nouveau(page)).to_have_attribute("type", "password")
    page.goto("/essai/")
    _nouveau(page).fill("Secret1234")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(_nouveau(page)).to_have_value("")
    assert "Secret1234" not in page.content()


def test_sans_script_pas_d_oeil_et_des_regles_en_toutes_lettres(visiteur) -> None:
    page: Page = visiteur("/essai/", js=False)
    expect(page.locator(".oeil").first).to_be_hidden()
    expect(page.get_by_role("listitem").filter(has_text="au moins 1 chiffre")).to_be_visible()
    expect(page.get_by_text("pas encore").first).to_be_hidden()
    expect(page.locator("dialog").first).to_be_hidden()


def test_on_peut_coller_un_mot_de_passe(visiteur) -> None:
    """MC-07, WCAG 3.3.8."""
    page: Page = visiteur("/essai/")
    _coller(page, _nouveau(page), "Secret1234 ")
    expect(_nouveau(page)).to_have_value("Secret1234 ")


def _coller(page: Page, champ: Locator, texte: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(texte) => navigator.clipboard.writeText(texte)", texte)
    champ.focus()
    page.keyboard.press("Control+V")


# ------------------------------------------------------------------ rules
def _etats(page: Page) -> list[str]:
    lignes = page.locator("[data-motif]").all()
    return [ligne.locator(".regle-etat:not([hidden])").inner_text().strip() for ligne in lignes]


@pytest.mark.parametrize(
    ("mot", "tenues"),
    [
        ("", set()),
        ("1", {CHIFFRE, ALPHABET}),
        ("a", {MINUSCULE, ALPHABET}),
        ("A", {MAJUSCULE, ALPHABET}),
        ("Secret1234", {LONGUEUR, CHIFFRE, MINUSCULE, MAJUSCULE, ALPHABET}),
        ("Secret 1234", {LONGUEUR, CHIFFRE, MINUSCULE, MAJUSCULE}),
        ("Sécret1234", {LONGUEUR, CHIFFRE, MINUSCULE, MAJUSCULE}),
        ("👩👩👩👩👩👩👩", set()),
        ("👩" * 8, {LONGUEUR}),
        # Eight letters once composed, nine as some keyboards send them.
        ("e\u0301" * 8, {LONGUEUR}),
        ("e\u0301" * 7, set()),
        ("a" * 25, {MINUSCULE, ALPHABET}),
    ],
)  # fmt: skip
def test_chaque_regle_change_pendant_la_saisie_comme_au_serveur(visiteur, mot: str, tenues: set[int]) -> None:
    """MC-37 à MC-41 : une icône et un mot."""
    from accounts.mots_de_passe import POLITIQUES, normaliser

    page: Page = visiteur("/essai/")
    _nouveau(page).fill(mot)
    assert {rang for rang, etat in enumerate(_etats(page)) if etat == "respecté"} == tenues
    assert set(_etats(page)) <= {"respecté", "pas encore"}
    regles = POLITIQUES["caf_2023"].regles
    assert {rang for rang, regle in enumerate(regles) if regle.respectee(normaliser(mot))} == tenues


def test_les_regles_s_annoncent_une_fois_les_doigts_arretes(page: Page) -> None:
    """MC-37 : poliment."""
    annonce = page.locator(".regles [role=status]")
    champ = _nouveau(page)
    # It stands still while a slow machine types.
    page.clock.pause_at(page.evaluate("() => Date.now()") / 1000 + 1)
    champ.press_sequentially("Secret")
    expect(annonce).to_have_text("")
    page.clock.run_for(600)
    champ.press_sequentially("!")
    page.clock.run_for(600)
    expect(annonce).to_have_text("")
    page.clock.run_for(500)
    expect(annonce).to_have_text("2 règles sur 5 respectées.")
    champ.fill("Secret1234")
    page.clock.run_for(1100)
    expect(annonce).to_have_text("Toutes les règles du mot de passe sont respectées.")


def test_deux_saisies_differentes_se_disent_en_quittant_le_champ(visiteur) -> None:
    """MC-36."""
    page: Page = visiteur("/essai/")
    message = page.get_by_text("Les deux mots de passe ne sont pas les mêmes.")
    _nouveau(page).fill("Secret1234")
    _confirmation(page).press_sequentially("Secret")
    expect(message).to_have_count(0)
    page.keyboard.press("Tab")
    expect(message).to_be_visible()
    expect(_confirmation(page)).to_have_attribute("aria-invalid", "true")
    assert "ne sont pas les mêmes" in _description(page, _confirmation(page))
    verifier_axe(page)
    capturer(page, "compte-deux-saisies")
    _confirmation(page).fill("Secret1234")
    expect(message).to_have_count(0)
    expect(_confirmation(page)).not_to_have_attribute("aria-invalid", "true")


def _description(page: Page, champ: Locator) -> str:
    return str(
        champ.evaluate(
            """(e) => (e.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)
                .map((i) => document.getElementById(i).innerText).join(' ')"""
        )
    )


# ------------------------------------------------------------------ code
@pytest.mark.parametrize("colle", ["123456", "123 456", " 123-456 ", "12 34 56", "123\u00a0456"])
def test_un_code_se_colle_comme_il_est_ecrit(visiteur, colle: str) -> None:
    """MC-26."""
    page: Page = visiteur("/essai/")
    champ = page.get_by_label("Code")
    expect(champ).to_have_attribute("inputmode", "numeric")
    expect(champ).to_have_attribute("autocomplete", "one-time-code")
    _coller(page, champ, colle)
    _nouveau(page).fill("Secret1234")
    _confirmation(page).fill("Secret1234")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Reçu.")).to_be_visible()
    assert essai.recus[0]["code"] == "123456"


def test_un_code_incomplet_le_dit_et_ne_revient_pas(visiteur) -> None:
    page: Page = visiteur("/essai/")
    page.get_by_label("Code").fill("1234")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Le code compte 6 chiffres : vérifiez le vôtre.")
    expect(page.get_by_label("Code")).to_have_value("")
    verifier_axe(page)


# ------------------------------------------------------------------ end of a session
def _bientot(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Votre session va se fermer")


def _finie(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Votre session est fermée")


def _avancer(page: Page, secondes: int) -> None:
    """Time goes by, for the page and for the server."""
    essai.etat.restant -= secondes
    page.clock.fast_forward(secondes * 1000)


def test_deux_minutes_avant_la_fin_on_demande_et_rester_ne_touche_a_rien(page: Page) -> None:
    page.get_by_label("Code").fill("123")
    _nouveau(page).fill("Secret1234")
    _avancer(page, 1600)
    expect(_bientot(page)).to_have_count(0)
    assert essai.etat.demandes == []
    _avancer(page, 85)
    expect(_bientot(page)).to_be_visible()
    assert essai.etat.demandes == ["GET"]
    expect(_bientot(page)).to_contain_text("2\u00a0minutes")
    expect(page.get_by_role("button", name="Rester connecté")).to_be_focused()
    verifier_axe(page)
    _avancer(page, 70)
    expect(_bientot(page)).to_contain_text("moins d’une minute")
    page.keyboard.press("Enter")
    expect(_bientot(page)).to_have_count(0)
    assert essai.etat.demandes == ["GET", "POST"]
    assert essai.etat.jetons_recus[-1]
    expect(_nouveau(page)).to_be_focused()
    expect(_nouveau(page)).to_have_value("Secret1234")
    expect(page.get_by_label("Code")).to_have_value("123")
    _avancer(page, 1600)
    expect(_bientot(page)).to_have_count(0)
    _avancer(page, 90)
    expect(_bientot(page)).to_be_visible()


def test_un_autre_onglet_a_agi_il_n_y_a_rien_a_demander(page: Page) -> None:
    page.clock.fast_forward(1690 * 1000)
    attendre(lambda: essai.etat.demandes == ["GET"])
    expect(_bientot(page)).to_have_count(0)


def test_echap_vaut_rester_connecte(page: Page) -> None:
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(_bientot(page)).to_have_count(0)
    assert essai.etat.demandes[-1] == "POST"


def test_le_clavier_ne_sort_pas_de_la_fenetre_et_se_deconnecter_part_vraiment(page: Page) -> None:
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Me déconnecter")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"//[^/]+/$"))
    assert essai.etat.deconnexions == 1


def test_finie_la_page_le_dit_et_reprend_apres_une_reconnexion_ailleurs(page: Page, veille: Veille) -> None:
    veille.tolerer("403")
    _nouveau(page).fill("Secret1234")
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()
    essai.etat.fermee = True
    _avancer(page, 115)
    expect(_finie(page)).to_be_visible()
    expect(_bientot(page)).to_have_count(0)
    lien = _finie(page).get_by_role("link", name="Me reconnecter (nouvel onglet)")
    expect(lien).to_have_attribute("href", "/connexion/")
    expect(lien).to_have_attribute("target", "_blank")
    verifier_axe(page)
    page.get_by_role("button", name="Revenir à ma page").click()
    expect(_finie(page)).to_have_count(0)
    expect(_nouveau(page)).to_be_focused()
    expect(_nouveau(page)).to_have_value("Secret1234")
    vues = len(essai.etat.demandes)
    _avancer(page, 60)
    assert len(essai.etat.demandes) == vues
    # Logged in again in another tab: the page goes on, with a token that the server will take.
    essai.etat.fermee, essai.etat.restant, essai.etat.jeton = False, 1800, "nouveau-jeton"
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(page.locator("main form[novalidate] [name=csrfmiddlewaretoken]")).to_have_value("nouveau-jeton")
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()


def test_un_ordinateur_qui_se_reveille_regarde_l_heure(page: Page) -> None:
    """Timers stop in sleep: only the clock has moved when somebody comes back."""
    essai.etat.restant = 0
    page.clock.set_system_time(page.evaluate("() => Date.now()") + 3_600_000)
    page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    expect(_finie(page)).to_be_visible()


def test_sans_reseau_on_previent_quand_meme_et_l_echec_se_dit(page: Page, veille: Veille) -> None:
    veille.tolerer("503")
    essai.etat.panne = True
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()
    page.get_by_role("button", name="Rester connecté").click()
    expect(_bientot(page).get_by_role("alert")).to_contain_text("Nous n’avons pas pu prolonger")
    essai.etat.panne = False
    page.get_by_role("button", name="Rester connecté").click()
    expect(_bientot(page)).to_have_count(0)


# ------------------------------------------------------------------ looks
def test_la_page_est_accessible_avec_ses_fenetres(visiteur) -> None:
    page: Page = visiteur(None)
    page.clock.install()
    page.goto("/essai/")
    regard = Regard(page, prefixe="pieces")
    _nouveau(page).fill("Secret")
    page.get_by_role("button", name=re.compile(f"^Afficher .* : {NOUVEAU}")).click()
    regard.sur("compte", au_clavier=False, partout=True)
    _avancer(page, 1690)
    expect(_bientot(page)).to_be_visible()
    regard.sur("compte-bientot", au_clavier=False, partout=True)
    essai.etat.restant = 0
    _avancer(page, 120)
    expect(_finie(page)).to_be_visible()
    regard.sur("compte-finie", au_clavier=False, partout=True)


@THEMES
def test_tout_se_parcourt_au_clavier_avec_un_foyer_visible(visiteur, contraste: bool) -> None:
    page: Page = visiteur("/essai/", largeur=360, contraste=contraste)
    vus = [str(vu["nom"]) for vu in parcourir_au_clavier(page)]
    assert sum(nom.startswith("Afficher") for nom in vus) == 2
