"""Servers for one command, with data that die with it: the tests' never touch the demonstration's."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from portal.local import processus
from portal.local.dossier import NOM, Dossier, ouvrir
from portal.local.serveurs import serveurs

PREFIXE = f"{NOM}-essai-"
DELAI_SERVEURS = 10


@contextmanager
def environnement() -> Iterator[dict[str, str]]:
    """Environment of the command: the caller's, with the addresses of servers of its own."""
    with _dossier() as dossier, serveurs(dossier, jetable=True) as adresses:
        yield {
            **os.environ,
            **adresses,
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
            "PORTAL_ETAT": str(dossier.etat),
        }


@contextmanager
def _dossier() -> Iterator[Dossier]:
    _effacer_les_abandons()
    # Not TMPDIR: it may be deep or closed, and the sockets' paths are short by law.
    racine = Path(tempfile.mkdtemp(prefix=PREFIXE, dir="/tmp"))
    with (racine / "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        try:
            yield ouvrir(racine)
        finally:
            shutil.rmtree(racine, ignore_errors=True)


def _effacer_les_abandons() -> None:
    """Remove what killed runs left: a folder of ours whose lock nobody holds."""
    for racine in Path("/tmp").glob(f"{PREFIXE}*"):  # noqa: S108
        try:
            if racine.lstat().st_uid != os.geteuid():
                continue
            with (racine / "verrou").open() as verrou:
                fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
                processus.attendre(partial(_effacer, racine), DELAI_SERVEURS)
        except OSError:
            continue


def _effacer(racine: Path) -> bool:
    """Whether nothing is left of it: servers that die with their parent write for a moment more."""
    shutil.rmtree(racine, ignore_errors=True)
    return not racine.exists()
