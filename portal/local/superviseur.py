"""`make run`: the servers, the web, the worker and the beat of one machine, started and stopped together."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portal.local import processus
from portal.local.dossier import CHECKOUT, Dossier
from portal.local.messages import Panne, dire, duree
from portal.local.processus import Arret, Registre
from portal.local.serveurs import serveurs
from portal.local.sorties import Sorties
from portal.local.verrou import annoncer_l_arret, verrouiller

HOTE = "127.0.0.1"
DELAI_PREPARATION = 300
DELAI_WEB = 60
PAUSE_SURVEILLANCE = 0.5
# Celery says at each start that root is a bad idea; on one's own machine the person has already decided.
SANS_SERMON = ("-W", "ignore:You're running the worker with superuser privileges")


@dataclass
class Superviseur:
    """Everything one demonstration runs. `tourner` returns the exit status."""

    dossier: Dossier
    port: int
    debut: float = field(default_factory=time.monotonic)
    enfants: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    sorties: Sorties = field(default_factory=Sorties)

    def __post_init__(self) -> None:
        self.registre = Registre(self.dossier.processus)
        # Under make, its death is our signal to leave: nobody would be left to press Ctrl-C.
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else None

    def tourner(self) -> int:
        """Start all, show the address, wait. 0 when the person stopped us, 1 when a child died."""
        with verrouiller(self.dossier.verrou):
            for nom in self.registre.balayer():
                dire(f"  Reste d’un arrêt brutal, arrêté : {nom}")
            verifier_le_port(self.port)
            try:
                with serveurs(self.dossier) as adresses:
                    return self._servir(adresses)
            except Arret:
                annoncer_l_arret(self.dossier.verrou)
                return 0

    def _servir(self, adresses: dict[str, str]) -> int:
        env = self._environnement(adresses)
        try:
            self._preparer(env)
            for nom, argv in commandes(self.dossier, self.port).items():
                self._lancer(nom, argv, env)
                # Somebody waits for the page, nobody yet for a task: the others would share its processors.
                if nom == "web":
                    self._attendre_le_web()
            self._annoncer()
            return self._surveiller()
        except Arret:
            dire("\nArrêt demandé : on ferme tout.")
            return 0
        finally:
            annoncer_l_arret(self.dossier.verrou)
            self._arreter_tout()

    def _environnement(self, adresses: dict[str, str]) -> dict[str, str]:
        return {
            **os.environ,
            **adresses,
            "DJANGO_SETTINGS_MODULE": "portal.settings.local",
            "PYTHONUNBUFFERED": "1",
            "PORTAL_ETAT": str(self.dossier.etat),
            "PORTAL_ADRESSE": f"{HOTE}:{self.port}",
        }

    def _preparer(self, env: dict[str, str]) -> None:
        enfant = self._lancer("prépare", [sys.executable, "-m", "portal.local.preparation"], env)
        fini = self._attendre(lambda: enfant.poll() is not None, DELAI_PREPARATION)
        self.sorties.montrer()
        processus.arreter(enfant, delai=1)
        del self.enfants["prépare"]
        self.registre.oublier("prépare")
        if not fini or enfant.returncode:
            raise Panne("La préparation de la base a échoué : la cause est écrite ci-dessus.")

    def _lancer(self, nom: str, argv: list[str], env: dict[str, str]) -> subprocess.Popen[bytes]:
        env = env | {"PORTAL_PROCESS": nom if nom in ("web", "worker", "beat") else "command"}
        enfant = processus.lancer(argv, env=env, sortie=subprocess.PIPE, cwd=CHECKOUT)
        self.enfants[nom] = enfant
        self.registre.noter(nom, enfant.pid, signal.SIGTERM)
        self.sorties.suivre(nom, enfant)
        return enfant

    def _attendre_le_web(self) -> None:
        def pret_ou_mort() -> bool:
            return self._mort() is not None or repond(self.port, "/sante/pret")

        if not self._attendre(pret_ou_mort, DELAI_WEB) or self._mort():
            self.sorties.montrer(0.2)
            raise Panne("Le site n’a pas démarré : la cause est écrite ci-dessus.")

    def _annoncer(self) -> None:
        adresse = f"http://{HOTE}:{self.port}"
        dire()
        dire(f"  Portail       {adresse}/")
        dire(f"  Espace agent  {adresse}/agents/")
        dire(f"  Données       {self.dossier.racine}")
        dire(f"  Prêt en {duree(time.monotonic() - self.debut)}. Ctrl-C pour arrêter.")
        dire()

    def _surveiller(self) -> int:
        while not processus.Demande.recues:
            self.sorties.montrer(PAUSE_SURVEILLANCE)
            if nom := self._mort():
                self.sorties.montrer(0.2)
                code = self.enfants[nom].returncode
                dire(f"\n« {nom} » s’est arrêté tout seul (code {code}) : on ferme tout.")
                return 1
            if self.parent and os.getppid() != self.parent:
                raise Arret
        raise Arret

    def _attendre(self, condition: Callable[[], bool], delai: float) -> bool:
        def montrer_et_voir() -> bool:
            self.sorties.montrer(processus.PAUSE)
            return condition()

        return processus.attendre(montrer_et_voir, delai)

    def _mort(self) -> str | None:
        """Name of a child that ended without being asked."""
        return next((nom for nom, enfant in self.enfants.items() if enfant.poll() is not None), None)

    def _arreter_tout(self) -> None:
        """Ask all at once, then wait for each: the slowest alone sets the time."""
        for enfant in self.enfants.values():
            if enfant.poll() is None:
                processus.signaler(enfant.pid, signal.SIGTERM)
        for nom, enfant in self.enfants.items():
            processus.arreter(enfant, numero=0)
            self.registre.oublier(nom)
        self.sorties.montrer()


def commandes(dossier: Dossier, port: int) -> dict[str, list[str]]:
    """What runs beside the servers, in the order in which it starts."""
    celery = [sys.executable, *SANS_SERMON, "-m", "celery", "--quiet", "-A", "portal"]
    return {
        "web": [
            *(sys.executable, "-m", "gunicorn", "portal.wsgi:application"),
            *("--bind", f"{HOTE}:{port}", "--workers", "2", "--threads", "4"),
            *("--timeout", "30", "--graceful-timeout", "5", "--log-level", "warning"),
            *("--logger-class", "portal.http.gunicorn.JournalMasque"),
            # Its default place is the home of the user, which two checkouts share and some users do not have.
            "--no-control-socket",
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "warning"),
            *("--without-gossip", "--without-mingle"),
        ],
        "beat": [
            *(*celery, "beat", "--loglevel", "warning"),
            *("--schedule", str(dossier.etat / "celerybeat-schedule")),
        ],
    }


def verifier_le_port(port: int) -> None:
    """Raises Panne when something already listens there."""
    with socket.socket() as prise:
        prise.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prise.bind((HOTE, port))
        except OSError as erreur:
            if erreur.errno == errno.EADDRINUSE:
                raise Panne(
                    f"Le port {port} est déjà pris par un autre programme. Prenez-en un autre : "
                    f"PORT={port + 1} make run"
                ) from None
            raise Panne(f"Impossible d’écouter sur {HOTE}:{port} : {erreur.strerror}.") from None


def repond(port: int, chemin: str) -> bool:
    """Whether the site answers 200 at an address."""
    connexion = http.client.HTTPConnection(HOTE, port, timeout=5)
    try:
        connexion.request("GET", chemin)
        return connexion.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connexion.close()
