"""`python -m bench [--rapide] [--strict] [regles|demarrage|memoire|pages|simulateur|acces|listes …]`."""

import argparse
import importlib
import inspect
import sys
from typing import Any

from bench import Mesure

MODULES = ("regles", "demarrage", "memoire", "pages", "simulateur", "acces", "listes")


def main() -> int:
    lecteur = argparse.ArgumentParser(prog="python -m bench", description="Chiffres de cette machine.")
    lecteur.add_argument("modules", nargs="*", choices=[*MODULES, []], help="lesquels (tous par défaut)")
    lecteur.add_argument("--rapide", action="store_true", help="moins de lignes, moins de secondes")
    lecteur.add_argument("--strict", action="store_true", help="échouer si un budget est dépassé")
    options = lecteur.parse_args()
    depassees = []
    print(f"{'mesure':<70}{'valeur':>12}  {'budget':>12}  mesure/budget")
    for nom in options.modules or MODULES:
        for mesure in _mesurer(nom, options.rapide):
            _montrer(mesure)
            if mesure[3] is not None and mesure[1] > mesure[3]:
                depassees.append(mesure[0])
    print("\nBudgets dépassés : " + ", ".join(depassees) if depassees else "\nAucun budget dépassé.")
    return 1 if depassees and options.strict else 0


def _mesurer(nom: str, rapide: bool) -> list[Mesure]:
    mesurer: Any = importlib.import_module(f"bench.{nom}").mesurer
    return list(mesurer(rapide) if inspect.signature(mesurer).parameters else mesurer())


def _montrer(mesure: Mesure) -> None:
    nom, valeur, unite, budget, detail = mesure
    rapport = f"{valeur / budget:.2f}{'  DÉPASSÉ' if valeur > budget else ''}" if budget else ""
    promis = f"{budget:g} {unite}" if budget else "aucun"
    print(f"{nom:<70}{f'{valeur:.4g} {unite}':>12}  {promis:>12}  {rapport}")
    if detail:
        print(f"    {detail}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
