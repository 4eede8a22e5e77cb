"""What every test goes through. Warnings are errors and the order is random (`pyproject.toml`); the rest is here."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest
from django.core.management import call_command, get_commands
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck
from hypothesis import settings as hypothese

from portal.local.preparation import CHARGEMENTS
from tests.outils import base, hostilite, journal
from tests.outils.client import ClientExigeant
from tests.outils.mesures import compter_sql
from tests.outils.repartition import ParServeurs

# The clock of a machine that does something else besides says nothing of an example.
hypothese.register_profile("portail", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothese.load_profile("portail")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ParServeurs:
    return ParServeurs(config, log)


@pytest.fixture(autouse=True, scope="session")
def _reseau_ferme() -> Iterator[None]:
    with hostilite.reseau_ferme():
        yield


@pytest.fixture(autouse=True, scope="session")
def _base_videe_vite() -> Iterator[None]:
    with base.videe_vite():
        yield


@pytest.fixture(autouse=True)
def _hostile(settings: Any) -> Iterator[None]:
    with ExitStack() as pile:
        pile.enter_context(hostilite.variables_inconnues_interdites())
        pile.enter_context(hostilite.resultats_sans_ordre_melanges())
        pile.enter_context(hostilite.caches_a_soi())
        pile.enter_context(hostilite.redis_present())
        yield


@pytest.fixture(autouse=True)
def _journal_rendu(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test of real transactions leaves no event behind: the tables are not among those Django empties."""
    marque = request.node.get_closest_marker("django_db")
    reelles = bool(marque and marque.kwargs.get("transaction")) or "transactional_db" in request.fixturenames
    if reelles:
        request.getfixturevalue("transactional_db")
    yield
    if reelles:
        journal.vider_s_il_le_faut()


@pytest.fixture
def client() -> ClientExigeant:
    """An anonymous visitor; every HTML page received is checked."""
    return ClientExigeant()


@pytest.fixture
def assert_sql() -> Callable[..., AbstractContextManager[CaptureQueriesContext]]:
    """`with assert_sql(0):` or `with assert_sql(au_plus=2):`."""
    return compter_sql


@pytest.fixture
def portail_rempli(db: None) -> None:
    """The reference and demonstration data, as `make run` loads them."""
    for commande in CHARGEMENTS:
        if commande in get_commands():
            call_command(commande, verbosity=0)
