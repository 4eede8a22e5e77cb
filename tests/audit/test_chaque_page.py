"""Every page of the public site, found link by link: axe in both themes, and the Nu HTML checker."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

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
    page = visiteur(None, largeur=largeur, contraste=contraste)
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


def test_le_verificateur_html_n_a_rien_a_dire(chemins, tmp_path: Path, settings) -> None:
    commande = _vnu()
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    for rang, chemin in enumerate([*chemins, "/adresse-inconnue/"]):
        (tmp_path / f"{rang:03}{chemin.partition('?')[0].replace('/', '_')}.html").write_bytes(
            client.get(chemin).content
        )
    for etape, page in simulateur.pages(client):
        (tmp_path / f"simulateur_{etape}.html").write_bytes(page.content)
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
