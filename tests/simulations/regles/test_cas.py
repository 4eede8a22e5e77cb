"""The household files: every figure of the forty cases, and the amounts of the 598 households (SIM-43)."""

from decimal import Decimal
from typing import Any

import pytest

from simulations.echange import lire_foyer
from simulations.regles import estimer
from tests.simulations.regles.fabrique import CENTIME, donnees

CAS = donnees("cas-40.json")
REPONSES = {reponse["id"]: reponse["ppa"] for reponse in donnees("reponses-600.json")}
FOYERS = donnees("foyers-600.json")

FIGURES = {
    "montant_forfaitaire": "montant_forfaitaire",
    "revenu_activite": "revenus_activite",
    "fraction_du_revenu_activite": "part_revenus_activite",
    "bonification": "bonification",
    "ressources_hors_activite": "autres_ressources",
    "dont_prestations_familiales": "prestations_familiales",
    "base_ressources": "base_ressources",
    "forfait_logement": "forfait_logement",
    "prime_du_mois": "prime",
}


def proche(obtenu: Decimal, attendu: Decimal) -> bool:
    # The files come from an engine of 32-bit floats, whose own cents are off by one now and then.
    return abs(obtenu - attendu) <= CENTIME


@pytest.mark.parametrize("cas", CAS, ids=lambda cas: cas["id"])
def test_a_hand_readable_case_gives_every_intermediate_figure(cas: dict[str, Any]) -> None:
    estimation = estimer(lire_foyer(cas["household"]))
    attendu = cas["expected"]

    assert proche(estimation.montant, attendu["ppa"])
    assert proche(estimation.moyenne, attendu["mean_of_three_months"])
    assert estimation.droit_ouvert is attendu["eligible_activity"]
    for obtenu, mois in zip(estimation.mois, attendu["months"], strict=True):
        assert obtenu.mois.iso == mois["month"]
        assert obtenu.enfants_a_charge == mois["dependants_children"]
        assert obtenu.majoration_isolement is mois["majoration_isolement"]
        for nom, valeur in FIGURES.items():
            assert proche(getattr(obtenu, valeur), mois[nom]), nom


@pytest.mark.parametrize("foyer", FOYERS, ids=lambda foyer: foyer["id"])
def test_a_varied_household_gets_its_amount(foyer: dict[str, Any]) -> None:
    estimation = estimer(lire_foyer(foyer))

    assert [mois.mois.iso for mois in estimation.mois] == foyer["reference_months"]
    assert proche(estimation.montant, REPONSES[foyer["id"]])


def test_the_household_files_are_whole() -> None:
    assert (len(CAS), len(FOYERS), len(REPONSES)) == (40, 598, 598)
