"""The repository itself: sizes, rooms, docstrings, nothing of one machine."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.outils.depot import RACINE, SALLES, arbres, de_suffixe, fichiers, nom

LIGNES = {"code": 400, "tests": 1000, "gabarit": 200}
FONCTION = 80
# A migration is written by a machine, and read by one.
ECRITS_PAR_UN_OUTIL = re.compile(r"/migrations/\d{4}_")
SALLES_DU_PORTAIL = (
    "antirobot",
    "cafs",
    "courriers",
    "espaces",
    "http",
    "journal",
    "limites",
    "parcours",
    "ui",
)

# Pieces put together here, so that this file does not hold what it looks for.
HOTES_DE_REGISTRES = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + "hosted",
            "registry" + r"\.npmjs",
            "--index" + "-url",
            "PIP_" + "INDEX",
            r"artifact" + "ory",
        ]
    )
)
CHEMINS_D_UNE_MACHINE = re.compile(
    r"(?<![\w.-])/(?:work/|root/|home/(?!app\b|\$|<)\w|Users/\w)|\.\./shared\b"
)
TEXTES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".lock",
    ".html",
    ".css",
    ".js",
    ".yml",
    ".yaml",
    ".json",
    ".sh",
    ".svg",
    ".conf",
    "",
}


def _lignes(chemin: Path) -> int:
    return chemin.read_text().count("\n")


def _trop_longs(chemins: list[Path], borne: int) -> list[str]:
    return [
        f"{nom(c)} : {n} lignes"
        for c in chemins
        if (n := _lignes(c)) > borne and not ECRITS_PAR_UN_OUTIL.search(nom(c))
    ]


def test_aucun_fichier_ne_depasse_sa_taille() -> None:
    assert _trop_longs(de_suffixe(".py", sous=(*SALLES, "bench")), LIGNES["code"]) == []
    assert _trop_longs(de_suffixe(".py", sous=("tests",)), LIGNES["tests"]) == []
    assert _trop_longs(de_suffixe(".html"), LIGNES["gabarit"]) == []


def test_aucune_fonction_ne_depasse_80_lignes() -> None:
    longues = [
        f"{nom(chemin)}:{f.lineno} {f.name} ({f.end_lineno - f.lineno + 1} lignes)"
        for chemin, arbre in arbres(sous=(*SALLES, "bench", "tests"))
        for f in ast.walk(arbre)
        if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
        and f.end_lineno
        and f.end_lineno - f.lineno >= FONCTION
    ]
    assert longues == []


@pytest.mark.parametrize("salle", [*SALLES, *(f"portal/{s}" for s in SALLES_DU_PORTAIL)])
def test_chaque_salle_existe_et_dit_ce_qui_y_a_sa_place(salle: str) -> None:
    entree = RACINE / salle / "__init__.py"
    assert entree.exists(), f"{salle} n’est pas un paquet"
    assert ast.get_docstring(ast.parse(entree.read_text())), f"{salle} n’a pas de docstring"


def test_chaque_paquet_dit_ce_qu_il_est() -> None:
    muets = [
        nom(chemin)
        for chemin, arbre in arbres()
        if chemin.name == "__init__.py"
        and not {"migrations", "management", "commands", "templatetags"} & set(chemin.parts)
        and not ast.get_docstring(arbre)
    ]
    assert muets == []


def test_les_etages_sont_declares() -> None:
    contrats = tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert set(SALLES) <= set(contrats["root_packages"])
    etages = " ".join(m for c in contrats["contracts"] if c["type"] == "layers" for m in c["layers"])
    for salle in (*SALLES[:-1], *(f"portal.{s}" for s in SALLES_DU_PORTAIL)):
        assert salle in etages, f"{salle} n’est à aucun étage"
    assert any("simulations.regles" in c.get("source_modules", []) for c in contrats["contracts"])


def _occurrences(motif: re.Pattern[str]) -> list[str]:
    return [
        f"{nom(chemin)}:{numero} {ligne.strip()[:100]}"
        for chemin in fichiers()
        if chemin.suffix in TEXTES and chemin != Path(__file__)
        for numero, ligne in enumerate(_texte(chemin), start=1)
        if motif.search(ligne)
    ]


def _texte(chemin: Path) -> list[str]:
    try:
        return chemin.read_text().splitlines()
    except UnicodeDecodeError:
        return []


def test_rien_ne_nomme_un_registre_ni_un_chemin_d_une_machine() -> None:
    assert _occurrences(HOTES_DE_REGISTRES) == []
    assert _occurrences(CHEMINS_D_UNE_MACHINE) == []


def test_le_code_des_pages_ne_parle_a_aucun_autre_hote() -> None:
    """Une page publique ne charge rien d'ailleurs (budget de l'issue 2)."""
    motif = re.compile(
        r"""(?:src|href)=["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import|@font-face|fetch\(\s*["']https?:"""
    )
    ressources = {".css", ".js"}
    trouves = [t for t in _occurrences(motif) if Path(t.split(":")[0]).suffix in ressources]
    assert trouves == []


def test_les_fichiers_verrouilles_existent_et_portent_des_empreintes() -> None:
    for fichier in ("production", "local", "dev"):
        texte = (RACINE / "requirements" / f"{fichier}.lock").read_text()
        paquets = re.findall(r"^[a-z0-9][\w.-]*(?:\[[\w,-]+\])?==", texte, re.MULTILINE)
        assert len(paquets) > 10 and texte.count("--hash=sha256:") >= len(paquets)
