"""Every page of the public site, found link by link: axe in both themes, and the Nu HTML checker."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.accounts import acces
from tests.navigateur.compte import Usager
from tests.outils import simulateur
from tests.outils.navigateur import Veille, verifier_axe, verifier_pas_de_debordement
from tests.outils.visite import adresses_sans_parametre, visiter

pytestmark = [pytest.mark.audit, pytest.mark.lent]

# What the Nu checker says and we do not follow, each with its reason.
OPINIONS = (
    # Properties of SVG, which its list of CSS properties does not hold.
    "CSS: “vector-effect”: Property “vector-effect” doesn't exist.",
    "CSS: “paint-order”: Property “paint-order” doesn't exist.",
    # djlint writes void elements so; it changes nothing.
    "Trailing slash on void elements has no effect",
)


@pytest.fixture
def chemins(transactional_db, request: pytest.FixtureRequest) -> list[str]:
    """Every address that answers with a page."""
    request.getfixturevalue("portail_rempli")
    vues = visiter(Client(), ["/", *adresses_sans_parametre()])
    return sorted(chemin for chemin, vue in vues.items() if vue.titre)


@pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
@pytest.mark.parametrize("largeur", [360, 1280])
def test_axe_sur_chaque_page(chemins, visiteur, veille: Veille, largeur: int, contraste: bool) -> None:
    veille.tolerer("404")
    _verifier_chaque(visiteur(None, largeur=largeur, contraste=contraste), chemins)


@pytest.mark.parametrize("contraste", [False, True], ids=["ordinaire", "contraste"])
@pytest.mark.parametrize("largeur", [360, 1280])
@pytest.mark.usefixtures("coulisses", "portail_rempli")
def test_axe_sur_chaque_page_d_une_personne_connectee(
    camille, visiteur, veille: Veille, largeur: int, contraste: bool
) -> None:
    veille.tolerer("404")
    connectee = Client(headers={"Sec-Fetch-Site": "same-origin"})
    acces.se_connecter(connectee)
    vues = visiter(connectee, ["/", *adresses_sans_parametre()])
    page = visiteur(None, largeur=largeur, contraste=contraste)
    Usager(page).entrer()
    _verifier_chaque(page, sorted(chemin for chemin, vue in vues.items() if vue.titre))


def _verifier_chaque(page: Page, chemins: list[str]) -> None:
    fautes = []
    for chemin in chemins:
        page.goto(chemin)
        for verifier in (verifier_axe, verifier_pas_de_debordement):
            try:
                verifier(page)
            except AssertionError as faute:
                fautes.append(str(faute))
    assert not fautes, "\n".join(fautes)


def _vnu() -> list[str]:
    """Command of the Nu checker. Missing: one line, and a failure; never a skip."""
    jar = os.environ.get("PORTAL_VNU", "")
    if not shutil.which("java"):
        pytest.fail(
            "Il manque Java pour le vérificateur HTML : « apt install default-jre-headless ».", pytrace=False
        )
    if not Path(jar).is_file():
        pytest.fail(
            "Il manque le vérificateur HTML : lancez « make audit », ou donnez PORTAL_VNU.", pytrace=False
        )
    return ["java", "-jar", jar, "--format", "json", "--also-check-css", "--also-check-svg"]


def _pages_du_compte() -> Iterator[tuple[str, bytes]]:
    """Each step of a recovery, then what is behind the login."""
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    demande = acces.jusqu_au_code(client)
    for etape in ("canal", "code", "abandonner"):
        yield etape, client.get(reverse(f"comptes:{etape}", args=[demande.reference])).content
    yield "code_faux", acces.saisir_le_code(client, demande, "12345").content
    acces.emettre()
    acces.saisir_le_code(client, demande, acces.code_recu())
    yield "nouveau", client.get(reverse("comptes:nouveau", args=[demande.reference])).content
    acces.choisir(client, demande)
    yield "termine", client.get(reverse("comptes:termine", args=[demande.reference])).content
    acces.se_connecter(client, mot=acces.NOUVEAU)
    yield "mon_compte", client.get(reverse("dossiers:accueil")).content


@pytest.mark.usefixtures("camille", "coulisses")
def test_le_verificateur_html_n_a_rien_a_dire(chemins, tmp_path: Path, settings) -> None:
    commande = _vnu()
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    for rang, chemin in enumerate([*chemins, "/adresse-inconnue/"]):
        (tmp_path / f"{rang:03}{chemin.partition('?')[0].replace('/', '_')}.html").write_bytes(
            client.get(chemin).content
        )
    for etape, page in simulateur.pages(client):
        (tmp_path / f"simulateur_{etape}.html").write_bytes(page.content)
    for nom, contenu in _pages_du_compte():
        (tmp_path / f"compte_{nom}.html").write_bytes(contenu)
    for fichier in (settings.RACINE / "static").rglob("*"):
        if fichier.suffix in {".css", ".svg"}:
            shutil.copy(fichier, tmp_path)
    vu = subprocess.run([*commande, str(tmp_path)], capture_output=True, text=True, timeout=300, check=False)
    messages = [
        f"{Path(m.get('url', '?')).name}:{m.get('lastLine')} {m['message']}"
        for m in json.loads(vu.stderr)["messages"]
        if not m["message"].startswith(OPINIONS)
    ]
    assert not messages, "\n".join(messages)
