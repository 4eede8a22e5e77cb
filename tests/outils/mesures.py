"""Bytes and SQL."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

KO = 1024


def octets_compresses(contenu: bytes | str) -> int:
    """Size on the wire behind a proxy that compresses (gzip, level 6 as nginx and Caddy mostly do)."""
    brut = contenu.encode() if isinstance(contenu, str) else contenu
    return len(gzip.compress(brut, 6, mtime=0))


@contextmanager
def compter_sql(
    exactement: int | None = None, *, au_plus: int | None = None
) -> Iterator[CaptureQueriesContext]:
    """Fails, showing the queries, unless the block runs that many."""
    with CaptureQueriesContext(connection) as vu:
        yield vu
    liste = "\n  ".join(q["sql"] for q in vu.captured_queries)
    if exactement is not None:
        assert len(vu) == exactement, f"{len(vu)} requêtes SQL au lieu de {exactement} :\n  {liste}"
    if au_plus is not None:
        assert len(vu) <= au_plus, f"{len(vu)} requêtes SQL, au plus {au_plus} :\n  {liste}"


def texte_sql(vu: CaptureQueriesContext) -> list[str]:
    """The queries without their values, to be compared with a snapshot (`assert texte_sql(vu) == snapshot`)."""
    return [_sans_valeurs(q["sql"]) for q in vu.captured_queries]


def _sans_valeurs(sql: Any) -> str:
    texte = re.sub(r"'(?:[^']|'')*'(?:::\w+)?", "%s", str(sql))
    texte = re.sub(r"(?<![\w\"$])\d+(?:\.\d+)?(?![\w\"])", "%s", texte)
    return re.sub(r"\(%s(?:, %s)+\)", "(%s, …)", texte)
