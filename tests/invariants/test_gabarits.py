"""Every template is used, every form field has a label."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django import forms
from django.template import engines

from tests.outils.depot import RACINE, SALLES, arbres, de_suffixe, nom

DJANGO = Path(django.__file__).parent
REFERENCE = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg))["']""")


def _gabarits() -> dict[str, Path]:
    """Template name → file, for ours."""
    trouves = {}
    for chemin in de_suffixe(".html", ".txt", ".svg", sous=("templates", *SALLES)):
        morceaux = chemin.relative_to(RACINE).parts
        if "templates" in morceaux:
            trouves["/".join(morceaux[morceaux.index("templates") + 1 :])] = chemin
    return trouves


def _noms_dans_le_code() -> Iterator[re.Pattern[str]]:
    """Each string of the code that ends as a template does; an f-string stands for all it may become."""
    for _chemin, arbre in arbres():
        for noeud in ast.walk(arbre):
            if isinstance(noeud, ast.Constant) and isinstance(noeud.value, str):
                yield re.compile(re.escape(noeud.value))
            elif isinstance(noeud, ast.JoinedStr):
                yield re.compile(
                    "".join(
                        re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w/-]+"
                        for v in noeud.values
                    )
                )


def _remplace_un_gabarit_de_django(gabarit: str) -> bool:
    return (
        any((dossier / gabarit).exists() for dossier in DJANGO.glob("**/templates"))
        or (DJANGO / "forms" / "templates" / gabarit).exists()
    )


def test_chaque_gabarit_sert() -> None:
    gabarits = _gabarits()
    dans_les_gabarits = {n for c in gabarits.values() for n in REFERENCE.findall(c.read_text())}
    motifs = [m for m in _noms_dans_le_code() if m.pattern.endswith(("html", "txt", "svg"))]
    perdus = [
        nom(chemin)
        for gabarit, chemin in gabarits.items()
        if gabarit not in dans_les_gabarits
        and not any(m.fullmatch(gabarit) for m in motifs)
        and not _remplace_un_gabarit_de_django(gabarit)
    ]
    assert perdus == []


@pytest.mark.parametrize("gabarit", sorted(_gabarits()))
def test_chaque_gabarit_se_compile(gabarit: str) -> None:
    if gabarit.endswith((".html", ".txt")):
        engines["django"].get_template(gabarit)


def _formulaires() -> list[type[forms.BaseForm]]:
    for salle in SALLES:
        paquet = importlib.import_module(salle)
        for module in pkgutil.walk_packages(paquet.__path__, f"{salle}."):
            if not re.search(
                r"\.(settings|local|migrations|__main__|wsgi)\b|\.administration|\.admin$", module.name
            ):
                importlib.import_module(module.name)
    a_voir, vus = [forms.BaseForm], set()
    while a_voir:
        a_voir += [c for c in a_voir.pop().__subclasses__() if c not in vus and not vus.add(c)]  # type: ignore[func-returns-value]
    return sorted(
        (c for c in vus if c.__module__.split(".")[0] in SALLES), key=lambda c: (c.__module__, c.__qualname__)
    )


def test_chaque_champ_de_formulaire_a_une_etiquette_en_francais() -> None:
    """GEN-18. Les champs ajoutés à la volée sont vus par le client de test, qui exige une étiquette à chacun."""
    sans = [
        f"{formulaire.__module__}.{formulaire.__qualname__}.{champ}"
        for formulaire in _formulaires()
        for champ, declare in getattr(formulaire, "base_fields", {}).items()
        if not str(declare.label or "").strip() and not isinstance(declare.widget, forms.HiddenInput)
    ]
    assert sans == []
