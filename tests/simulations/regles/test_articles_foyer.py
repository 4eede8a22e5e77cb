"""One scene for each article on the quarter and the flat amount, with figures worked out by hand.

Unless a test says otherwise the claim is of September 2024: the reference months are June, July and August 2024,
with a base of 622.63, a share of 61 %, a SMIC of 11.65 an hour (bonus from 687.35 to 1,398.00, at most 181.19).
"""

from decimal import Decimal

import pytest

from tests.simulations.regles.fabrique import adulte, enfant, estime, euros

BASE = euros("622.63")


def forfaits(estimation):
    return [mois.montant_forfaitaire for mois in estimation.mois]


# --- L842-1, R843-1: the quarter and the family ------------------------------------------------------------------


def test_l842_1_a_single_worker_of_2022_gets_the_published_amount() -> None:
    """SIM-43: July 192.19, August and September 186.04, as in the worked example of the family funds."""
    estimation = estime(adulte(salaire_net=1200), mois="2022-10", aide=100)

    primes = [mois.prime.quantize(Decimal("0.001")) for mois in estimation.mois]
    assert primes == [euros("192.191"), euros("186.043"), euros("186.043")]
    assert (estimation.montant, estimation.montant_net_crds) == (euros("188.09"), euros("187.15"))


@pytest.mark.parametrize(
    ("scene", "attendu"),
    [
        ({"mois": "2018-01", "statut": "owner", "salaire": 1300}, "36.37"),
        ({"mois": "2025-07", "regime": "M-1", "statut": "owner", "salaire": 800}, "261.22"),
        ({"mois": "2016-04", "salaire": 1300}, "97.16"),
        ({"mois": "2019-06", "salaire": 550}, "335.50"),
        ({"mois": "2019-06", "salaire": 590}, "321.41"),
        ({"mois": "2026-08", "salaire": 2032}, "63.06"),
    ],
)
def test_l842_1_amounts_published_over_the_years(scene, attendu) -> None:
    salaire = scene.pop("salaire")

    assert estime(adulte(salaire_net=salaire), **dict(scene)).montant == euros(attendu)


def test_l842_1_a_lone_parent_of_2016_with_alimony_gets_the_published_amount() -> None:
    parent = adulte(salaire_net=1500, pension_alimentaire_recue=100)

    assert estime(parent, enfants=[enfant("2010-01-01")], mois="2016-04").montant == euros("183.24")


def test_r843_1_the_family_is_read_on_the_first_of_each_month() -> None:
    """A child born on 1 July counts from July, one born on 2 July from August."""
    ne_le_premier = estime(adulte(), adulte(), enfants=[enfant("2024-07-01")])
    ne_le_deux = estime(adulte(), adulte(), enfants=[enfant("2024-07-02")])

    assert [mois.enfants_a_charge for mois in ne_le_premier.mois] == [0, 1, 1]
    assert [mois.enfants_a_charge for mois in ne_le_deux.mois] == [0, 0, 1]


def test_r843_1_a_quarter_across_new_year_reads_each_profit_year() -> None:
    """December 2023 reads the profit of 2023; January and February 2024 that of 2024."""
    profits = {"2024": 2400, "2023": 1200}
    estimation = estime(adulte(tns_annuel=profits), mois="2024-03")

    assert [mois.revenus_activite for mois in estimation.mois] == [100, 200, 200]


# --- D843-1, L842-7: the flat amount -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("adultes", "enfants", "coefficient"),
    [
        (1, 0, "1"),
        (1, 1, "1.5"),
        (1, 2, "1.8"),
        (1, 3, "2.2"),
        (1, 4, "2.6"),
        (1, 5, "3.0"),
        (1, 6, "3.4"),
        (2, 0, "1.5"),
        (2, 1, "1.8"),
        (2, 2, "2.1"),
        (2, 3, "2.5"),
        (2, 4, "2.9"),
        (2, 5, "3.3"),
    ],
)
def test_d843_1_the_flat_amount_grows_with_the_family(adultes, enfants, coefficient) -> None:
    estimation = estime(*[adulte()] * adultes, enfants=[enfant("2014-01-01")] * enfants)

    assert forfaits(estimation) == [BASE * Decimal(coefficient)] * 3


def test_l842_7_a_lone_parent_of_a_child_under_three_has_the_increase() -> None:
    """The child is three on 15 July: June and July keep the increase, August has lost it."""
    estimation = estime(adulte(), enfants=[enfant("2021-07-15")])

    majore = BASE * Decimal("1.71216")
    assert forfaits(estimation) == [majore, majore, BASE * Decimal("1.5")]


def test_l842_7_the_increase_grows_with_each_dependent_child() -> None:
    estimation = estime(adulte(), enfants=[enfant("2023-01-01"), enfant("2012-01-01")])

    assert forfaits(estimation) == [BASE * Decimal("2.14020")] * 3


def test_l842_7_a_recent_separation_opens_the_increase_only_with_a_child() -> None:
    avec = estime(adulte(), enfants=[enfant("2012-01-01")], isolement_recent=True)
    sans = estime(adulte(), isolement_recent=True)

    assert forfaits(avec) == [BASE * Decimal("1.71216")] * 3
    assert forfaits(sans) == [BASE] * 3


def test_l842_7_a_couple_never_has_the_increase() -> None:
    estimation = estime(
        adulte(pregnant=True), adulte(), enfants=[enfant("2023-01-01")], isolement_recent=True
    )

    assert forfaits(estimation) == [BASE * Decimal("1.8")] * 3


def test_l842_7_pregnant_and_alone_is_increased_without_a_child() -> None:
    estimation = estime(adulte(pregnant=True))

    assert forfaits(estimation) == [BASE * Decimal("1.28412")] * 3
    assert [mois.enfants_a_charge for mois in estimation.mois] == [0, 0, 0]


def test_l842_7_a_child_to_be_born_is_a_pregnancy_and_not_yet_a_child() -> None:
    """Due on 15 August: on the first of each of the three months the child is not there."""
    estimation = estime(adulte(), enfants=[enfant("2024-08-15")])

    assert [mois.enfants_a_charge for mois in estimation.mois] == [0, 0, 0]
    assert forfaits(estimation) == [BASE * Decimal("1.28412")] * 3


def test_l842_7_a_pregnancy_counts_from_five_months_before_the_birth() -> None:
    """Due on 15 December: 7 and 6 months away on the first of June and July, 5 in August."""
    estimation = estime(adulte(), enfants=[enfant("2024-12-15")])

    assert [mois.majoration_isolement for mois in estimation.mois] == [False, False, True]


def test_l842_7_a_child_to_be_born_does_not_enlarge_a_couple() -> None:
    assert forfaits(estime(adulte(), adulte(), enfants=[enfant("2024-08-15")])) == [BASE * Decimal("1.5")] * 3


def test_l842_7_the_increase_after_the_quarter_opens_the_right() -> None:
    """A student under the floor has no right, but a lone parent who is increased in September has."""
    etudiante = adulte(salaire_net=700, student=True)

    assert estime(etudiante, enfants=[enfant("2022-01-01")]).montant > 0
    assert estime(etudiante, enfants=[enfant("2021-09-01")]).montant == 0
    assert estime(etudiante, enfants=[enfant("2021-09-05")]).montant > 0
