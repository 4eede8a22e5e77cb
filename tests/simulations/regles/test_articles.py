"""One scene for each article of the law, with figures worked out by hand.

Unless a test says otherwise the claim is of September 2024: the reference months are June, July and August 2024,
with a base of 622.63, a share of 61 %, a SMIC of 11.65 an hour (bonus from 687.35 to 1,398.00, at most 181.19).
"""

from decimal import Decimal

import pytest

from simulations.regles import Motif, Revalorisation
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
    """23.00 × 0.995 = 22.885, rounded half up to 22.89."""
    estimation = estime(adulte(salaire_net=2000, chomage="0.82"))

    assert (estimation.montant, estimation.montant_net_crds) == (23, euros("22.89"))
