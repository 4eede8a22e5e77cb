"""The law of the prime d’activité: time for a household, for its explanation, and for a file through the command.

A machine is not another, nor this one an hour later: a household is counted in « étalons », a fixed loop of decimals
timed in the same rounds, and the budgets with it; microseconds are given beside. When OPENFISCA_PYTHON names the
python of an environment where OpenFisca-France is installed, the same households are given to it, all at once as it
likes best, and the ratio is printed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from bench import Mesure
from simulations.echange import lire_foyer
from simulations.regles import estimer

RACINE: Final = Path(__file__).parents[1]
FOYERS: Final = RACINE / "tests" / "simulations" / "donnees" / "foyers-600.json"

BUDGET_FOYER: Final = 7.5  # étalons
BUDGET_ARBRE: Final = 18.5  # étalons, the amount and its tree
BUDGET_COMMANDE: Final = 1.0  # s, start included
FOYERS_DU_FICHIER: Final = 2_400


def mesurer(rapide: bool = False) -> list[Mesure]:
    """Medians on one core, over the 598 households of the tests."""
    tours = 3 if rapide else 11
    objets = json.loads(FOYERS.read_text(encoding="utf-8"), parse_float=Decimal)
    foyers = [lire_foyer(objet) for objet in objets]
    etalon, foyer, arbre, lecture = _medianes(
        [
            (_etalon, objets),
            (estimer, foyers),
            (lambda un: estimer(un).arbre(), foyers),
            (lire_foyer, objets),
        ],
        tours,
    )
    commande = _commande(objets, 1 if rapide else 3)
    return [
        (
            "étalon : 100 opérations décimales",
            etalon,
            "µs",
            None,
            "une addition et une multiplication, 50 fois",
        ),
        _mesure("un foyer", foyer, BUDGET_FOYER, etalon),
        _mesure("un foyer et son arbre", arbre, BUDGET_ARBRE, etalon),
        _mesure("lire et vérifier un foyer", lecture, None, etalon),
        (
            f"{FOYERS_DU_FICHIER} foyers par la commande, démarrage compris",
            commande,
            "s",
            BUDGET_COMMANDE,
            f"{commande * 1e6 / FOYERS_DU_FICHIER / etalon:.1f} étalons par foyer",
        ),
        *_openfisca(objets, foyer),
    ]


def _mesure(nom: str, valeur: float, budget: float | None, etalon: float) -> Mesure:
    return (nom, valeur / etalon, "étalons", budget, f"{valeur:.3g} µs")


def _etalon(_rien: object) -> Decimal:
    somme, pas, taux = Decimal("622.63"), Decimal("11.65"), Decimal("0.999")
    for _ in range(50):
        somme = (somme + pas) * taux
    return somme


def _medianes(appels: Sequence[tuple[Callable[[Any], object], Sequence[Any]]], tours: int) -> list[float]:
    """The median time of a call of each, in µs: for each element its best time, so that a neighbour’s work counts less.

    They take turns at each round: what slows the machine for a while slows them all.
    """
    meilleurs = [[float("inf")] * len(elements) for _, elements in appels]
    for _ in range(tours):
        for (fonction, elements), siens in zip(appels, meilleurs, strict=True):
            for rang, element in enumerate(elements):
                debut = time.perf_counter()
                fonction(element)
                siens[rang] = min(siens[rang], time.perf_counter() - debut)
    return [statistics.median(siens) * 1e6 for siens in meilleurs]


def _commande(objets: list[Any], tours: int) -> float:
    """Seconds for a file of households, from the start of Python to the last answer."""
    repetes = (objets * (FOYERS_DU_FICHIER // len(objets) + 1))[:FOYERS_DU_FICHIER]
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier, "foyers.json")
        fichier.write_text(json.dumps(repetes, default=float), encoding="utf-8")
        return min(
            _chronometrer([sys.executable, "manage.py", "estimer_prime_activite", str(fichier)], tours)
        )


def _chronometrer(commande: list[str], tours: int) -> list[float]:
    durees = []
    for _ in range(tours):
        debut = time.perf_counter()
        subprocess.run(commande, cwd=RACINE, stdout=subprocess.DEVNULL, check=True, timeout=60)
        durees.append(time.perf_counter() - debut)
    return durees


# --- OpenFisca-France, when it is there --------------------------------------------------------------------------

# Run by the other environment: households on standard input, microseconds a household on standard output. The
# system of taxes is loaded before the clock starts; building the situation and computing are both counted.
_PROGRAMME_OPENFISCA: Final = """
import json, sys, time
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_france import CountryTaxBenefitSystem

def situation(foyers):
    individus, familles, fiscaux, menages = {}, {}, {}, {}
    for rang, foyer in enumerate(foyers):
        mois = foyer["reference_months"]
        noms = []
        for place, personne in enumerate([*foyer["adults"], *foyer.get("children", [])]):
            nom = f"p{rang}_{place}"
            noms.append(nom)
            individus[nom] = {
                "date_naissance": {"ETERNITY": personne["birth_date"]},
                "salaire_net": dict(zip(mois, personne.get("salaire_net", [0, 0, 0]))),
                "chomage_net": dict(zip(mois, personne.get("chomage", [0, 0, 0]))),
            }
        adultes, enfants = noms[: len(foyer["adults"])], noms[len(foyer["adults"]) :]
        aide = foyer.get("housing", {}).get("aide_logement", [0, 0, 0])
        familles[f"f{rang}"] = {"parents": adultes, "enfants": enfants, "aide_logement": dict(zip(mois, aide))}
        fiscaux[f"i{rang}"] = {"declarants": adultes, "personnes_a_charge": enfants}
        menages[f"m{rang}"] = {
            "personne_de_reference": adultes[:1], "conjoint": adultes[1:], "enfants": enfants
        }
    return {"individus": individus, "familles": familles, "foyers_fiscaux": fiscaux, "menages": menages}

def suivant(mois):
    annee, numero = map(int, mois.split("-"))
    return f"{annee + numero // 12}-{numero % 12 + 1:02d}"

systeme = CountryTaxBenefitSystem()
foyers = [foyer for foyer in json.load(sys.stdin) if foyer["reference_months"][2] == "2024-06"]
foyers = (foyers * 2400)[:2400]
SimulationBuilder().build_from_entities(systeme, situation(foyers[:1])).calculate("ppa", "2024-07")
debut = time.perf_counter()
simulation = SimulationBuilder().build_from_entities(systeme, situation(foyers))
simulation.calculate("ppa", suivant(foyers[0]["reference_months"][2]))
print((time.perf_counter() - debut) * 1e6 / len(foyers))
"""


def _openfisca(objets: list[Any], foyer: float) -> list[Mesure]:
    python = os.environ.get("OPENFISCA_PYTHON")
    if not python:
        return []
    sortie = subprocess.run(
        [python, "-c", _PROGRAMME_OPENFISCA],
        input=json.dumps(objets, default=float),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if sortie.returncode:
        print(
            f"OpenFisca-France n’a pas répondu : {sortie.stderr.strip().splitlines()[-1:]}", file=sys.stderr
        )
        return []
    duree = float(sortie.stdout)
    detail = f"{duree / foyer:.1f} fois le temps d’un foyer ici (2 400 foyers calculés ensemble)"
    return [("un foyer par OpenFisca-France", duree, "µs", None, detail)]


def principal() -> int:
    """Print each figure, its budget, and whether it is kept."""
    mesures = mesurer()
    for nom, valeur, unite, budget, detail in mesures:
        verdict = "" if budget is None else f" (budget {budget:g} {unite})"
        print(f"{nom} : {valeur:.3g} {unite}{verdict} — {detail}")
    depasses = [
        nom for nom, valeur, _unite, budget, _detail in mesures if budget is not None and valeur > budget
    ]
    print(f"Budgets dépassés : {', '.join(depasses)}" if depasses else "Tous les budgets sont tenus.")
    return 1 if depasses else 0


if __name__ == "__main__":
    sys.exit(principal())
