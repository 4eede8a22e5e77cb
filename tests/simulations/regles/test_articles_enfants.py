"""One scene for each article on dependent children, with figures worked out by hand.

Unless a test says otherwise the claim is of September 2024: the reference months are June, July and August 2024,
with a base of 622.63, a share of 61 %, a SMIC of 11.65 an hour (bonus from 687.35 to 1,398.00, at most 181.19).
"""

import pytest

from tests.simulations.regles.fabrique import adulte, enfant, estime

# --- R262-3 (Code de l’action sociale): who is dependent ---------------------------------------------------------

# 40 % of the RSA of 635.71 is 254.284; what a first child adds for a lone parent is 71.216 %, or 452.7272336.
A_CHARGE, ISOLE = "254.284", "452.7272336"


def a_charge(*adultes, enfants, **reponses):
    return [mois.enfants_a_charge for mois in estime(*adultes, enfants=enfants, **reponses).mois]


def test_r262_3_a_child_is_dependent_under_25() -> None:
    assert a_charge(adulte(), adulte(), enfants=[enfant("1999-07-15")]) == [1, 1, 0]


@pytest.mark.parametrize(("salaire", "enfants"), [("254.28", 1), (A_CHARGE, 0)])
def test_r262_3_a_child_who_earns_40_percent_of_the_rsa_is_no_longer_dependent(salaire, enfants) -> None:
    fils = enfant("2004-01-01", salaire, avant=salaire)

    assert a_charge(adulte(), adulte(), enfants=[fils]) == [enfants] * 3


def test_r262_3_the_means_of_a_child_are_those_of_the_three_months_before() -> None:
    """The wage of June is read in July, with April and May: 762 a third is 254.00, 763 a third is 254.33."""
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", [762, "0.5", "0.5"])]) == [1, 1, 1]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", [763, "0.5", "0.5"])]) == [1, 0, 0]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", [762, 1, 1])]) == [1, 1, 0]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", 1, avant=380)]) == [0, 1, 1]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", 1, avant=381)]) == [0, 0, 1]


def test_r262_3_a_wage_that_has_stopped_is_forgotten_that_very_month() -> None:
    """June: the wage of May is gone, so nothing counts. July and August: the mean still holds April and May."""
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", 0, avant=900)]) == [1, 0, 0]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", [900, 0, 0], avant=900)]) == [0, 1, 0]
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", [900, 900, 0], avant=900)]) == [0, 0, 1]


def test_r262_3_after_the_quarter_a_wage_has_stopped() -> None:
    """A lone student under the floor has a right if the child of 20 is dependent in September, and alone."""
    mere = adulte(salaire_net=700, student=True)
    fils = enfant("2004-01-01", 900, avant=900)

    assert estime(mere, enfants=[fils], isolement_recent=True).droit_ouvert
    assert not estime(mere, enfants=[fils]).droit_ouvert


@pytest.mark.parametrize(("avant", "attendu"), [("1082.86", 1), ("1082.87", 0)])
def test_r512_2_a_child_who_earned_55_percent_of_the_smic_for_six_months_is_on_its_own_feet(
    avant, attendu
) -> None:
    """55 % of 169 hours at 11.65 is 1,082.8675. The wage stops in June: only autonomy keeps the child out."""
    assert a_charge(adulte(), adulte(), enfants=[enfant("2004-01-01", 0, avant=avant)])[0] == attendu


@pytest.mark.parametrize(("juillet", "attendu"), [("3248.604", 1), ("3248.605", 0)])
def test_r512_2_the_six_months_move_with_the_month(juillet, attendu) -> None:
    """August reads February to July: 3,248.60 + 3,248.605 is exactly six times the floor, which is enough."""
    fils = enfant("2004-01-01", ["3248.60", juillet, 0])

    assert a_charge(adulte(), adulte(), enfants=[fils])[2] == attendu


def test_r262_3_the_child_who_alone_opens_the_increase_may_earn_more() -> None:
    parent = adulte(salaire_net=1000)
    a_la_limite = enfant("2005-01-01", "452.72", avant="452.72")
    au_dessus = enfant("2005-01-01", ISOLE, avant=ISOLE)

    assert a_charge(parent, enfants=[a_la_limite], isolement_recent=True) == [1, 1, 1]
    assert a_charge(parent, enfants=[au_dessus], isolement_recent=True) == [0, 0, 0]


@pytest.mark.parametrize(
    ("parents", "freres", "isolement"),
    [
        ([adulte()], [], False),
        ([adulte(pregnant=True)], [], True),
        ([adulte(), adulte()], [], True),
    ],
    ids=["not-recent", "pregnant", "couple"],
)
def test_r262_3_no_other_family_lets_a_child_earn_more(parents, freres, isolement) -> None:
    fille = enfant("2005-01-01", 300, avant=300)

    assert a_charge(*parents, enfants=[fille, *freres], isolement_recent=isolement) == [0, 0, 0]


def test_r262_3_with_a_brother_the_child_does_not_open_the_increase_alone() -> None:
    fille = enfant("2005-01-01", 300, avant=300)

    assert a_charge(adulte(), enfants=[fille, enfant("2012-01-01")], isolement_recent=True) == [1, 1, 1]
    assert (
        a_charge(adulte(), enfants=[fille, enfant("2006-01-01", 900, avant=900)], isolement_recent=True)
        == [0] * 3
    )


def test_r262_3_a_brother_of_25_or_on_his_own_feet_is_not_another_child() -> None:
    fille = enfant("2005-01-01", 300, avant=300)
    autonome = enfant("2003-01-01", 1500, avant=1500)

    assert a_charge(adulte(), enfants=[fille, enfant("1999-01-01")], isolement_recent=True) == [1, 1, 1]
    assert a_charge(adulte(), enfants=[fille, autonome], isolement_recent=True) == [1, 1, 1]


def test_r262_3_a_brother_to_be_born_is_a_pregnancy_or_nothing() -> None:
    """Due in May 2025 the brother is nothing yet; due in October 2024 he opens the increase himself."""
    fille = enfant("2005-01-01", 300, avant=300)

    assert a_charge(adulte(), enfants=[fille, enfant("2025-05-15")], isolement_recent=True) == [1, 1, 1]
    assert a_charge(adulte(), enfants=[fille, enfant("2024-10-15")], isolement_recent=True) == [0, 0, 0]
