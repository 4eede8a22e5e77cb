"""Budgets of issue 2, §5: bytes of what every page loads, SQL of the pages that everybody opens."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.db import connection
from django.urls import reverse

from portal.http.cookies import nom
from tests.outils import simulateur
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page

pytestmark = pytest.mark.django_db

CSS, SCRIPT, PAGE_SIMULATEUR, ACCUEIL = 12 * KO, 6 * KO, 15 * KO, 70 * KO
# Each script that only some pages load, beside the common one.
SCRIPT_D_UNE_PAGE = 2 * KO
COUPLE_AVEC_ENFANTS: simulateur.Reponses = {
    **simulateur.EXEMPLE,
    "foyer": {"vie": "couple", "enceinte": "non", "nombre_enfants": "4"},
    "enfants": {f"naissance_{rang}": f"0{rang}/02/201{rang}" for rang in range(1, 5)},
    "conjoint": {"date_naissance": "02/03/1991", "statuts": ["salarie"], "aah": "non"},
    "revenus-conjoint": simulateur.trois_mois("salaire_net", "1000"),
    "logement": {**simulateur.EXEMPLE["logement"], "prestations": ["af"]},
    "prestations": simulateur.trois_mois("af", "300"),
}


def _octets_statiques(adresses: list[str], static: str) -> int:
    total = 0
    for adresse in adresses:
        trouve = finders.find(adresse.removeprefix(static))
        assert trouve, f"{adresse} n’existe pas"
        total += octets_compresses(Path(str(trouve)).read_bytes())
    return total


@pytest.fixture
def accueil(client) -> Page:
    return Page(client.get("/").content.decode())


def test_le_css_et_le_script_communs_tiennent_dans_leur_budget(accueil: Page, settings) -> None:
    feuilles = [e.get("href", "") for e in accueil.tous("link") if e.get("rel") == "stylesheet"]
    scripts = [e.get("src", "") for e in accueil.tous("script")]
    assert feuilles and scripts
    static = f"/{settings.STATIC_URL.lstrip('/')}"
    assert _octets_statiques(feuilles, static) <= CSS
    assert _octets_statiques(scripts, static) <= SCRIPT


def test_tout_le_css_du_depot_tient_dans_le_budget(settings) -> None:
    """Aucune page n'a de feuille à elle qui échapperait au compte précédent."""
    fichiers = list((settings.RACINE / "static").rglob("*.css"))
    assert sum(octets_compresses(f.read_bytes()) for f in fichiers) <= CSS


def test_chaque_script_d_une_page_est_petit(settings) -> None:
    fichiers = [f for f in (settings.RACINE / "static").rglob("*.js") if f.name != "portail.js"]
    trop = {f.name: n for f in fichiers if (n := octets_compresses(f.read_bytes())) > SCRIPT_D_UNE_PAGE}
    assert trop == {}


@pytest.mark.parametrize("cookies", [{}, {"caf": "31"}, {"contraste": "1", "caf": "974"}])
def test_l_accueil_fait_au_plus_deux_requetes_sql_puis_aucune(
    client, assert_sql, cookies: dict[str, str]
) -> None:
    for cookie, valeur in cookies.items():
        client.cookies[nom(cookie)] = valeur
    caches["pages"].clear()
    with assert_sql(au_plus=2):
        client.get("/")
    with assert_sql(0):
        client.get("/")


@pytest.mark.parametrize("reponses", [simulateur.EXEMPLE, COUPLE_AVEC_ENFANTS], ids=["seul", "couple"])
def test_le_simulateur_ne_touche_pas_la_base_et_ses_pages_sont_legeres(client, assert_sql, reponses) -> None:
    """SIM-17, et 15 Ko de HTML compressé par page."""
    vues = []
    with assert_sql(0):
        client.get(reverse("prime_activite:debut"))
        for etape, page in simulateur.pages(client, reponses):
            vues.append(etape)
            assert "no-store" in page["Cache-Control"]
            assert octets_compresses(page.content) <= PAGE_SIMULATEUR, (
                f"{etape} : {octets_compresses(page.content)}"
            )
    assert vues[-1] == "resultat"


def test_le_simulateur_n_ecrit_rien_nulle_part_dans_la_base(client) -> None:
    """SIM-17. Toutes les tables, y compris celles que personne ne pense à regarder."""
    avant = _lignes_de_chaque_table()
    assert simulateur.MONTANT_EXEMPLE in simulateur.resultat(client).content.decode()
    assert _lignes_de_chaque_table() == avant


def _lignes_de_chaque_table() -> dict[str, int]:
    with connection.cursor() as curseur:
        comptes = {}
        for table in connection.introspection.table_names(curseur):
            curseur.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            comptes[table] = curseur.fetchone()[0]
    return comptes


def test_aucune_police_ni_ressource_d_un_autre_hote_dans_le_css(settings) -> None:
    for fichier in (settings.RACINE / "static").rglob("*.css"):
        texte = fichier.read_text()
        assert not re.search(r"@font-face|@import|url\(\s*[\"']?(?:https?:)?//", texte), fichier
