"""One scene for each article on resources, the bonus and the housing flat rate, with figures worked out by hand.

Unless a test says otherwise the claim is of September 2024: the reference months are June, July and August 2024,
with a base of 622.63, a share of 61 %, a SMIC of 11.65 an hour (bonus from 687.35 to 1,398.00, at most 181.19).
"""

from decimal import Decimal

import pytest

from simulations.regles import Revalorisation
from tests.simulations.regles.fabrique import adulte, enfant, estime, euros

BASE = euros("622.63")


def forfaits(estimation):
    return [mois.montant_forfaitaire for mois in estimation.mois]


# --- L842-4, R844-1: activity incomes ----------------------------------------------------------------------------


def activites(*adultes, **reponses):
    return [mois.revenus_activite for mois in estime(*adultes, **reponses).mois]


def autres(*adultes, **reponses):
    return [mois.autres_ressources for mois in estime(*adultes, **reponses).mois]


def test_r844_1_wages_and_maternity_allowances_are_activity() -> None:
    assert activites(adulte(salaire_net=[1, 2, 3], ij_maternite=100)) == [101, 102, 103]


@pytest.mark.parametrize(
    ("chiffre", "compte"), [("ae_vente", "290"), ("ae_services_bic", "500"), ("ae_liberal_bnc", "660")]
)
def test_r844_1_turnover_counts_after_the_abatement_of_its_kind(chiffre, compte) -> None:
    """Code général des impôts, 50-0 and 102 ter: 71, 50 and 34 % are taken off."""
    assert activites(adulte(**{chiffre: 1000})) == [Decimal(compte)] * 3


def test_r844_1_the_newest_positive_profit_counts_for_a_twelfth() -> None:
    assert activites(adulte(tns_annuel={"2024": 12000, "2023": 24000, "2022": 36000})) == [1000] * 3
    assert activites(adulte(tns_annuel={"2024": 0, "2023": 24000, "2022": 36000})) == [2000] * 3
    assert activites(adulte(tns_annuel={"2022": 36000})) == [3000] * 3
    assert activites(adulte(tns_annuel={"2021": 36000, "2025": 12000})) == [0] * 3


def test_r844_1_sick_pay_is_activity_unless_already_paid_three_months_earlier() -> None:
    """The months before are given oldest first: March answers for June, April for July, May for August."""
    malade = adulte(ij_maladie=900, ij_maladie_before=[900, 0, 0])

    assert activites(malade) == [0, 900, 900]
    assert autres(malade) == [900, 0, 0]
    assert activites(adulte(ij_maladie=900, ij_maladie_before=[0, 0, 1])) == [900, 900, 0]


def test_r844_1_the_date_of_the_stop_decides_when_it_is_known() -> None:
    """Stopped on 1 April: later than 1 March (June) but not than 1 April (July)."""
    assert activites(adulte(ij_maladie=900, date_arret_travail="2024-04-01")) == [900, 0, 0]
    assert activites(adulte(ij_maladie=900, date_arret_travail="2024-04-02")) == [900, 900, 0]
    recent = adulte(ij_maladie=900, ij_maladie_before=[900, 900, 900], date_arret_travail="2024-06-01")
    assert activites(recent) == [900, 900, 900]


def test_r844_1_sick_pay_beside_a_wage_is_activity() -> None:
    malade = adulte(ij_maladie=900, ij_maladie_before=[900] * 3, salaire_net=[0, 1, 0])

    assert activites(malade) == [0, 901, 0]


def test_l842_4_a_child_brings_its_wage_and_a_bonus_of_its_own() -> None:
    """Dependent or not: 800 of the child is activity, with a bonus of 181.19 × 112.65 ÷ 710.65."""
    mois = estime(adulte(salaire_net=1400), enfants=[enfant("1990-01-01", 800)]).mois[0]

    assert mois.revenus_activite == 2200
    assert mois.bonification.quantize(Decimal("0.0001")) == euros("181.19") + euros("28.7217")


@pytest.mark.parametrize(
    "revenu", ["chomage", "retraite", "pension_invalidite", "pension_alimentaire_recue", "ij_maladie"]
)
def test_l842_4_replacement_incomes_count_in_full_and_are_not_activity(revenu) -> None:
    personne = adulte(**{revenu: [100, 200, 300]}, ij_maladie_before=[1, 1, 1])

    assert autres(personne) == [100, 200, 300]
    assert activites(personne) == [0, 0, 0]


def test_l842_4_income_from_savings_counts_for_a_twelfth() -> None:
    """SIM-40: the same yearly figure each month, once for the household."""
    assert autres(adulte(), adulte(), patrimoine_annuel=1200) == [100, 100, 100]


# --- L842-8, D843-4: the disability allowance --------------------------------------------------------------------


def test_d843_4_the_aah_is_activity_from_29_hours_of_smic_exactly() -> None:
    """29 × 11.65 = 337.85."""
    assert activites(adulte(salaire_net="337.85", aah=1000)) == [euros("1337.85")] * 3
    assert activites(adulte(salaire_net="337.84", aah=1000)) == [euros("337.84")] * 3
    assert autres(adulte(salaire_net="337.84", aah=1000)) == [1000] * 3


def test_l842_8_each_person_has_to_work_for_the_aah_to_be_activity() -> None:
    assert activites(adulte(salaire_net=2000), adulte(aah=1000)) == [2000] * 3


# --- D843-2, D843-3: the bonus and the share ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("salaire", "bonus"),
    [("687.35", "0"), ("1042.675", "90.595"), ("1398", "181.19"), ("1398.01", "181.19"), ("3000", "181.19")],
)
def test_d843_2_the_bonus_rises_from_59_to_120_hours_of_smic(salaire, bonus) -> None:
    assert estime(adulte(salaire_net=salaire)).mois[0].bonification == euros(bonus)


def test_d843_2_the_bonus_starts_with_the_first_cent_over_59_hours() -> None:
    assert estime(adulte(salaire_net="687.36")).mois[0].bonification > 0


def test_d843_2_each_person_has_a_bonus() -> None:
    assert estime(adulte(salaire_net=1400), adulte(salaire_net=1400)).mois[0].bonification == euros("362.38")


def test_d843_2_the_rounded_maximum_is_what_is_paid() -> None:
    """January 2016: 0.12782 × 524.16 = 66.998 is rounded to 67.00, so the mean is 97.16 to the last digit."""
    assert estime(adulte(salaire_net=1300), mois="2016-04").moyenne == euros("97.16")


def test_d843_2_the_maximum_of_2018_does_not_rise_with_the_smic_of_october() -> None:
    """SMIC 10.48 from October 2021: the slope moves (618.32 to 1,257.60), the maximum does not."""
    mois = estime(adulte(salaire_net="1257.60"), mois="2022-01").mois

    assert [evalue.bonification for evalue in mois] == [euros("161.14")] * 3


def test_d843_3_the_share_of_activity_incomes_is_that_of_the_month() -> None:
    """61 % until March 2025, 59.85 % from April."""
    estimation = estime(adulte(salaire_net=1000), mois="2025-06", regime="M-1")

    assert [mois.part_revenus_activite for mois in estimation.mois] == [610, euros("598.5"), euros("598.5")]


def test_d843_1_a_quarter_cut_by_a_new_scale_follows_the_named_choice() -> None:
    """A claim of April 2026 reads December to February: the old scale by reference month, the new one by right."""
    salarie = adulte(salaire_net=2032)
    par_reference = estime(salarie, mois="2026-04")
    par_droit = estime(salarie, mois="2026-04", revalorisation=Revalorisation.PAR_MOIS_DU_DROIT)

    assert (par_reference.moyenne, par_reference.montant) == (euros("1.632"), 0)
    assert par_droit.montant == euros("63.06")


def test_d843_1_by_right_the_smic_stays_that_of_each_month() -> None:
    """The bonus of April 2026 ends at 138 hours: of 11.88 in December 2025, of 12.02 in January 2026."""
    mois = estime(
        adulte(salaire_net="1639.44"), mois="2026-04", revalorisation=Revalorisation.PAR_MOIS_DU_DROIT
    ).mois

    assert mois[0].bonification == euros("240.63")
    assert mois[1].bonification < euros("240.63")


def test_d843_1_by_right_the_child_benefits_stay_those_of_each_month() -> None:
    """March 2024: 22.5 % of 445.93, although the claim of April 2024 has a BMAF of 466.44."""
    estimation = estime(
        adulte(),
        mois="2024-04",
        enfants=[enfant("2014-01-01")],
        prestations={"asf": 500},
        revalorisation=Revalorisation.PAR_MOIS_DU_DROIT,
    )

    assert [mois.prestations_familiales for mois in estimation.mois] == [euros("100.33425")] * 3
    assert forfaits(estimation) == [BASE * Decimal("1.5")] * 3


# --- R844-3: the housing flat rate -------------------------------------------------------------------------------


def logement(*adultes, **reponses):
    return estime(*adultes, **reponses).mois[0].forfait_logement


@pytest.mark.parametrize(
    ("adultes", "enfants", "part"),
    [(1, 0, "0.12"), (2, 0, "0.24"), (1, 1, "0.24"), (2, 1, "0.297"), (2, 4, "0.297")],
)
def test_r844_3_a_home_without_charge_is_worth_a_share_of_the_flat_amount(adultes, enfants, part) -> None:
    """SIM-28: 12 % for one, 16 % of 1.5 for two, 16.5 % of 1.8 for three or more, of 622.63."""
    reponses = {"enfants": [enfant("2014-01-01")] * enfants}

    for statut in ("owner", "free"):
        assert logement(*[adulte()] * adultes, statut=statut, **reponses) == BASE * Decimal(part)


def test_r844_3_the_increase_of_a_lone_parent_does_not_raise_the_flat_rate() -> None:
    assert logement(adulte(), enfants=[enfant("2023-06-01")], statut="owner") == BASE * Decimal("0.24")


@pytest.mark.parametrize("statut", ["tenant", "owner_loan", "free_with_contribution", "other"])
def test_r844_3_otherwise_the_housing_benefit_counts_up_to_the_flat_rate(statut) -> None:
    """SIM-29: 12 % of 622.63 is 74.7156."""
    assert logement(adulte(), statut=statut, aide=0) == 0
    assert logement(adulte(), statut=statut, aide=30) == 30
    assert logement(adulte(), statut=statut, aide="74.72") == euros("74.7156")


def test_r844_3_each_month_has_its_own_housing_benefit() -> None:
    estimation = estime(adulte(), aide=[0, 30, 200])

    assert [mois.forfait_logement for mois in estimation.mois] == [0, 30, euros("74.7156")]


# --- R844-4, R844-5, R262-10-1: family benefits ------------------------------------------------------------------


def prestations(enfants=(), **montants):
    return estime(adulte(), adulte(), enfants=enfants, prestations=montants).mois[0].prestations_familiales


def test_r844_4_family_allowances_count_without_the_increase_for_age() -> None:
    assert prestations(af=150) == 150
    assert prestations(af=220, af_base=150) == 150
    assert prestations(af=100, af_base=150) == 100


def test_r844_4_the_family_supplement_counts_without_its_increase() -> None:
    assert prestations(cf=193) == 193
    assert prestations(cf=289, cf_non_majore=193) == 193
    assert prestations(cf=0, cf_non_majore=193) == 0


def test_r844_5_the_base_allowance_and_the_shared_leave_count_in_full() -> None:
    assert prestations(paje_base=190, prepare=440) == 630


def test_r262_10_1_the_support_allowance_counts_up_to_22_5_percent_per_child() -> None:
    """22.5 % of 466.44 is 104.949. A child counts until 19 included."""
    petit, grand, majeur = enfant("2014-01-01"), enfant("2004-06-02"), enfant("2004-01-01")

    assert prestations([petit], asf=100) == 100
    assert prestations([petit], asf=150) == euros("104.949")
    assert prestations([petit, petit], asf=391) == euros("209.898")
    assert prestations([petit, majeur], asf=391) == euros("104.949")
    assert prestations([petit, enfant("2004-09-02")], asf=391) == euros("209.898")
    assert prestations([petit, enfant("2024-06-20")], asf=391) == euros("104.949")
    assert prestations([grand], asf=0) == 0


def test_r262_10_1_a_young_worker_on_his_own_feet_does_not_count() -> None:
    apprenti = enfant("2006-01-01", 1500, avant=1500)
    salarie = enfant("2006-01-01", 500, avant=500)

    assert prestations([apprenti], asf=150) == 0
    assert prestations([salarie], asf=150) == euros("104.949")
