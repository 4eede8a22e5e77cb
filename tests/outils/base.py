"""The database between two tests of real transactions: what they wrote is gone, fast."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase

# What migrations made and no test changes. Django empties both, then makes them again: most of the time it takes.
GARDEES = frozenset({ContentType._meta.db_table, Permission._meta.db_table})


def vider() -> None:
    """Empty the tables that hold something, and those that point to them."""
    noms = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cites = {nom: connection.ops.quote_name(nom) for nom in noms if nom not in GARDEES}
    with connection.cursor() as curseur:
        curseur.execute(
            " UNION ALL ".join(
                f"SELECT '{nom}' WHERE EXISTS (SELECT FROM {cite})" for nom, cite in cites.items()
            )
        )
        pleines = [cites[nom] for (nom,) in curseur.fetchall()]
        if pleines:
            curseur.execute(f"TRUNCATE {', '.join(pleines)} CASCADE")


@contextmanager
def videe_vite() -> Iterator[None]:
    """Have Django's tests of real transactions end so."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", lambda _: vider()):
        yield
