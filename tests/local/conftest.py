import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.local import processus
from portal.local.dossier import Dossier, ouvrir
from portal.local.serveurs import serveurs


@contextmanager
def dossier_ouvert_a_tous() -> Iterator[Path]:
    """A short folder that every account can go through (pytest's own is closed to others)."""
    chemin = Path(tempfile.mkdtemp(prefix="mdf-test-", dir="/tmp"))
    chemin.chmod(0o755)
    yield chemin
    shutil.rmtree(chemin)


@pytest.fixture
def lieu() -> Iterator[Path]:
    with dossier_ouvert_a_tous() as chemin:
        yield chemin


@pytest.fixture(scope="module")
def en_marche() -> Iterator[tuple[Dossier, dict[str, str]]]:
    """Servers that several tests only look at: starting them anew for each would be most of their time."""
    with dossier_ouvert_a_tous() as chemin:
        dossier = ouvrir(chemin / "portal")
        with serveurs(dossier, env={}) as adresses:
            yield dossier, adresses


@pytest.fixture
def dossier(lieu: Path) -> Dossier:
    return ouvrir(lieu / "portal")


@pytest.fixture
def finir() -> Iterator[Callable[[int], None]]:
    """Make sure that a process a test started is not left behind, whatever happened."""
    a_finir: list[int] = []
    yield a_finir.append
    for pid in a_finir:
        processus.signaler(pid, 9)


@pytest.fixture
def env_nu() -> dict[str, str]:
    """The environment of a person who sets nothing: not the addresses of the servers of these very tests."""
    otees = (
        "DATABASE_URL",
        "REDIS_URL",
        "EPHEMERE_URL",
        "PORTAL_ETAT",
        "DJANGO_SETTINGS_MODULE",
        "MAKELEVEL",
        "PORT",
    )
    return {cle: valeur for cle, valeur in os.environ.items() if cle not in otees}
