"""The list of news, first page and deep page, with a hundred rows and with a million."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from bench import Mesure
from bench.charge import duree_mediane, web

PEU, BEAUCOUP, RAPIDE = 100, 1_000_000, 100_000
# A list by key costs the same however long the table is; the rest is noise.
BUDGET = 2.0
MARQUE = "bench-"
# One in three national, the rest shared by the hundred Caf; one in fifty still to come.
REMPLIR = """
INSERT INTO espaces_actualite (titre, slug, resume, corps, theme, caf_id, publie_le, depublie_le)
SELECT 'Titre ' || n, %(marque)s || n, 'Résumé ' || n, 'Texte ' || n, 'logement',
       CASE WHEN n %% 3 = 0 THEN NULL ELSE codes[1 + n %% cardinality(codes)] END,
       now() - make_interval(mins => n) + CASE WHEN n %% 50 = 0 THEN interval '10 years' ELSE interval '0' END,
       CASE WHEN n %% 7 = 0 THEN now() + interval '20 years' END
FROM generate_series(%(debut)s::int, %(fin)s::int) AS n,
     (SELECT array_agg(code ORDER BY code) AS codes FROM cafs_caisse) AS cafs
"""


def mesurer(rapide: bool = False) -> list[Mesure]:
    """How many times longer each page takes once the table is long."""
    beaucoup = RAPIDE if rapide else BEAUCOUP
    with web() as serveur, _base() as base:
        _remplir(base, 1, PEU)
        avant = {
            nom: duree_mediane(serveur.port, chemin, fois=40, cookies=c) for nom, chemin, c in _pages(base)
        }
        _remplir(base, PEU + 1, beaucoup)
        apres = {
            nom: duree_mediane(serveur.port, chemin, fois=40, cookies=c) for nom, chemin, c in _pages(base)
        }
    return [
        (
            f"{nom} : {beaucoup} lignes / {PEU} lignes",
            apres[nom] / avant[nom],
            "fois",
            BUDGET,
            f"{apres[nom]:.1f} ms contre {avant[nom]:.1f} ms",
        )
        for nom in avant
    ]


def _pages(base: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Name, address and cookies; a query string keeps the page out of the cache."""
    ligne = base.execute(
        "SELECT (extract(epoch FROM publie_le) * 1000000)::bigint, id FROM espaces_actualite"
        " WHERE publie_le < now() ORDER BY publie_le OFFSET (SELECT count(*) / 2 FROM espaces_actualite) LIMIT 1"
    ).fetchone()
    assert ligne
    return [
        ("actualités, première page", "/actualites/?sans-cache", ""),
        ("actualités d’une Caf, première page", "/actualites/?sans-cache", "caf=31"),
        ("actualités, au milieu", f"/actualites/?apres={ligne[0]}-{ligne[1]}", "caf=31"),
        ("accueil composé à neuf", "/?sans-cache", "caf=31"),
    ]


@contextmanager
def _base() -> Iterator[psycopg.Connection]:
    """A connection; what the bench adds goes away at the end, whatever happens."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as base:
        try:
            yield base
        finally:
            base.execute("DELETE FROM espaces_actualite WHERE slug LIKE %s", [f"{MARQUE}%"])


def _remplir(base: psycopg.Connection, debut: int, fin: int) -> None:
    base.execute(REMPLIR, {"marque": MARQUE, "debut": debut, "fin": fin})
    base.execute("ANALYZE espaces_actualite")
