"""The explained calculation (SIM-43: how the amount was computed), as a tired parent reads it."""

from decimal import Decimal

import pytest

from simulations.echange import lire_foyer
from simulations.regles import Estimation, Ligne, Mois, estimer
from tests.simulations.regles.fabrique import (
    adulte,
    donnees,
    enfant,
    estime,
    euros,
    recalcul,
    toutes_les_lignes,
    trouve,
)


def mois(estimation: Estimation, rang: int = 0) -> Ligne:
    return estimation.arbre().enfants[0].enfants[rang]


def libelle(estimation: Estimation, cle: str) -> str:
    return lisible(trouve(mois(estimation), cle).libelle)


def formule(estimation: Estimation, cle: str) -> str:
    return lisible(trouve(mois(estimation), cle).formule)


def lisible(texte: str) -> str:
    """The text with plain spaces, so that a test can be read."""
    return texte.replace("\u00a0", " ").replace("\u202f", " ")


def test_every_household_of_the_files_has_a_tree_that_adds_up() -> None:
    for foyer in donnees("foyers-600.json"):
        estimation = estimer(lire_foyer(foyer))
        arbre = estimation.arbre()
        assert arbre.montant == estimation.montant
        for ligne in toutes_les_lignes(arbre):
            assert abs(recalcul(ligne) - ligne.montant) < Decimal("1e-15")
            assert ligne.libelle and ligne.article


def test_a_single_tenant_reads_five_lines_a_month() -> None:
    estimation = estime(adulte(salaire_net=1200), mois="2022-10", aide=100)

    assert [lisible(ligne.libelle) for ligne in mois(estimation).enfants] == [
        "Montant de base pour une personne seule",
        "Bonus d’activité",
        "61 % de vos revenus d’activité",
        "Vos ressources du mois",
        "Forfait logement, car vous recevez une aide au logement",
    ]
    assert [lisible(ligne.formule) for ligne in toutes_les_lignes(mois(estimation))] == [
        "montant de base + bonus + part de vos revenus d’activité − vos ressources − forfait logement",
        "586,23 €",
        "un bonus pour chaque personne qui travaille",
        "170,60 € × (1 200,00 € − 640,15 €) ÷ (1 302,00 € − 640,15 €)",
        "61 % de 1 200,00 €",
        "",
        "1 200,00 € reçus dans le mois",
        "12 % de 586,23 €, le montant de base",
    ]


def test_the_root_is_the_amount_under_which_stands_the_mean() -> None:
    arbre = estime(adulte(salaire_net=1200), mois="2022-10", aide=100).arbre()

    assert (arbre.libelle, arbre.montant) == ("Votre prime d’activité, par mois", euros("188.09"))
    assert lisible(arbre.enfants[0].formule) == "(192,19 € + 186,04 € + 186,04 €) ÷ 3"
    assert [ligne.libelle for ligne in arbre.enfants[0].enfants] == [
        "Prime calculée pour juillet 2022",
        "Prime calculée pour août 2022",
        "Prime calculée pour septembre 2022",
    ]


def test_amounts_keep_their_currency_and_their_thousands_together() -> None:
    part = trouve(mois(estime(adulte(salaire_net=1200))), "part_revenus_activite")

    assert part.formule == "61\u00a0% de 1\u202f200,00\u00a0€"


def test_a_line_cites_its_parameter_its_date_and_its_text() -> None:
    part = trouve(mois(estime(adulte(salaire_net=1200), mois="2026-04")), "part_revenus_activite")
    (fraction,) = part.parametres

    assert (fraction.valeur, fraction.depuis, fraction.source) == (
        euros("0.5985"),
        Mois(2025, 4),
        "décret 2025-292",
    )
    assert part.article == "D843-3 du Code de la sécurité sociale"


@pytest.mark.parametrize(
    ("adultes", "enfants", "attendu"),
    [
        (1, 0, "Montant de base pour une personne seule"),
        (2, 0, "Montant de base pour deux adultes"),
        (1, 2, "Montant de base pour un adulte et deux enfants"),
        (2, 1, "Montant de base pour deux adultes et un enfant"),
        (2, 11, "Montant de base pour deux adultes et 11 enfants"),
    ],
)
def test_the_base_amount_names_the_family(adultes: int, enfants: int, attendu: str) -> None:
    estimation = estime(*[adulte()] * adultes, enfants=[enfant("2014-01-01")] * enfants)

    assert libelle(estimation, "montant_forfaitaire") == attendu


def test_the_base_amount_of_a_lone_parent_says_that_it_is_increased() -> None:
    avec = estime(adulte(), enfants=[enfant("2023-01-01")])
    sans = estime(adulte(pregnant=True))

    assert libelle(avec, "montant_forfaitaire") == "Montant de base majoré pour un parent seul avec un enfant"
    assert formule(avec, "montant_forfaitaire") == "171,216 % de 622,63 €"
    assert libelle(sans, "montant_forfaitaire").endswith("une personne seule qui attend un enfant")


def test_each_income_says_whose_it_is() -> None:
    estimation = estime(
        adulte(salaire_net=1000),
        adulte(salaire_net=500, chomage=10),
        enfants=[enfant("2007-03-01", 200)],
        patrimoine_annuel=1200,
        prestations={"af": 148},
    )

    assert [
        lisible(ligne.libelle) for ligne in toutes_les_lignes(trouve(mois(estimation), "ressources"))
    ] == [
        "Vos ressources du mois",
        "Votre salaire",
        "Salaire de votre conjoint ou conjointe",
        "Allocations chômage de votre conjoint ou conjointe",
        "Salaire de votre enfant né le 1er mars 2007",
        "Vos revenus d’épargne et de biens immobiliers",
        "Vos prestations familiales",
        "Vos allocations familiales",
    ]
    assert libelle(estimation, "part_revenus_activite") == "61 % des revenus d’activité du foyer"
    assert [lisible(ligne.libelle) for ligne in trouve(mois(estimation), "bonification").enfants] == [
        "Bonus pour vos revenus d’activité",
        "Bonus pour les revenus d’activité de votre conjoint ou conjointe",
        "Bonus pour les revenus d’activité de votre enfant né le 1er mars 2007",
    ]


@pytest.mark.parametrize(
    ("revenu", "cle", "attendu"),
    [
        ({"ae_vente": 1000}, "ae_vente", "1 000,00 € de chiffre d’affaires, moins un abattement de 71 %"),
        (
            {"tns_annuel": {"2022": 12000}},
            "benefice_independant",
            "un douzième du bénéfice de 2022, 12 000,00 €",
        ),
        (
            {"ij_maladie": 900},
            "ij_maladie_activite",
            "900,00 € reçus dans le mois, comptés comme un revenu d’activité",
        ),
        ({"ij_maladie": 900, "ij_maladie_before": 1}, "ij_maladie", "900,00 € reçus dans le mois"),
        (
            {"aah": 900},
            "aah",
            "comptée en entier, car le travail rapporte moins de 29 heures de Smic",
        ),
        (
            {"aah": 900, "salaire_net": 400},
            "aah_activite",
            "comptée comme un revenu d’activité, car le travail rapporte au moins 29 heures de Smic",
        ),
    ],
)
def test_each_kind_of_income_says_how_it_counts(revenu, cle, attendu) -> None:
    assert formule(estime(adulte(**revenu)), cle) == attendu


def test_family_benefits_say_what_is_left_out() -> None:
    estimation = estime(
        adulte(),
        enfants=[enfant("2014-01-01")],
        prestations={"af": 220, "af_base": 150, "asf": 150, "cf": 193, "paje_base": 190, "prepare": 440},
    )

    assert formule(estimation, "af") == "220,00 € reçus dans le mois, comptés sans leur majoration"
    assert formule(estimation, "cf") == "193,00 € reçus dans le mois"
    assert formule(estimation, "asf") == (
        "150,00 € reçus dans le mois, comptés dans la limite de 22,5 % de 466,44 € par enfant, pour un enfant"
    )
    assert formule(estimation, "prepare") == "440,00 € reçus dans le mois"


@pytest.mark.parametrize(
    ("salaire", "attendu"),
    [
        (600, "pas de bonus jusqu’à 687,35 € de revenus (59 heures de Smic)"),
        (1500, "181,19 €, bonus entier à partir de 1 398,00 € de revenus (120 heures de Smic)"),
    ],
)
def test_the_bonus_says_where_it_starts_and_where_it_ends(salaire, attendu) -> None:
    assert formule(estime(adulte(salaire_net=salaire)), "bonification_personne") == attendu


@pytest.mark.parametrize(
    ("logement", "attendu"),
    [
        ({}, "Pas de forfait logement, car vous ne recevez pas d’aide au logement"),
        ({"statut": "owner"}, "Forfait logement, car vous êtes propriétaire sans emprunt à rembourser"),
        ({"statut": "free"}, "Forfait logement, car votre logement est gratuit"),
        ({"aide": 300}, "Forfait logement, car vous recevez une aide au logement"),
        ({"aide": "74.7156"}, "Forfait logement, car vous recevez une aide au logement"),
        ({"aide": 30}, "Forfait logement, limité à l’aide au logement que vous recevez"),
    ],
)
def test_the_housing_flat_rate_says_why(logement, attendu) -> None:
    assert libelle(estime(adulte(), **logement), "forfait_logement") == attendu


def test_the_housing_flat_rate_of_a_couple_says_what_it_is_a_share_of() -> None:
    couple = [adulte(), adulte()]

    assert formule(estime(*couple, statut="owner"), "forfait_logement") == (
        "16 % de 933,95 €, le montant de base pour deux personnes"
    )
    assert formule(estime(*couple, aide=30), "forfait_logement") == (
        "30,00 € d’aide, moins que 16 % de 933,95 €, le montant de base pour deux personnes, soit 149,43 €"
    )


def test_resources_under_the_base_amount_are_completed() -> None:
    ligne = trouve(mois(estime(adulte(salaire_net=500))), "complement_ressources")

    assert ligne.montant == euros("-122.63")
    assert ligne.libelle == "Complément, car vos ressources sont comptées au moins pour le montant de base"


def test_a_month_below_zero_is_brought_back_to_zero() -> None:
    ligne = trouve(mois(estime(adulte(salaire_net=4000))), "ramene_a_zero")

    assert ligne.montant == 4000 - euros("622.63") - euros("181.19") - 2440
    assert ligne.libelle == "Ramené à zéro, car vos ressources dépassent le montant obtenu"


def test_a_month_before_18_counts_for_nothing() -> None:
    estimation = estime(adulte("2006-07-15", salaire_net=1200))

    assert "personne n’a encore 18 ans" in libelle(estimation, "ramene_a_zero")
    assert mois(estimation).montant == 0


@pytest.mark.parametrize(
    ("reponses", "attendu"),
    [
        ({"chomage": 900}, "Pas de prime, car personne n’a de revenu d’activité dans ces trois mois"),
        (
            {"salaire_net": 1000, "student": True},
            "Pas de prime, car un étudiant, stagiaire ou apprenti doit gagner plus de 1 082,87 € chacun des trois mois",
        ),
        (
            {"salaire_net": 2000, "chomage": 10},
            "Pas de prime, car elle n’est pas versée en dessous de 15,00 € par mois",
        ),
        (
            {"naissance": "2007-01-01", "salaire_net": 1000},
            "Pas de prime, car personne n’a 18 ans dans le foyer",
        ),
    ],
)
def test_a_refusal_says_why_and_takes_the_mean_away(reponses, attendu) -> None:
    estimation = estime(adulte(**reponses))
    ligne = trouve(estimation.arbre(), "non_versee")

    assert lisible(ligne.libelle) == attendu
    assert ligne.montant == -estimation.moyenne


def test_a_month_without_resources_says_so() -> None:
    assert libelle(estime(adulte()), "ressources") == "Pas de ressources ce mois-là"
