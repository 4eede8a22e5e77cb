"""The whole public site, link by link: nothing dead, titles that tell pages apart."""

from collections import defaultdict
from urllib.parse import urldefrag, urlsplit

import pytest

from tests.outils import simulateur
from tests.outils.visite import Vue, adresses_sans_parametre, visiter

pytestmark = [pytest.mark.django_db, pytest.mark.lent]


@pytest.fixture
def vues(client, portail_rempli) -> dict[str, Vue]:
    """Every page; the client checks each (HTML, labels, typography, headers)."""
    return visiter(client, ["/", *adresses_sans_parametre()])


def test_aucun_lien_ne_mene_nulle_part_et_chaque_page_a_son_titre(vues: dict[str, Vue]) -> None:
    assert len(vues) > 15, sorted(vues)
    morts = [f"{v.chemin} : {v.statut}" for v in vues.values() if v.statut not in {200, 301, 302}]
    assert morts == []
    assert _ancres_absentes(vues) == []
    assert _titres_partages(vues) == []


def _ancres_absentes(vues: dict[str, Vue]) -> list[str]:
    absentes = []
    for vue in vues.values():
        for lien in vue.liens:
            adresse, ancre = urldefrag(lien)
            cible = vues.get(adresse)
            if ancre and cible and cible.statut == 200 and ancre not in cible.ids:
                absentes.append(f"{vue.chemin} → {lien}")
    return absentes


def _titres_partages(vues: dict[str, Vue]) -> list[str]:
    chemins = defaultdict(set)
    for vue in vues.values():
        if vue.statut == 200 and vue.titre:
            chemins[vue.titre].add(urlsplit(vue.chemin).path)
    return [f"« {titre} » : {sorted(c)}" for titre, c in chemins.items() if len(c) > 1]


def test_chaque_etape_du_simulateur_a_son_titre(client) -> None:
    from tests.outils.page import Page

    titres = [Page(page.content.decode()).titre() for _, page in simulateur.pages(client)]
    assert len(titres) == len(set(titres)) == 6
