"""`python -m portal.local run`, whole: every process for real, then Ctrl-C, and nothing is left."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal.local import processus
from portal.local.dossier import CHECKOUT

DELAI = 120


class Demonstration:
    """A demonstration started in a folder of its own, as a person would."""

    def __init__(self, racine: Path, env: dict[str, str]) -> None:
        self.port = port_libre()
        self.lignes: list[str] = []
        self.enfant = subprocess.Popen(
            [sys.executable, "-m", "portal.local", "run", "--dossier", str(racine)],
            cwd=CHECKOUT,
            env=env | {"PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lecteur = threading.Thread(target=self._lire, daemon=True)
        self.lecteur.start()

    def _lire(self) -> None:
        assert self.enfant.stdout
        self.lignes.extend(iter(self.enfant.stdout.readline, ""))

    @property
    def texte(self) -> str:
        return "".join(self.lignes)

    def attendre_l_adresse(self) -> None:
        """Until it says where it answers (how fast is a matter of `bench/`)."""
        assert processus.attendre(lambda: "Ctrl-C" in self.texte or self.enfant.poll() is not None, DELAI), (
            self.texte
        )
        assert re.search(r"Prêt en [\d,]+", self.texte), self.texte

    def arreter(self, numero: int) -> int:
        """Its exit status, once it has ended (which it may have done already)."""
        self.enfant.send_signal(numero)
        code = self.enfant.wait(timeout=60)
        self.lecteur.join(timeout=10)
        assert self.enfant.stdout
        self.enfant.stdout.close()
        return code


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def restes(racine: Path) -> list[str]:
    """Processes whose environment or command names this folder."""
    trouves = []
    for fiche in Path("/proc").glob("[0-9]*"):
        try:
            texte = (fiche / "environ").read_bytes() + (fiche / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(racine) in texte:
            trouves.append(processus.commande(int(fiche.name)))
    return trouves


@pytest.fixture
def demarrer(lieu: Path, env_nu: dict[str, str]) -> Iterator[Callable[[], Demonstration]]:
    """Start a demonstration in the same folder as often as needed; whatever happens, none is left."""
    ouvertes: list[Demonstration] = []

    def ouvrir() -> Demonstration:
        ouvertes.append(Demonstration(lieu / "portal", env_nu))
        return ouvertes[-1]

    yield ouvrir
    for demonstration in ouvertes:
        demonstration.arreter(signal.SIGTERM)
    dossier = str(lieu / "portal")
    subprocess.run(
        [sys.executable, "-m", "portal.local", "stop", "--dossier", dossier],
        cwd=CHECKOUT,
        capture_output=True,
        timeout=90,
        check=False,
    )


@pytest.mark.lent
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see what is left")
def test_demarrer_arreter_et_se_relever_d_un_kill_9(
    demarrer: Callable[[], Demonstration], lieu: Path
) -> None:
    premiere = demarrer()
    premiere.attendre_l_adresse()
    for chemin in ("/sante/vivant", "/sante/pret"):
        with urllib.request.urlopen(f"http://127.0.0.1:{premiere.port}{chemin}", timeout=10) as reponse:
            assert reponse.status == 200
    assert premiere.arreter(signal.SIGINT) == 0, premiere.texte
    assert restes(lieu) == []

    deuxieme = demarrer()
    deuxieme.attendre_l_adresse()
    assert deuxieme.arreter(signal.SIGKILL) == -signal.SIGKILL

    troisieme = demarrer()
    troisieme.attendre_l_adresse()
    assert troisieme.arreter(signal.SIGTERM) == 0, troisieme.texte
    assert restes(lieu) == []


@pytest.mark.lent
def test_un_enfant_qui_meurt_arrete_tout_et_se_dit(demarrer: Callable[[], Demonstration]) -> None:
    demonstration = demarrer()
    demonstration.attendre_l_adresse()
    web = next(pid for pid in enfants(demonstration.enfant.pid) if "gunicorn" in processus.commande(pid))
    os.kill(web, signal.SIGKILL)
    assert demonstration.enfant.wait(timeout=60) == 1
    demonstration.arreter(0)
    assert "« web » s’est arrêté tout seul" in demonstration.texte.replace("\u00a0", " ")


def enfants(pid: int) -> list[int]:
    return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_un_port_pris_se_dit_avec_le_remede(lieu: Path, env_nu: dict[str, str]) -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        prise.listen()
        port = prise.getsockname()[1]
        depart = time.monotonic()
        vu = subprocess.run(
            [sys.executable, "-m", "portal.local", "run", "--dossier", str(lieu / "portal")],
            cwd=CHECKOUT,
            env=env_nu | {"PORT": str(port)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert vu.returncode == 1
    assert f"Le port {port} est déjà pris" in vu.stdout
    assert f"PORT={port + 1}" in vu.stdout
    assert time.monotonic() - depart < 20
