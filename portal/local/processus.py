"""Children: started in a group of their own, recorded, recognised after a crash, stopped within a limit."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from portal.local.compte import Compte
from portal.local.messages import Panne

PR_SET_PDEATHSIG = 1
PAUSE = 0.02
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Arret(BaseException):
    """The person asked to stop. Raised only where we wait, never in the middle of starting a child."""


class Demande:
    """Count of the stop signals received: one asks politely, two mean at once."""

    recues = 0

    @classmethod
    def ecouter(cls) -> None:
        """Turn SIGINT, SIGTERM and SIGHUP into a request seen by `attendre`."""
        for numero in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(numero, cls._noter)

    @classmethod
    def _noter(cls, _numero: int, _cadre: object) -> None:
        cls.recues += 1


def attendre(condition: Callable[[], bool], delai: float, *, pause: float = PAUSE) -> bool:
    """Poll `condition` for at most `delai` seconds. Raises Arret when the person asks to stop."""
    limite = time.monotonic() + delai
    while not condition():
        if Demande.recues:
            raise Arret
        if time.monotonic() >= limite:
            return False
        time.sleep(pause)
    return True


def lancer(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    sortie: int | IO[bytes],
    cwd: Path,
    compte: Compte | None = None,
    mort_du_parent: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child at the head of its own process group; on Linux it gets `mort_du_parent` if we are killed."""
    identite = compte.options() if compte else {}
    nous = os.getpid()

    def suivre_le_parent() -> None:
        if _LIBC is None:
            return
        _LIBC.prctl(PR_SET_PDEATHSIG, int(mort_du_parent))
        if os.getppid() != nous:
            os._exit(1)

    try:
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]  # noqa: S603
            [str(a) for a in argv],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=sortie,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=suivre_le_parent,
            **identite,
        )
    except OSError as erreur:
        raise Panne(f"Impossible de lancer {argv[0]} : {erreur.strerror}.") from None


def arreter(enfant: subprocess.Popen[bytes], numero: int = signal.SIGTERM, delai: float = 10) -> None:
    """Ask a child to end; after `delai` seconds, or at a second Ctrl-C, end its whole group."""
    if enfant.poll() is None:
        signaler(enfant.pid, numero)
    limite = time.monotonic() + delai
    while enfant.poll() is None and time.monotonic() < limite and Demande.recues < 2:
        time.sleep(PAUSE)
    _signaler_groupe(enfant.pid, signal.SIGKILL)
    enfant.wait(timeout=10)


def signaler(pid: int, numero: int) -> None:
    try:
        os.kill(pid, numero)
    except ProcessLookupError:
        pass


def _signaler_groupe(pid: int, numero: int) -> None:
    try:
        os.killpg(pid, numero)
    except (ProcessLookupError, PermissionError):
        pass


def empreinte(pid: int) -> str | None:
    """What tells this process from a later one of the same number: its start. None if it is not running."""
    if sys.platform != "linux":
        return _ps(pid, "lstart=")
    try:
        # The name, in parentheses, may hold anything: the fields are counted from its end.
        champs = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        demarrage = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return None
    etat, debut = champs[0], champs[19]
    return None if etat in "ZX" else f"{demarrage}:{debut}"


def commande(pid: int) -> str:
    """Command line of a process, empty if it is not running."""
    if sys.platform != "linux":
        return _ps(pid, "args=") or ""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _ps(pid: int, colonne: str) -> str | None:
    vu = subprocess.run(  # noqa: S603
        ["/bin/ps", "-o", colonne, "-p", str(pid)],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return vu.stdout.strip() or None


@dataclass(frozen=True)
class Registre:
    """One small file for each child, so that the next start finds those a crash left behind."""

    dossier: Path

    def noter(self, nom: str, pid: int, numero: int) -> None:
        """Record a child, and the signal that stops it cleanly."""
        fiche = {"pid": pid, "empreinte": empreinte(pid), "signal": int(numero)}
        (self.dossier / nom).write_text(json.dumps(fiche))

    def oublier(self, nom: str) -> None:
        (self.dossier / nom).unlink(missing_ok=True)

    def balayer(self, delai: float = 15) -> list[str]:
        """Stop what an earlier supervisor left running. Returns the names of what was found."""
        restes = [f for f in sorted(self.dossier.iterdir()) if _vivant(_lire(f))]
        for fiche in restes:
            signaler(_lire(fiche)["pid"], _lire(fiche)["signal"])
        for fiche in restes:
            contenu = _lire(fiche)
            if not attendre(lambda c=contenu: not _vivant(c), delai):  # type: ignore[misc]
                _signaler_groupe(contenu["pid"], signal.SIGKILL)
        for fiche in self.dossier.iterdir():
            fiche.unlink(missing_ok=True)
        return [f.name for f in restes]


def _lire(fiche: Path) -> dict[str, Any]:
    """Content of a record; one that a crash cut short counts as nothing."""
    try:
        return dict(json.loads(fiche.read_text()))
    except (OSError, ValueError):
        return {}


def _vivant(contenu: dict[str, Any]) -> bool:
    pid = contenu.get("pid")
    return pid is not None and contenu["empreinte"] is not None and empreinte(pid) == contenu["empreinte"]
