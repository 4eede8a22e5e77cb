"""How long `make run` takes to say its address, once everything is installed: the first time, then again."""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import Mesure

BUDGET = 5.0  # seconds, for every start but the first
DELAI = 120
# The servers of the bench itself: `make run` starts its own.
LES_NOTRES = {"DATABASE_URL", "REDIS_URL", "EPHEMERE_URL", "PORTAL_ETAT", "DJANGO_SETTINGS_MODULE"}
RACINE = Path(__file__).resolve().parent.parent


def mesurer() -> list[Mesure]:
    """The first start, and the best of three others, each stopped by Ctrl-C; against starting Python and Django."""
    with tempfile.TemporaryDirectory() as dossier:
        # Under root, PostgreSQL runs as another account, which must reach its data.
        Path(dossier).chmod(0o755)
        premier, *suivants = [_demarrer(Path(dossier) / "portail") for _ in range(4)]
    etalon = _django()
    detail = f"{min(suivants) / etalon:.1f} démarrages de Django ({etalon:.2f} s)"
    return [
        (
            "premier démarrage, tout étant installé",
            premier,
            "s",
            None,
            f"{premier / etalon:.1f} démarrages de Django",
        ),
        ("démarrage suivant (le meilleur de trois)", min(suivants), "s", BUDGET, detail),
    ]


def _demarrer(dossier: Path) -> float:
    """Seconds until the address is printed."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        port = prise.getsockname()[1]
    argv = [sys.executable, "-m", "portal.local", "run", "--dossier", str(dossier)]
    depart = time.monotonic()
    enfant = subprocess.Popen(
        argv,
        env={cle: v for cle, v in os.environ.items() if cle not in LES_NOTRES} | {"PORT": str(port)},
        cwd=RACINE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert enfant.stdout
    try:
        for ligne in enfant.stdout:
            if re.search(r"Prêt en", ligne):
                return time.monotonic() - depart
            if time.monotonic() - depart > DELAI:
                break
        raise RuntimeError("le portail n’a pas démarré")
    finally:
        enfant.send_signal(signal.SIGINT)
        enfant.stdout.read()
        enfant.wait(timeout=60)


def _django() -> float:
    """Seconds to start Python and set Django up, measured in this run."""
    depart = time.monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "help", "--commands"], cwd=RACINE, check=True, capture_output=True
    )
    return time.monotonic() - depart
