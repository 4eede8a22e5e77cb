"""One scene for each article on the calculation and the right, with figures worked out by hand.

Unless a test says otherwise the claim is of September 2024: the reference months are June, July and August 2024,
with a base of 622.63, a share of 61 %, a SMIC of 11.65 an hour (bonus from 687.35 to 1,398.00, at most 181.19).
"""

import pytest

from simulations.regles import Motif
from tests.simulations.regles.fabrique import adulte, enfant, estime, euros

# --- L842-3: the calculation -------------------------------------------------------------------------------------


def test_l842_3_resources_are_deemed_to_reach_the_flat_amount() -> None:
    """500 of wages are under 622.63: the prime is the share alone, 305.00, and housing benefit changes nothing."""
    assert estime(adulte(salaire_net=500)).montant == 305
    assert estime(adulte(salaire_net=500), aide=70).montant == 305


def test_l842_3_the_housing_flat_rate_fills_the_gap_before_it_is_deducted() -> None:
    """600 + 74.7156 exceeds 622.63 by 52.0856: 366 - 52.0856."""
    assert estime(adulte(salaire_net=600), aide=200).mois[0].prime == euros("313.9144")


def test_l842_3_a_month_never_goes_below_zero() -> None:
    """5,000 in June does not eat the primes of July and August."""
    estimation = estime(adulte(salaire_net=[5000, 1200, 1200]))

    assert estimation.mois[0].prime == 0
    assert estimation.montant > 0


def test_l842_3_other_resources_are_deducted_in_full() -> None:
    sans = estime(adulte(salaire_net=1200)).moyenne
    avec = estime(adulte(salaire_net=1200, chomage=30)).moyenne

    assert sans - avec == 30


# --- L842-2, R842-2: the right -----------------------------------------------------------------------------------


def test_l842_2_someone_has_to_be_18_on_the_first_of_the_month() -> None:
    """SIM-22: 18 on 15 July, so only August counts."""
    estimation = estime(adulte("2006-07-15", salaire_net=1200))

    assert [mois.prime > 0 for mois in estimation.mois] == [False, False, True]


def test_l842_2_a_household_of_minors_has_nothing() -> None:
    estimation = estime(adulte("2007-01-01", salaire_net=1200))

    assert (estimation.montant, estimation.motif) == (0, Motif.MOINS_DE_18_ANS)


def test_l842_2_the_majority_of_one_member_is_enough() -> None:
    mineur = adulte("2007-01-01", salaire_net=1200)

    assert estime(mineur, adulte()).montant > 0
    assert estime(mineur, enfants=[enfant("2006-01-01")]).montant > 0


def test_l842_2_without_activity_there_is_no_right() -> None:
    estimation = estime(adulte(chomage=900))

    assert (estimation.montant, estimation.droit_ouvert, estimation.motif) == (0, False, Motif.SANS_ACTIVITE)


def test_l842_2_the_work_of_a_child_alone_opens_no_right() -> None:
    estimation = estime(adulte(), enfants=[enfant("2005-01-01", 200, avant=200)])

    assert estimation.moyenne > 0
    assert (estimation.montant, estimation.motif) == (0, Motif.SANS_ACTIVITE)


def test_l842_2_one_month_of_activity_opens_the_right() -> None:
    assert estime(adulte(salaire_net=[0, 0, 1000])).montant > 0


def test_l842_2_a_lone_parent_without_activity_is_told_so() -> None:
    estimation = estime(adulte(), enfants=[enfant("2023-01-01")])

    assert (estimation.droit_ouvert, estimation.motif) == (True, Motif.SANS_ACTIVITE)


@pytest.mark.parametrize(
    ("salaire", "ouvert"),
    [("1082.8675", False), ("1082.87", True), (["1082.87", "1082.87", "1082.86"], False)],
)
def test_l842_2_a_student_has_to_exceed_the_floor_every_month(salaire, ouvert) -> None:
    """SIM-34: 55 % of 169 hours at 11.65 is 1,082.8675, to be exceeded strictly."""
    estimation = estime(adulte(salaire_net=salaire, student=True))

    assert estimation.droit_ouvert is ouvert
    assert estimation.motif is (Motif.PRIME_VERSEE if ouvert else Motif.ETUDIANT_SOUS_LE_SEUIL)


def test_r512_2_the_floor_of_a_student_is_that_of_the_month_after_the_quarter() -> None:
    """Claim of November 2024: the SMIC of November, 11.88, makes it 1,104.246 for August to October."""
    assert not estime(adulte(salaire_net=1104, student=True), mois="2024-11").droit_ouvert
    assert estime(adulte(salaire_net=1105, student=True), mois="2024-11").droit_ouvert


def test_r512_2_the_month_after_the_quarter_is_not_the_claim_month_any_more() -> None:
    """Claim of November 2024 read by the newer rule: the month after July to September is October, at 11.65."""
    assert estime(adulte(salaire_net=1104, student=True), mois="2024-11", regime="M-2").droit_ouvert


def test_l842_2_a_working_partner_opens_the_right_of_a_student() -> None:
    assert estime(adulte(salaire_net=500, student=True), adulte(salaire_net=500)).droit_ouvert
    assert not estime(adulte(salaire_net=500, student=True), adulte()).droit_ouvert


def test_l842_2_too_many_resources_leave_nothing() -> None:
    estimation = estime(adulte(salaire_net=4000))

    assert (estimation.montant, estimation.motif) == (0, Motif.RESSOURCES_TROP_ELEVEES)


# --- D846-2: the smallest amount ---------------------------------------------------------------------------------

# 2,000 of wages: 622.63 + 181.19 + 1,220 - 2,000 = 23.82 a month.


@pytest.mark.parametrize(
    ("chomage", "montant", "motif"),
    [
        ("8.82", "15.00", Motif.PRIME_VERSEE),
        ("8.83", "0.00", Motif.MOINS_DE_15_EUROS),
        (["8.82", "8.82", "8.83"], "0.00", Motif.MOINS_DE_15_EUROS),
    ],
)
def test_d846_2_fifteen_euros_are_paid_and_not_a_hair_less(chomage, montant, motif) -> None:
    """The third scene has a mean of 14.99666…, which would be rounded to 15.00 but is under it."""
    estimation = estime(adulte(salaire_net=2000, chomage=chomage))

    assert (str(estimation.montant), estimation.motif) == (montant, motif)


def test_d846_2_quotients_that_do_not_end_do_not_lose_the_fifteen_euros() -> None:
    """Three bonuses of unending decimals make 181.19 together: the mean is 15 exactly, and paid."""
    salaires = ["887.35", "937.35", "948.00"]
    estimation = estime(adulte(salaire_net=salaires, chomage=[307, 307, "308.727"]))

    assert (estimation.moyenne, estimation.montant) == (15, 15)


def test_the_amount_is_rounded_half_up_to_the_cent() -> None:
    """23.82 less 0.815 is 23.005."""
    assert estime(adulte(salaire_net=2000, chomage="0.815")).montant == euros("23.01")


def test_the_crds_is_taken_from_the_amount_as_shown() -> None:
    """A mean of 22.996 is shown as 23.00: × 0.995 = 22.885, rounded half up to 22.89. From the mean it were 22.88."""
    estimation = estime(adulte(salaire_net=2000, chomage="0.824"))

    assert (estimation.montant, estimation.montant_net_crds) == (23, euros("22.89"))
