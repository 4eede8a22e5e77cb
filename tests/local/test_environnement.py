"""`environnement.sh`: what a machine lacks is said in one line, and what is already there costs nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.local.dossier import CHECKOUT


@pytest.fixture
def depot(lieu: Path) -> Path:
    """A checkout with the script, a lock, and a `.venv` that only a test would believe in."""
    (lieu / "portal" / "local").mkdir(parents=True)
    (lieu / "requirements").mkdir()
    (lieu / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(CHECKOUT / "portal" / "local" / "environnement.sh", lieu / "portal" / "local")
    for lot in ("local", "dev"):
        (lieu / "requirements" / f"{lot}.lock").write_text(f"paquet=={lot}\n")
    programme(lieu / ".venv" / "bin" / "python", 'echo "$@" >> "$(dirname "$0")/../appels"')
    return lieu


def programme(chemin: Path, corps: str) -> Path:
    chemin.write_text(f"#!/bin/sh\n{corps}\n")
    chemin.chmod(0o755)
    return chemin


def preparer(
    depot: Path, lot: str = "local", python: Path | str = "python3"
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "portal/local/environnement.sh", lot],
        cwd=depot,
        env=os.environ | {"PYTHON": str(python)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def installations(depot: Path) -> list[str]:
    appels = depot / ".venv" / "appels"
    return (
        [ligne for ligne in appels.read_text().splitlines() if "install" in ligne] if appels.exists() else []
    )


def test_le_deuxieme_passage_n_installe_rien(depot: Path) -> None:
    assert preparer(depot).returncode == 0
    assert preparer(depot).returncode == 0
    assert len(installations(depot)) == 1
    assert "--require-hashes" in installations(depot)[0]


def test_un_verrou_seulement_touche_n_installe_rien(depot: Path) -> None:
    preparer(depot)
    os.utime(depot / "requirements" / "local.lock")
    preparer(depot)
    assert len(installations(depot)) == 1


def test_un_verrou_qui_change_installe_de_nouveau(depot: Path) -> None:
    preparer(depot)
    (depot / "requirements" / "local.lock").write_text("paquet==2\n")
    preparer(depot)
    assert len(installations(depot)) == 2


def test_l_environnement_de_developpement_contient_celui_de_la_demonstration(depot: Path) -> None:
    preparer(depot, "dev")
    preparer(depot, "local")
    assert len(installations(depot)) == 1


def test_une_installation_ratee_sera_refaite(depot: Path) -> None:
    programme(depot / ".venv" / "bin" / "python", 'case "$*" in *install*) exit 3;; esac')
    assert preparer(depot).returncode == 3
    assert not (depot / ".venv" / ".local.stamp").exists()


def test_un_python_trop_ancien_se_dit_en_une_ligne(depot: Path) -> None:
    ancien = programme(depot / "vieux", "exit 1")
    vu = preparer(depot, python=ancien)
    assert vu.returncode == 1
    assert vu.stderr.count("\n") == 1
    assert "Il faut Python 3.11" in vu.stderr


def test_un_python_sans_venv_se_dit_en_une_ligne(depot: Path) -> None:
    sans_venv = programme(depot / "sans-venv", 'case "$2" in *venv*) exit 1;; esac')
    vu = preparer(depot, python=sans_venv)
    assert vu.returncode == 1
    assert vu.stderr.count("\n") == 1
    assert "apt install python3-venv" in vu.stderr
