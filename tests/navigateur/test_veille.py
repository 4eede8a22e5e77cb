"""The watch kept on every journey: what it must not let through."""

import pytest
from playwright.sync_api import Page

from tests.outils.navigateur import Veille, verifier_axe, verifier_pas_de_debordement

pytestmark = pytest.mark.navigateur


@pytest.mark.parametrize(
    ("geste", "attendu"),
    [
        ("() => console.error('aïe')", "console (error) : aïe"),
        ("() => { setTimeout(() => { throw new Error('boum') }) }", "boum"),
        ("() => { new Image().src = 'https://ailleurs.example/a.png' }", "Content Security Policy"),
        ("() => { document.body.setAttribute('style', 'color: red') }", "Content Security Policy"),
        (
            "() => { document.body.append(Object.assign(document.createElement('script'), {text: '1'})) }",
            "Policy",
        ),
        ("() => fetch('/adresse-qui-n-existe-pas/').then(() => 1)", "404"),
    ],
)
def test_rien_de_mauvais_ne_passe_inapercu(visiteur, veille: Veille, geste: str, attendu: str) -> None:
    page: Page = visiteur("/")
    page.evaluate(geste)
    page.wait_for_timeout(200)
    with pytest.raises(AssertionError, match="se plaint"):
        veille.verifier()
    assert any(attendu in i for i in veille.incidents), veille.incidents
    veille.incidents.clear()


def test_axe_et_le_debordement_voient_une_mauvaise_page(visiteur) -> None:
    page: Page = visiteur("/")
    page.evaluate(
        """() => {
            const large = document.createElement('div');
            large.style.width = '3000px';
            large.append(document.createElement('img'), 'trop large');
            document.querySelector('main').append(large);
        }"""
    )
    with pytest.raises(AssertionError, match="image-alt"):
        verifier_axe(page)
    with pytest.raises(AssertionError, match="déborde"):
        verifier_pas_de_debordement(page)
