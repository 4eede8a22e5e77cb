"""The browser of the journeys.

A journey asks for `visiteur`, opens pages with it as a person would, and is watched all along: a script error, a
refused resource, a request to another host or a font makes it fail at its end.

    def test_elle_trouve_sa_caf(visiteur):
        page = visiteur("/", largeur=360)
        page.get_by_role("link", name="Ma Caf").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Caf")

`visiteur` takes `largeur`, `js=False`, `contraste=True`; called twice, it opens two people. For a second tab of the
same person: `page.context.new_page()` then `veille.suivre(autre)`. Find things by role and name, wait with `expect`
only: strings given to `wait_for_function` are refused by our content policy, which is never bypassed.
"""

import atexit
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from accounts import tasks as taches
from accounts.models import Personne
from portal.antirobot import jetons
from portal.courriers import tasks as courriers
from portal.http.cookies import nom
from portal.local import chromium
from tests.accounts.acces import titulaire
from tests.outils.hostilite import oublier_le_cache
from tests.outils.navigateur import ARGUMENTS, Veille

Visiteur = Callable[..., Page]

# A machine that does something else besides, or that compiles a template for the first time.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session", autouse=True)
def _base_permise_pres_de_playwright() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django would refuse the database there."""
    avant = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if avant is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session", autouse=True)
def _dossier_de_playwright_efface(_pw_artifacts_folder: Any) -> None:
    """pytest-playwright leaves its temporary folder to the garbage collector in a process of xdist."""
    atexit.register(_pw_artifacts_folder.cleanup)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chemin = chromium.trouver()
    if chemin is None:
        pytest.exit(
            f"Il manque Chromium : « apt install chromium », ou {chromium.VARIABLE}=/chemin.", returncode=1
        )
    return {"executable_path": chemin, "args": ARGUMENTS, "headless": True}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """Where `page.goto("/")` goes."""
    return str(live_server.url)


@pytest.fixture
def veille(live_server: Any) -> Iterator[Veille]:
    """The watch of this test; it speaks at its end."""
    veille = Veille(live_server.url)
    yield veille
    veille.verifier()


@pytest.fixture
def visiteur(new_context: Callable[..., BrowserContext], live_server: Any, veille: Veille) -> Visiteur:
    """Opens a page as a new person would: `visiteur("/", largeur=360, js=False, contraste=True)`."""

    def ouvrir(
        chemin: str | None = "/",
        *,
        largeur: int = 1280,
        hauteur: int = 900,
        js: bool = True,
        contraste: bool = False,
        **options: Any,
    ) -> Page:
        contexte = new_context(
            viewport={"width": largeur, "height": hauteur},
            java_script_enabled=js,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            **options,
        )
        contexte.set_default_timeout(30_000)
        if contraste:
            contexte.add_cookies([{"name": nom("contraste"), "value": "1", "url": live_server.url}])
        page = veille.suivre(contexte.new_page())
        if chemin is not None:
            page.goto(chemin)
        return page

    return ouvrir


@pytest.fixture
def coulisses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The test plays the worker, so nothing goes in the real queue; `test_preuve` shows the three seconds."""
    monkeypatch.setattr(taches.emettre_le_secret, "apply_async", lambda *_, **__: None)
    monkeypatch.setattr(courriers.envoyer, "apply_async", lambda *_, **__: None)
    monkeypatch.setattr(jetons, "AGE_MINIMAL", 0.0)
    yield
    oublier_le_cache("default")


@pytest.fixture
def camille(transactional_db: None) -> Personne:
    """Camille Roche, with an account, a telephone, an e-mail address and a postal one."""
    return titulaire()
