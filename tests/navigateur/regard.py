"""Looking at a page, whatever it shows, in both themes: axe, overflow, targets, focus, a picture."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.outils.navigateur import (
    LARGEURS,
    capturer,
    parcourir_au_clavier,
    verifier_axe,
    verifier_cibles,
    verifier_pas_de_debordement,
)

BUREAU, TELEPHONE = LARGEURS["bureau"], LARGEURS["telephone"]


class Regard:
    """Looks at one page, from the widest screen to the narrowest, then in the other theme.

    A theme is one attribute of the page (`test_contraste` shows that nothing else changes), so the page stays where it
    is, with what was typed and what is open. It changes colours only: what is said of sizes and of the way of the focus
    holds for all of them. So axe reads a page on a desk and on a telephone in the ordinary theme, on a telephone in the
    other (`partout`: on a desk too). With CAPTURES=1 every width is shown all the same.

    `autre`: « contraste » for the portal, « sombre » for the agents' site, which follows the system.
    """

    def __init__(self, page: Page, *, prefixe: str = "compte", autre: str = "contraste") -> None:
        self.page, self.prefixe, self.autre = page, prefixe, autre

    def sur(self, nom: str, *, au_clavier: bool = True, partout: bool = False) -> None:
        """The page as it is now is called `nom` on its pictures."""
        for largeur in sorted(LARGEURS.values(), reverse=True):
            self._a(largeur)
            verifier_pas_de_debordement(self.page)
            verifier_cibles(self.page)
            if largeur in {BUREAU, TELEPHONE}:
                verifier_axe(self.page)
            capturer(self.page, f"{self.prefixe}-{nom}-{largeur}")
        with self._l_autre_theme():
            for largeur in LARGEURS.values() if os.environ.get("CAPTURES") == "1" else [TELEPHONE]:
                self._a(largeur)
                capturer(self.page, f"{self.prefixe}-{nom}-{largeur}-{self.autre}")
            for largeur in (BUREAU, TELEPHONE) if partout else (TELEPHONE,):
                self._a(largeur)
                verifier_axe(self.page)
            if au_clavier:
                self._au_clavier()
        self._en_grand()
        if au_clavier:
            self._au_clavier()

    def _au_clavier(self) -> None:
        # The way through the header and the foot is the same on each page: `test_commun` takes it, in both themes.
        parcourir_au_clavier(self.page, depuis="#contenu")

    def _a(self, largeur: int) -> None:
        self.page.set_viewport_size({"width": largeur, "height": 900})

    @contextmanager
    def _l_autre_theme(self) -> Iterator[None]:
        self._mettre(True)
        # Colours may take a moment to change.
        self.page.evaluate("() => Promise.all(document.getAnimations().map(a => a.finished)).then(() => {})")
        yield
        self._mettre(False)

    def _mettre(self, autre: bool) -> None:
        if self.autre == "sombre":
            self.page.emulate_media(color_scheme="dark" if autre else "light")
        else:
            self.page.evaluate(
                "(oui) => document.documentElement.toggleAttribute('data-contraste', oui)", autre
            )

    def _en_grand(self) -> None:
        """200 % text (WCAG 1.4.4)."""
        self._a(BUREAU)
        self.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        verifier_pas_de_debordement(self.page)
        self.page.evaluate("() => { document.documentElement.style.fontSize = '' }")
        self._a(TELEPHONE)
