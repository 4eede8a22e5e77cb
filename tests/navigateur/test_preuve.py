"""A protected form in a real browser: with a script, without, while the work lasts, and where it can't be done."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.antirobot import jetons
from tests.antirobot import essai
from tests.outils.navigateur import verifier_axe

pytestmark = [pytest.mark.navigateur, pytest.mark.urls("tests.antirobot.essai")]

# What a slow phone, or an insecure page, makes of crypto.subtle.
LENT = """
    const vrai = crypto.subtle.deriveBits.bind(crypto.subtle);
    const attendre = new Promise((fini) => { window.liberer = fini; });
    crypto.subtle.deriveBits = async (...a) => { await attendre; return vrai(...a); };
"""
ABSENT = "Object.defineProperty(crypto, 'subtle', { value: undefined });"


@pytest.fixture(autouse=True)
def _rien_de_recu() -> None:
    essai.recus.clear()


def _remplir(page: Page) -> None:
    page.get_by_label("Nom").fill("Ada")


def test_avec_un_script_la_preuve_se_fait_seule(visiteur) -> None:
    page: Page = visiteur("/essai/")
    expect(page.locator("input[name=preuve]")).to_have_value(re.compile("[0-9]+"))
    _remplir(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Reçu de Ada (oui), avec preuve.")
    verifier_axe(page)


def test_sans_script_il_suffit_d_avoir_lu_la_page_et_trop_vite_on_renvoie(visiteur, monkeypatch) -> None:
    # However long this machine takes, it is too fast.
    with monkeypatch.context() as jamais:
        jamais.setattr(jetons, "AGE_MINIMAL", 600)
        page: Page = visiteur("/essai/", js=False)
        _remplir(page)
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("alert")).to_contain_text("patientez trois secondes")
    expect(page.get_by_label("Nom")).to_have_value("Ada")
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("main")).to_contain_text("Reçu de Ada (oui), sans preuve.")


def test_envoye_trop_tot_le_formulaire_attend_la_preuve_et_part_une_seule_fois(visiteur) -> None:
    page: Page = visiteur(None)
    page.add_init_script(LENT)
    page.goto("/essai/")
    _remplir(page)
    bouton = page.locator("main button.bouton")
    bouton.click()
    expect(bouton).to_have_text("Vérification…")
    expect(bouton).to_be_focused()
    expect(page.locator("main form [role=status]")).to_have_text("Vérification…")
    verifier_axe(page)
    bouton.click()
    page.keyboard.press("Enter")
    assert essai.recus == []
    page.evaluate("() => window.liberer()")
    expect(page.get_by_role("main")).to_contain_text("Reçu de Ada (oui), avec preuve.")
    assert essai.recus == ["Ada (oui)"]


def test_sans_crypto_le_formulaire_part_sans_preuve(visiteur) -> None:
    page: Page = visiteur(None)
    page.add_init_script(ABSENT)
    page.goto("/essai/")
    _remplir(page)
    page.wait_for_timeout(3100)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("main")).to_contain_text("Reçu de Ada (oui), sans preuve.")


def test_un_double_clic_n_envoie_qu_une_fois(visiteur) -> None:
    page: Page = visiteur("/essai/")
    _remplir(page)
    page.get_by_role("button", name="Continuer").dblclick()
    expect(page.get_by_role("main")).to_contain_text("Reçu de Ada")
    assert essai.recus == ["Ada (oui)"]
