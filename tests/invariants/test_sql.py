"""The very SQL of the pages that read a list: a query in a loop shows in the snapshot's diff."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte
from portal.espaces.models import Actualite
from portal.http.cookies import nom
from tests.outils.mesures import texte_sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def actualites() -> list[Actualite]:
    maintenant = timezone.now()
    return [
        Actualite.objects.create(
            titre=f"Titre {rang}",
            slug=f"titre-{rang}",
            resume=f"Résumé {rang}.",
            corps="Un paragraphe.",
            theme="logement",
            publie_le=maintenant - timedelta(days=rang),
        )
        for rang in range(1, 31)
    ]


@pytest.mark.parametrize(
    "chemin", ["/", "/actualites/", "/actualites/titre-3/", "/recherche/?q=titre", "/plan-du-site/"]
)
def test_les_pages_publiques_lisent_toujours_les_memes_choses(
    client, actualites, assert_sql, snapshot, chemin: str
) -> None:
    client.cookies[nom("caf")] = "31"
    caches["pages"].clear()
    with assert_sql(au_plus=3) as vu:
        assert client.get(chemin).status_code == 200
    assert texte_sql(vu) == snapshot


def test_la_liste_des_comptes_des_agents_ne_depend_pas_de_leur_nombre(client, assert_sql, snapshot) -> None:
    client.force_login(Compte.objects.create_superuser())
    for _ in range(3):
        Compte.objects.create_user(nature=Nature.USAGER)
    with assert_sql(au_plus=6) as peu:
        client.get("/agents/accounts/compte/")
    for _ in range(30):
        Compte.objects.create_user(nature=Nature.USAGER)
    with assert_sql(len(peu)) as beaucoup:
        client.get("/agents/accounts/compte/")
    assert texte_sql(beaucoup) == texte_sql(peu) == snapshot
