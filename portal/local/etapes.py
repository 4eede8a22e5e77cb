"""`make test` and `make audit`: named stages, each with its time, stopped at the first that fails."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.local import chromium, processus
from portal.local.dossier import CHECKOUT
from portal.local.messages import Panne, dire, duree

OUTILS = Path(sys.executable).parent
PYTEST = (sys.executable, "-m", "pytest")
# Real servers that stop and start are waited for: a third process works meanwhile. A browser never waits.
TROIS, DEUX = ("-n", "3"), ("-n", "2")
# Without --strict it calls « no known vulnerability » what it could not ask about.
PIP_AUDIT = (
    *("pip-audit", "--strict", "--require-hashes", "--disable-pip", "--progress-spinner", "off"),
    *("--requirement", "requirements/production.lock"),
)
# No stage may hang: the slowest takes ten minutes on two cores.
DELAI_ETAPE = 20 * 60
DELAI_FIN = 20

Etape = tuple[str, tuple[str, ...]]

TEST: tuple[Etape, ...] = (
    ("Règles d’écriture du Python (ruff check)", ("ruff", "check")),
    ("Mise en forme du Python (ruff format)", ("ruff", "format", "--check", "--quiet")),
    ("Mise en forme des gabarits (djlint)", ("djlint", "templates", "--check", "--quiet")),
    ("Règles des gabarits (djlint)", ("djlint", "templates", "--lint", "--quiet")),
    ("Étages des imports (lint-imports)", ("lint-imports",)),
    ("Types (mypy)", ("mypy",)),
    ("Migrations manquantes", (sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")),
    ("Tests sur PostgreSQL et Valkey", (*PYTEST, *TROIS)),
    ("Parcours au navigateur (Chromium)", (*PYTEST, *DEUX, "-m", "navigateur")),
)

AUDIT: tuple[Etape, ...] = (
    ("Accessibilité et HTML de chaque page", (*PYTEST, "-m", "audit")),
    ("Vulnérabilités des dépendances (pip-audit, qui demande le réseau)", PIP_AUDIT),
)


def derouler(etapes: Sequence[Etape], env: Mapping[str, str]) -> int:
    """Run the stages in order. Returns 0, or the status of the first that failed."""
    debut = time.monotonic()
    for titre, argv in etapes:
        dire(f"\n▶ {titre}")
        depart = time.monotonic()
        statut = executer(argv, env)
        temps = duree(time.monotonic() - depart)
        if statut:
            dire(f"✗ {titre} : échec (code {statut}) après {temps}.")
            return statut
        dire(f"✓ {temps}")
    dire(f"\nTout est vert en {duree(time.monotonic() - debut)}.")
    return 0


def executer(argv: Sequence[str], env: Mapping[str, str], delai: float | None = DELAI_ETAPE) -> int:
    """Run one command on this terminal: it may ask, and Ctrl-C reaches it. Returns its status (130: interrupted)."""
    programme = shutil.which(argv[0], path=f"{OUTILS}{os.pathsep}{os.environ.get('PATH', '')}")
    if programme is None:
        raise Panne(f"La commande {argv[0]} est introuvable.")
    enfant = subprocess.Popen([programme, *argv[1:]], env=dict(env), cwd=CHECKOUT)  # noqa: S603
    try:
        if not processus.attendre(lambda: enfant.poll() is not None, delai or float("inf"), pause=0.05):
            dire(f"Toujours pas fini après {duree(delai or 0)} : on arrête.")
            return _finir(enfant) or 1
    except processus.Arret:
        _finir(enfant)
        return 130
    # As the shell does for a program ended by a signal.
    return enfant.returncode if enfant.returncode >= 0 else 128 - enfant.returncode


def _finir(enfant: subprocess.Popen[bytes]) -> int:
    """Let a command that got Ctrl-C with us finish its sentence, then insist."""
    for numero, delai in ((None, 3), (signal.SIGTERM, DELAI_FIN), (signal.SIGKILL, DELAI_FIN)):
        if numero:
            enfant.send_signal(numero)
        try:
            return enfant.wait(timeout=delai)
        except subprocess.TimeoutExpired:
            continue
    return 1


def exiger_les_outils_d_audit() -> dict[str, str]:
    """What `make audit` needs and Python packages do not bring. Raises Panne naming all that is missing."""
    manques = [
        remede
        for commande, remede in (
            ("java", "Java (« apt install default-jre-headless »)"),
            ("npm", "npm (« apt install npm »)"),
        )
        if not shutil.which(commande)
    ]
    if manques:
        raise Panne(f"Pour « make audit », il manque : {', '.join(manques)}.")
    return {chromium.VARIABLE: chromium.exiger(), "PORTAL_VNU": str(_vnu())}


def _vnu() -> Path:
    """The Nu HTML checker, fetched once from the npm registry into the folder of tools."""
    outils = CHECKOUT / ".portal-outils"
    jar = outils / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        dire("Installation du vérificateur HTML (vnu-jar).")
        outils.mkdir(exist_ok=True)
        npm = (
            "npm",
            "install",
            "--prefix",
            str(outils),
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--silent",
            "vnu-jar",
        )
        if executer(npm, os.environ) or not jar.exists():
            raise Panne("« make audit » n’a pas pu installer vnu-jar avec npm.")
    return jar
