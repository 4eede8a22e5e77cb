"""A real Celery worker, a real beat: started, killed, started again; all they print goes to one file."""

import signal
import subprocess
import sys
from pathlib import Path

from portal.local.superviseur import SANS_SERMON
from tests.outils.serveurs import RACINE, attendre, environnement

OUVRIER = ("worker", "--pool", "solo", "--without-mingle", "--without-gossip", "--loglevel", "DEBUG")


class Celery:
    """`with Celery(journal, *OUVRIER, **variables) as ouvrier:`; `tuer()` is SIGKILL, `lancer()` starts one more."""

    def __init__(self, journal: Path, *arguments: str, **variables: str) -> None:
        self.journal, self._arguments = journal, arguments
        nature = "beat" if arguments[0] == "beat" else "worker"
        reglages = {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "PORTAL_PROCESS": nature}
        self._env = environnement(**{**reglages, **variables})
        self._enfant: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Celery":
        self.lancer()
        return self

    def __exit__(self, *_: object) -> None:
        self.arreter()

    def lancer(self, **variables: str) -> None:
        """Start it, with these variables besides."""
        argv = [sys.executable, *SANS_SERMON, "-m", "celery", "-A", "portal", *self._arguments]
        with self.journal.open("ab") as sortie:
            self._enfant = subprocess.Popen(
                argv, cwd=RACINE, env={**self._env, **variables}, stdout=sortie, stderr=subprocess.STDOUT
            )

    def vit(self) -> bool:
        return self._enfant is not None and self._enfant.poll() is None

    def tuer(self) -> None:
        """SIGKILL: nothing is finished, nothing is acknowledged."""
        assert self._enfant
        self._enfant.kill()
        self._enfant.wait(10)

    def attendre_sa_mort(self, delai: float = 60) -> int:
        """The exit status of a worker that something else kills."""
        enfant = self._enfant
        assert enfant
        attendre(lambda: enfant.poll() is not None, delai, quoi=f"de l’ouvrier :\n{self.dit()[-1500:]}")
        return int(enfant.returncode)

    def arreter(self) -> None:
        if self._enfant is None or self._enfant.poll() is not None:
            return
        self._enfant.send_signal(signal.SIGTERM)
        try:
            self._enfant.wait(10)
        except subprocess.TimeoutExpired:
            self.tuer()

    def dit(self) -> str:
        """Everything it printed so far."""
        return self.journal.read_text(errors="replace")
