"""One supervisor for one folder. The system frees the lock when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.local import processus
from portal.local.messages import Panne, dire

# Time left to a supervisor whose `make` was just killed to notice it and to stop its children.
DELAI_DEPART = 3
DELAI_ARRET = 40
ARRET_EN_COURS = "arret"


@contextmanager
def verrouiller(fichier: Path) -> Iterator[None]:
    """Hold the folder; wait for one that is stopping. Raises Panne when another supervisor is at work."""
    with fichier.open("a+") as ouvert:
        if not _prendre(ouvert.fileno(), fichier):
            raise Panne(
                f"Le portail tourne déjà dans ce dossier (processus {tenant(fichier)}). Pour l’arrêter : make stop."
            )
        fichier.write_text(f"{os.getpid()}\n")
        try:
            yield
        finally:
            fichier.write_text("")


def annoncer_l_arret(fichier: Path) -> None:
    """Tell those who wait that the lock is about to be freed."""
    fichier.write_text(f"{os.getpid()} {ARRET_EN_COURS}\n")


def tenant(fichier: Path) -> int | None:
    """Number of the process that holds the folder, or None."""
    try:
        with fichier.open("a+") as ouvert:
            if _libre(ouvert.fileno()):
                return None
        return int(fichier.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def _prendre(descripteur: int, fichier: Path) -> bool:
    processus.attendre(lambda: _libre(descripteur) or _s_arrete(fichier), DELAI_DEPART)
    if _libre(descripteur):
        return True
    if not _s_arrete(fichier):
        return False
    dire("Un arrêt est en cours dans ce dossier : on attend qu’il finisse.")
    return processus.attendre(lambda: _libre(descripteur), DELAI_ARRET)


def _libre(descripteur: int) -> bool:
    """Take the lock if it is free (taking it twice is harmless)."""
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _s_arrete(fichier: Path) -> bool:
    return fichier.read_text().endswith(f"{ARRET_EN_COURS}\n")
