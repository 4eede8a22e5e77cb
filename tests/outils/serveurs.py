"""Real servers that a test may stop: PostgreSQL, Valkey, gunicorn, each in a folder of its own."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from portal.local import dossier as dossiers
from portal.local.postgres import Postgres
from portal.local.valkey import Valkey

RACINE = Path(__file__).resolve().parents[2]
DELAI_DEMARRAGE = 40


def attendre(condition: Callable[[], object], delai: float = 20, *, quoi: str = "") -> None:
    """Poll until `condition()` is true; fails after `delai` seconds."""
    limite = time.monotonic() + delai
    while not condition():
        assert time.monotonic() < limite, f"toujours rien après {delai} s {quoi}".rstrip()
        time.sleep(0.05)


def port_libre() -> int:
    """A port of 127.0.0.1 that nobody listens on at this instant."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


@contextmanager
def serveurs_de_donnees() -> Iterator[tuple[Postgres, Valkey]]:
    """An empty PostgreSQL and an empty Valkey, both running, that the test may stop."""
    # Short path: a socket's is at most 103 bytes. Readable: root's servers run under another account.
    with tempfile.TemporaryDirectory(prefix="mdf-", dir="/tmp") as nom:
        racine = Path(nom)
        racine.chmod(0o711)
        dossier = dossiers.ouvrir(racine / "p")
        postgres, valkey = Postgres(dossier, jetable=True), Valkey(dossier)
        try:
            postgres.demarrer()
            valkey.demarrer()
            yield postgres, valkey
        finally:
            valkey.arreter()
            postgres.arreter()


def environnement(**variables: str) -> dict[str, str]:
    """The environment of a child process of the project: ours without what would change its settings."""
    ecartes = {
        "DJANGO_SETTINGS_MODULE",
        "PORTAL_PROCESS",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "EXPLOITANT",
        "DEBUG",
    }
    return {**{k: v for k, v in os.environ.items() if k not in ecartes}, **variables}


def manage(*arguments: str, delai: float = 120, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` to its end with these variables."""
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:portal", str(RACINE / "manage.py"), *arguments],
        cwd=RACINE,
        env=environnement(**variables),
        capture_output=True,
        text=True,
        timeout=delai,
        check=False,
    )


def preparer(**variables: str) -> None:
    """Migrations, reference and demonstration data, static files: what `make run` does before it opens."""
    subprocess.run(
        [sys.executable, "-m", "portal.local.preparation"],
        cwd=RACINE,
        env=environnement(DJANGO_SETTINGS_MODULE="portal.settings.local", **variables),
        check=True,
        timeout=180,
        stdout=subprocess.DEVNULL,
    )


class Reponse:
    """What came back from `Web.lire`."""

    def __init__(self, brute: http.client.HTTPResponse, duree: float) -> None:
        self.statut = brute.status
        self.entetes = brute.headers
        self.corps = brute.read()
        self.duree = duree

    def json(self) -> dict[str, object]:
        return dict(json.loads(self.corps))


class Web:
    """A gunicorn of ours: `with Web(DATABASE_URL=…) as web: web.lire("/")`."""

    def __init__(
        self,
        application: str = "portal.wsgi",
        *,
        ouvriers: int = 1,
        fils: int = 4,
        journal: Path | None = None,
        arguments: tuple[str, ...] = (),
        **variables: str,
    ) -> None:
        self.port = port_libre()
        self.journal = journal or Path(tempfile.mkstemp(prefix="mdf-web-", suffix=".log")[1])
        self._argv = [
            *(sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{self.port}"),
            *("--workers", str(ouvriers), "--threads", str(fils), "--worker-class", "gthread"),
            *("--timeout", "30", "--graceful-timeout", "2", "--keep-alive", "5", "--no-control-socket"),
            *arguments,
        ]
        adresse = f"127.0.0.1:{self.port}"
        self._env = environnement(PORTAL_PROCESS="web", PORTAL_ADRESSE=adresse, **variables)
        self._enfant: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Web":
        with self.journal.open("wb") as sortie:
            self._enfant = subprocess.Popen(
                self._argv,
                cwd=RACINE,
                env=self._env,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        attendre(self._ecoute_ou_mort, DELAI_DEMARRAGE, quoi="du serveur web")
        assert self._enfant.poll() is None, self.journal.read_text()[-3000:]
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        assert self._enfant
        self._enfant.send_signal(signal.SIGTERM)
        try:
            self._enfant.wait(10)
        finally:
            try:
                os.killpg(self._enfant.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.journal.unlink(missing_ok=True)

    @property
    def pid(self) -> int:
        assert self._enfant
        return self._enfant.pid

    def _ecoute_ou_mort(self) -> bool:
        if self._enfant and self._enfant.poll() is not None:
            return True
        with socket.socket() as prise:
            return prise.connect_ex(("127.0.0.1", self.port)) == 0

    def lire(self, chemin: str, *, delai: float = 30, methode: str = "GET", **entetes: str) -> Reponse:
        """One request on a connection of its own; the header `X_Y` is written `X-Y`."""
        connexion = http.client.HTTPConnection("127.0.0.1", self.port, timeout=delai)
        debut = time.monotonic()
        try:
            connexion.request(methode, chemin, headers={k.replace("_", "-"): v for k, v in entetes.items()})
            return Reponse(connexion.getresponse(), time.monotonic() - debut)
        finally:
            connexion.close()
