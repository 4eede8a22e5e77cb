"""The files of the repository, as invariants read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RACINE = Path(__file__).resolve().parents[2]
SALLES = ("accounts", "dossiers", "simulations", "demandes", "rendezvous", "bailleurs", "portal")
ECARTES = {".git", ".venv", ".portal", ".portal-outils", "node_modules", "__pycache__", "captures"}


@cache
def fichiers() -> tuple[Path, ...]:
    """What is in the repository or about to be (git's own rules); every file when this is not a checkout."""
    vu = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=RACINE, capture_output=True, check=False,
    )  # fmt: skip
    if vu.returncode == 0:
        chemins = [RACINE / nom for nom in vu.stdout.decode().split("\0") if nom]
    else:
        chemins = [c for c in RACINE.rglob("*") if not ECARTES & set(c.relative_to(RACINE).parts)]
    return tuple(sorted(c for c in chemins if c.is_file()))


def de_suffixe(*suffixes: str, sous: tuple[str, ...] = ()) -> list[Path]:
    """Files with one of these suffixes, perhaps in one of these top folders only."""
    return [
        c for c in fichiers() if c.suffix in suffixes and (not sous or c.relative_to(RACINE).parts[0] in sous)
    ]


def nom(chemin: Path) -> str:
    return str(chemin.relative_to(RACINE))


def arbres(*, sous: tuple[str, ...] = SALLES) -> Iterator[tuple[Path, ast.Module]]:
    """Each Python file with its syntax tree."""
    for chemin in de_suffixe(".py", sous=sous):
        yield chemin, ast.parse(chemin.read_text())
