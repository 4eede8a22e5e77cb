"""What browser journeys share: the watch kept on every page, axe, overflow, bytes, pictures."""

import gzip
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request, Response

RACINE = Path(__file__).resolve().parents[2]
CAPTURES = RACINE / "captures"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# Every rule of WCAG 2.2 A and AA, and the good practices.
REGLES_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
LARGEURS = {"petit": 320, "telephone": 360, "tablette": 768, "bureau": 1280}


class Veille:
    """Listens to pages during a test: nothing may fail, break the policy or leave for another host."""

    def __init__(self, origine: str) -> None:
        self.hote = urlsplit(origine).netloc
        self.incidents: list[str] = []
        self.reponses: list[Response] = []
        self.tolere: list[str] = []

    def suivre(self, page: Page) -> Page:
        """Start listening to a page."""
        page.on("console", self._console)
        page.on("pageerror", lambda erreur: self.incidents.append(f"erreur de script : {erreur}"))
        page.on("requestfailed", self._echec)
        page.on("request", self._requete)
        page.on("response", lambda reponse: self.reponses.append(reponse))
        return page

    def tolerer(self, *mots: str) -> None:
        """Accept the incidents that contain one of these words, for a test that says why."""
        self.tolere += mots

    def verifier(self) -> None:
        """Fails with everything that went wrong."""
        restants = [i for i in dict.fromkeys(self.incidents) if not any(mot in i for mot in self.tolere)]
        assert not restants, "le navigateur se plaint :\n  " + "\n  ".join(restants)

    def octets(self) -> dict[str, int]:
        """Compressed size of each resource received so far, by path (gzip when it shrinks it)."""
        tailles = {}
        for reponse in self.reponses:
            if reponse.ok:
                corps = reponse.body()
                tailles[urlsplit(reponse.url).path] = min(len(corps), len(gzip.compress(corps, 6)))
        return tailles

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.incidents.append(
                f"console ({message.type}) : {message.text} {message.location.get('url', '')}"
            )

    def _echec(self, requete: Request) -> None:
        # A navigation that another one replaces is not a failure.
        if "ERR_ABORTED" not in (requete.failure or ""):
            self.incidents.append(f"requête en échec : {requete.url} ({requete.failure})")

    def _requete(self, requete: Request) -> None:
        adresse = urlsplit(requete.url)
        if adresse.scheme not in {"data", "blob", "about"} and adresse.netloc != self.hote:
            self.incidents.append(f"requête vers un autre hôte : {requete.url}")
        if adresse.path.endswith((".woff", ".woff2", ".ttf", ".otf")) or requete.resource_type == "font":
            self.incidents.append(f"police téléchargée : {requete.url}")


def verifier_axe(page: Page) -> None:
    """No violation of axe on the page as it is now. It stays in the page: half of its time is being read."""
    page.wait_for_load_state()
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("(o) => axe.run(document, o).then(lu => lu.violations)", REGLES_AXE)
    fautes = [
        f"{faute['id']} ({faute['impact']}) : {faute['help']}\n      "
        + "\n      ".join(f"{noeud['html'][:160]} — {_raison(noeud)}" for noeud in faute["nodes"][:5])
        for faute in violations
    ]
    assert not fautes, f"axe, {page.url} :\n    " + "\n    ".join(fautes)


def _raison(noeud: dict[str, object]) -> str:
    return " ".join(str(noeud.get("failureSummary", "")).split())[:240]


def verifier_pas_de_debordement(page: Page) -> None:
    """Nothing makes the page scroll sideways (WCAG 1.4.10)."""
    # A click waits for the next page to have come, not to have been read.
    page.wait_for_load_state()
    trop = page.evaluate(
        """() => {
            const largeur = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= largeur) return [];
            return [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > largeur + 1)
                .slice(0, 8).map(e => e.outerHTML.slice(0, 120));
        }"""
    )
    assert not trop, f"{page.url} déborde à {page.viewport_size} :\n  " + "\n  ".join(trop)


def verifier_cibles(page: Page, minimum: int = 24) -> None:
    """Each button and field is big enough for a finger (WCAG 2.5.8); links inside a sentence excepted."""
    page.wait_for_load_state()
    petites = page.evaluate(
        """(minimum) => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary')]
            .filter(e => e.getAttribute('aria-hidden') !== 'true')
            .filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
            .filter(([e, r]) => r.width > 0 && (r.width < minimum || r.height < minimum))
            .map(([e, r]) => `${e.outerHTML.slice(0, 100)} ${Math.round(r.width)}x${Math.round(r.height)}`)""",
        minimum,
    )
    assert not petites, f"{page.url}, cibles trop petites :\n  " + "\n  ".join(petites)


def capturer(page: Page, nom: str) -> None:
    """A picture under captures/ (ignored by git) when the variable CAPTURES is 1."""
    if os.environ.get("CAPTURES") == "1":
        CAPTURES.mkdir(exist_ok=True)
        page.screenshot(
            path=CAPTURES / f"{re.sub(r'[^a-z0-9-]+', '-', nom.lower()).strip('-')}.png", full_page=True
        )


def foyer_visible(page: Page) -> dict[str, object]:
    """What has the focus, and whether it can be seen: outline or shadow, inside the window, not covered."""
    return dict(
        page.evaluate(
            """() => {
            const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            const choix = e.matches('input[type=radio], input[type=checkbox]');
            const rond = choix ? e.closest('label') || e.parentElement : e;
            const t = getComputedStyle(rond);
            const trait = x => (x.outlineStyle !== 'none' && parseFloat(x.outlineWidth) >= 2) || x.boxShadow !== 'none';
            const dessus = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
            return {
                nom: (e.innerText || e.getAttribute('aria-label') || e.name || e.tagName).trim().slice(0, 60),
                balise: e.tagName.toLowerCase(), html: e.outerHTML.slice(0, 120),
                marque: trait(s) || trait(t),
                dedans: r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight
                    && r.right > 0 && r.left < innerWidth,
                libre: !dessus || e.contains(dessus) || dessus.contains(e) || rond.contains(dessus),
            };
        }"""
        )
    )


def parcourir_au_clavier(page: Page, limite: int = 200, *, depuis: str = "") -> list[dict[str, object]]:
    """Tab through the whole page once; fails when the focus can't be seen or is trapped.

    With `depuis`, the selector of a part that can be focused: through that part, until the focus leaves it.
    """
    vus: list[dict[str, object]] = []
    page.wait_for_load_state()
    if depuis:
        page.locator(depuis).focus()
    for _ in range(limite):
        page.keyboard.press("Tab")
        vu = foyer_visible(page)
        if vu["balise"] in {"body", "html"} or (depuis and not _y_est(page, depuis)):
            return vus
        assert vu["marque"], f"le foyer ne se voit pas sur {vu['html']}"
        assert vu["dedans"], f"le foyer est hors de l’écran : {vu['html']}"
        assert vu["libre"], f"le foyer est caché par autre chose : {vu['html']}"
        vus.append(vu)
    raise AssertionError(f"le clavier ne sort pas de la page après {limite} touches : {vus[-1]}")


def _y_est(page: Page, selecteur: str) -> bool:
    """Whether the focus is inside this part of the page."""
    return bool(page.evaluate("(s) => !!document.activeElement.closest(s)", selecteur))
