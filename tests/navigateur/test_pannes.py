"""Redis stops while somebody fills in the simulator: she is told, and the rest of the site goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from portal.local.valkey import Valkey
from tests.navigateur.simulateur import ENTREE, Visiteuse
from tests.outils.navigateur import Veille, verifier_axe
from tests.outils.serveurs import Web, preparer, serveurs_de_donnees

pytestmark = [pytest.mark.navigateur, pytest.mark.lent]


@pytest.fixture
def portail(tmp_path: Path) -> Iterator[tuple[Web, Valkey]]:
    """A gunicorn and servers of its own: this test stops one of them."""
    with serveurs_de_donnees() as (postgres, valkey):
        adresses = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "PORTAL_ETAT": str(tmp_path)}
        preparer(**adresses)
        with Web(**adresses) as web:
            yield web, valkey


def test_redis_s_arrete_au_milieu_d_une_simulation(portail: tuple[Web, Valkey], browser: Browser) -> None:
    web, valkey = portail
    origine = f"http://127.0.0.1:{web.port}"
    veille = Veille(origine)
    veille.tolerer("503")
    page = veille.suivre(browser.new_context(base_url=origine).new_page())
    visiteuse = Visiteuse(page).commencer()
    visiteuse.acces()
    valkey.arreter()
    page.get_by_role("button", name="Suivant").click()
    visiteuse.attendre("momentanément indisponible")
    verifier_axe(page)
    page.get_by_role("banner").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    valkey.demarrer()
    page.goto(ENTREE)
    Visiteuse(page).exemple().voit_le_montant("188,09 €")
    page.context.close()
    veille.verifier()
