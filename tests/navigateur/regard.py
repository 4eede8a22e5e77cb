"""Looking at a page, whatever it shows: axe, overflow, targets, focus, a picture."""

import os

import pytest
from playwright.sync_api import Page

from tests.outils.navigateur import (
    LARGEURS,
    capturer,
    parcourir_au_clavier,
    verifier_axe,
    verifier_cibles,
    verifier_pas_de_debordement,
)

THEMES = pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
# In contrast, the focus is looked at on other pages, which hold every kind of field and button.
DEJA_AU_CLAVIER = frozenset(
    (
        "connexion-vide oubli oubli-vide canal code code-court code-trop-tot abandonner perdue premiere "
        "tuteur franceconnect code-courrier code-courrier-vide sans-numero pas-moi session-terminee "
        "session-fermee appareil-refuse nouveau nouveau-different autorisations-valide"
    ).split()
)


class Regard:
    """Looks at one page, from the widest screen to the narrowest; in another theme (`variante`), at what it can change.

    A theme changes colours only: what is said of sizes and of the way of the focus holds for all of them. So axe reads
    a page on a desk in the ordinary theme, on a telephone in the other: each state is looked at in both. With
    CAPTURES=1 every width is shown all the same; `make audit` reads every page at both.
    """

    def __init__(
        self, page: Page, variante: bool, *, prefixe: str = "compte", suffixe: str = "contraste"
    ) -> None:
        self.page, self.variante, self.prefixe = page, variante, prefixe
        self.suffixe = f"-{suffixe}" if variante else ""

    def sur(self, nom: str, *, au_clavier: bool = True) -> None:
        """The page as it is now is called `nom` on its pictures."""
        for largeur in self._largeurs():
            self.page.set_viewport_size({"width": largeur, "height": 900})
            if not self.variante:
                verifier_pas_de_debordement(self.page)
                verifier_cibles(self.page)
            if largeur == (360 if self.variante else 1280):
                verifier_axe(self.page)
            capturer(self.page, f"{self.prefixe}-{nom}-{largeur}{self.suffixe}")
        if not self.variante:
            self._en_grand()
        if au_clavier and not (self.variante and nom in DEJA_AU_CLAVIER):
            # The way through the header and the foot is the same on each page: `test_commun` takes it.
            parcourir_au_clavier(self.page, depuis="#contenu")

    def _largeurs(self) -> list[int]:
        if self.variante and os.environ.get("CAPTURES") != "1":
            return [360]
        return sorted(LARGEURS.values(), reverse=True)

    def _en_grand(self) -> None:
        """200 % text (WCAG 1.4.4)."""
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        verifier_pas_de_debordement(self.page)
        self.page.evaluate("() => { document.documentElement.style.fontSize = '' }")
        self.page.set_viewport_size({"width": 360, "height": 900})
