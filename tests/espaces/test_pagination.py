"""The list of news, page after page: complete when news share an instant, and as quick at the end as at the start."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from portal.espaces import selectors
from portal.espaces.enums import Theme
from portal.espaces.models import Actualite
from tests.outils.page import Page

pytestmark = pytest.mark.django_db

MIDI = datetime(2026, 11, 23, 11, tzinfo=UTC)
HEURE = timedelta(hours=1)


def _ecrire(nombre: int, *, ensemble: int = 1, **champs: Any) -> None:
    """`nombre` pieces of news, `ensemble` of them at each hour before noon."""
    Actualite.objects.bulk_create(
        Actualite(
            titre=f"Nouvelle {rang}",
            slug=f"n-{rang}",
            resume="Ce qu’elle dit.",
            corps="Un paragraphe.",
            theme=Theme.LOGEMENT,
            publie_le=MIDI - HEURE * (rang // ensemble),
            **champs,
        )
        for rang in range(nombre)
    )


def _tourner(client: Any, adresse: str) -> tuple[list[str], str]:
    """What a page of the list shows, and the address of the next one."""
    page = Page(client.get(adresse).content.decode())
    titres = ["".join(a.itertext()) for a in page.tous("a") if a.get("href", "").startswith("/actualites/n-")]
    suite = [lien for lien in page.liens() if lien.startswith("?apres=")]
    return titres, f"/actualites/{suite[0]}" if suite else ""


def test_des_nouvelles_du_meme_instant_sont_vues_une_fois_meme_si_une_autre_parait(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three share each instant, so that a page is cut between equals; one more comes out after the first page."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: MIDI)
    _ecrire(25, ensemble=3)
    attendues = [a.titre for a in Actualite.objects.order_by("-publie_le", "-id")]
    vues, adresse = _tourner(client, "/actualites/")
    Actualite.objects.create(
        titre="Parue entre-temps",
        slug="n-neuve",
        resume="Elle ne décale rien.",
        corps="Un paragraphe.",
        theme=Theme.LOGEMENT,
        publie_le=MIDI,
    )
    while adresse:
        titres, adresse = _tourner(client, adresse)
        vues += titres
    assert vues == attendues


def test_la_derniere_page_part_de_l_index_comme_la_premiere() -> None:
    """The plan, not the time: the key is where the index starts, nothing is sorted, nothing before it is read."""
    _ecrire(3000)
    ancienne = Actualite.objects.order_by("publie_le")[30]
    toutes = selectors.actualites_en_vigueur(None, MIDI)
    suite = selectors.apres_la_cle(toutes, (ancienne.publie_le, ancienne.pk))
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE espaces_actualite")
    plan = suite[: selectors.PAR_PAGE + 1].explain()
    assert "using actualite_par_date" in plan and "Sort" not in plan
    (depart,) = [ligne for ligne in plan.splitlines() if "Index Cond" in ligne]
    assert depart.count("publie_le <=") == 2, plan


def test_la_prochaine_bascule_ne_lit_pas_les_nouvelles_passees() -> None:
    """Three thousand past pieces, two changes to come: both indexes are used, and the table is not read through."""
    _ecrire(3000)
    Actualite.objects.filter(slug="n-5").update(depublie_le=MIDI + HEURE)
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE espaces_actualite")
    plan = selectors.bascules_a_venir(None, MIDI).explain()
    assert "Seq Scan" not in plan
    assert "actualite_par_date" in plan and "actualite_par_retrait" in plan
    assert selectors.prochaine_bascule(None, MIDI) == MIDI + HEURE
