"""The exchange format: what is read, what is refused, and under which name."""

import copy
from datetime import date
from decimal import Decimal

import pytest

from simulations.echange import FoyerInvalide, lire_foyer, reponse
from simulations.regles import Foyer, Mois, StatutLogement
from simulations.regles.foyer import ZEROS
from tests.simulations.regles.fabrique import adulte, estime

COMPLET = {
    "id": "essai",
    "claim_month": "2024-09",
    "regime": "M-1",
    "marital_status": "celibataire",
    "isolement_recent": True,
    "adults": [
        {
            "birth_date": "1990-02-28",
            "student": True,
            "pregnant": False,
            "salaire_net": [1, 2, 3],
            "ij_maladie_before": [4, 5, 6],
            "date_arret_travail": "2024-04-01",
            "tns_annuel": {"2023": 12000},
        }
    ],
    "children": [{"birth_date": "2014-05-06", "salaire_net": [7, 8, 9], "salaire_net_before": 10}],
    "housing": {"status": "tenant", "aide_logement": [11, 12, 13]},
    "family_benefits": {"af": [14, 15, 16], "af_base": [1, 1, 1], "cf_non_majore": [2, 2, 2]},
    "patrimoine_annuel": 17,
}

Chemin = tuple[str | int, ...]


def avec(chemin: Chemin, valeur: object) -> dict:
    """The whole household with one answer changed."""
    objet = copy.deepcopy(COMPLET)
    *parents, cle = chemin
    ou = objet
    for etape in parents:
        ou = ou[etape]
    ou[cle] = valeur
    return objet


def refus(objet: object) -> tuple[str, str]:
    with pytest.raises(FoyerInvalide) as erreur:
        lire_foyer(objet)
    return erreur.value.champ, erreur.value.message


def test_a_whole_household_is_read_key_by_key() -> None:
    foyer = lire_foyer(COMPLET)
    (personne,), (fils,) = foyer.adultes, foyer.enfants

    assert (foyer.mois_demande, foyer.regime, foyer.isolement_recent) == (Mois(2024, 9), "M-1", True)
    assert (personne.date_naissance, personne.etudiant, personne.enceinte) == (date(1990, 2, 28), True, False)
    assert (personne.salaire_net, personne.ij_maladie_avant) == ((1, 2, 3), (4, 5, 6))
    assert (personne.date_arret_travail, personne.tns_annuel) == (date(2024, 4, 1), {2023: 12000})
    assert (fils.date_naissance, fils.salaire_net, fils.salaire_net_avant) == (
        date(2014, 5, 6),
        (7, 8, 9),
        10,
    )
    assert (foyer.logement.statut, foyer.logement.aide_logement) == (StatutLogement.LOCATAIRE, (11, 12, 13))
    assert (foyer.prestations.af, foyer.prestations.af_base) == ((14, 15, 16), (1, 1, 1))
    assert (foyer.prestations.cf, foyer.prestations.cf_non_majore) == (ZEROS, (2, 2, 2))
    assert foyer.patrimoine_annuel == 17


@pytest.mark.parametrize(
    ("cle", "champ"),
    [
        ("chomage", "chomage"),
        ("ij_maladie", "ij_maladie"),
        ("ij_maladie_before", "ij_maladie_avant"),
        ("ij_maternite", "ij_maternite"),
        ("ae_vente", "ae_vente"),
        ("ae_services_bic", "ae_services_bic"),
        ("ae_liberal_bnc", "ae_liberal_bnc"),
        ("aah", "aah"),
        ("pension_alimentaire_recue", "pension_alimentaire_recue"),
        ("retraite", "retraite"),
        ("pension_invalidite", "pension_invalidite"),
    ],
)
def test_each_amount_of_an_adult_has_its_key_and_its_checks(cle: str, champ: str) -> None:
    foyer = lire_foyer(avec(("adults", 0, cle), [1, 2, 3]))

    assert getattr(foyer.adultes[0], champ) == (1, 2, 3)
    assert refus(avec(("adults", 0, cle), [1, 2]))[0] == f"adults[0].{cle}"
    assert refus(avec(("adults", 0, cle), [1, 2, -1]))[0] == f"adults[0].{cle}[2]"


@pytest.mark.parametrize("cle", ["af", "af_base", "asf", "cf", "cf_non_majore", "paje_base", "prepare"])
def test_each_family_benefit_has_its_key_and_its_checks(cle: str) -> None:
    foyer = lire_foyer(avec(("family_benefits", cle), [1, 2, 3]))

    assert getattr(foyer.prestations, cle) == (1, 2, 3)
    assert refus(avec(("family_benefits", cle), [1, 2, "3"]))[0] == f"family_benefits.{cle}[2]"


def test_only_the_month_and_an_adult_are_needed() -> None:
    minimal = lire_foyer({"claim_month": "2024-09", "adults": [{"birth_date": "1990-01-01"}]})

    assert minimal == Foyer(mois_demande=Mois(2024, 9), adultes=minimal.adultes)
    assert minimal.logement.statut is StatutLogement.AUTRE
    assert minimal.prestations.af_base is None


def test_an_optional_key_that_is_null_is_absent() -> None:
    vide = {
        **dict.fromkeys(["id", "regime", "marital_status", "isolement_recent", "children", "housing"]),
        **dict.fromkeys(["family_benefits", "patrimoine_annuel"]),
        "claim_month": "2024-09",
        "adults": [{"birth_date": "1990-01-01", "salaire_net": None, "tns_annuel": None, "student": None}],
    }

    assert lire_foyer(vide) == lire_foyer(
        {"claim_month": "2024-09", "adults": [{"birth_date": "1990-01-01"}]}
    )
    assert lire_foyer(avec(("adults", 0, "tns_annuel"), {"2023": None})).adultes[0].tns_annuel == {}


def test_keys_that_the_format_does_not_name_are_ignored() -> None:
    assert lire_foyer({**COMPLET, "features": ["x"], "reference_months": 3, "autre": {}}) == lire_foyer(
        COMPLET
    )


@pytest.mark.parametrize(
    ("nombre", "attendu"),
    [(1200, "1200"), (0.1, "0.1"), (1234.56, "1234.56"), (Decimal("0.005"), "0.005"), (1_000_000, "1000000")],
)
def test_numbers_are_read_exactly(nombre: object, attendu: str) -> None:
    assert lire_foyer({**COMPLET, "patrimoine_annuel": nombre}).patrimoine_annuel == Decimal(attendu)


PAS_UN_MONTANT = ["12", True, False, [], {}, float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")]


@pytest.mark.parametrize(
    "valeur", [*PAS_UN_MONTANT, Decimal("sNaN"), -1, Decimal("-0.01"), 1_000_000.01, 10**400]
)
@pytest.mark.parametrize(
    ("chemin", "champ"),
    [
        (("adults", 0, "salaire_net", 1), "adults[0].salaire_net[1]"),
        (("adults", 0, "tns_annuel", "2023"), "adults[0].tns_annuel.2023"),
        (("children", 0, "salaire_net", 0), "children[0].salaire_net[0]"),
        (("children", 0, "salaire_net_before"), "children[0].salaire_net_before"),
        (("housing", "aide_logement", 2), "housing.aide_logement[2]"),
        (("patrimoine_annuel",), "patrimoine_annuel"),
    ],
)
def test_what_is_not_an_amount_is_refused_under_its_path(chemin: Chemin, champ: str, valeur: object) -> None:
    assert refus(avec(chemin, valeur))[0] == champ


def test_null_in_a_list_of_three_is_refused() -> None:
    assert refus(avec(("adults", 0, "salaire_net", 0), None))[0] == "adults[0].salaire_net[0]"


@pytest.mark.parametrize("valeur", [[], [1], [1, 2, 3, 4], 3, "abc", {"0": 1, "1": 2, "2": 3}])
def test_a_list_of_three_has_three_amounts(valeur: object) -> None:
    assert refus(avec(("housing", "aide_logement"), valeur))[0] == "housing.aide_logement"


@pytest.mark.parametrize(
    "valeur",
    [None, "", "2024", "2024-9", "2024-13", "2024-00", "09-2024", 202409, True, [], "2015-12", "0000-01"],
)
def test_a_claim_month_is_a_month_since_2016(valeur: object) -> None:
    assert refus(avec(("claim_month",), valeur))[0] == "claim_month"


def test_the_first_and_the_last_claim_months_are_read() -> None:
    assert lire_foyer(avec(("claim_month",), "2016-01")).mois_demande == Mois(2016, 1)
    assert lire_foyer(avec(("claim_month",), "9999-12")).mois_demande == Mois(9999, 12)
    assert "janvier 2016" in refus(avec(("claim_month",), "2015-12"))[1]


PAS_UNE_DATE = [
    "",
    "1990",
    "1990-02-30",
    "1990-13-01",
    "01/02/1990",
    "19900101",
    "1990-W01-1",
    "1990-1-1",
    1990,
    True,
    [],
]


@pytest.mark.parametrize("valeur", [*PAS_UNE_DATE, "1990-01-01T00:00", " 1990-01-01", "0000-01-01", {}])
@pytest.mark.parametrize(
    ("chemin", "champ"),
    [
        (("adults", 0, "birth_date"), "adults[0].birth_date"),
        (("children", 0, "birth_date"), "children[0].birth_date"),
        (("adults", 0, "date_arret_travail"), "adults[0].date_arret_travail"),
    ],
)
def test_an_impossible_date_is_refused(chemin: Chemin, champ: str, valeur: object) -> None:
    assert refus(avec(chemin, valeur))[0] == champ


def test_a_birth_date_is_needed() -> None:
    assert refus(avec(("adults", 0), {}))[0] == "adults[0].birth_date"
    assert refus(avec(("children", 0, "birth_date"), None))[0] == "children[0].birth_date"


def test_a_birth_is_at_most_nine_months_after_the_end_of_the_claim_month() -> None:
    """A claim of September 2024: June 2025 has thirty days."""
    assert lire_foyer(avec(("children", 0, "birth_date"), "2025-06-30"))
    assert refus(avec(("children", 0, "birth_date"), "2025-07-01"))[0] == "children[0].birth_date"
    assert refus(avec(("adults", 0, "birth_date"), "2030-01-01"))[0] == "adults[0].birth_date"


@pytest.mark.parametrize("valeur", [None, [], [adulte(), adulte(), adulte()], {}, "un", 1])
def test_a_household_has_one_or_two_adults(valeur: object) -> None:
    assert refus(avec(("adults",), valeur))[0] == "adults"


def test_a_missing_key_is_named() -> None:
    assert refus({"adults": [adulte()]})[0] == "claim_month"
    assert refus({"claim_month": "2024-09"})[0] == "adults"


@pytest.mark.parametrize("valeur", [None, "x", 1, []])
def test_a_person_is_an_object(valeur: object) -> None:
    assert refus(avec(("adults", 0), valeur))[0] == "adults[0]"
    assert refus(avec(("children", 0), valeur))[0] == "children[0]"


@pytest.mark.parametrize(
    ("chemin", "champ", "valeurs"),
    [
        (("regime",), "regime", ["M-3", "", "m-1", 1, True, ["M-1"]]),
        (("housing", "status"), "housing.status", ["locataire", "", 1, True, ["tenant"], {}]),
        (("housing",), "housing", ["tenant", [], 1]),
        (("family_benefits",), "family_benefits", [[], "af", 1]),
        (("children",), "children", [{}, "un", 1]),
        (("isolement_recent",), "isolement_recent", [0, 1, "true", []]),
        (("adults", 0, "student"), "adults[0].student", [0, 1, "oui"]),
        (("adults", 0, "pregnant"), "adults[0].pregnant", [0, 1, "oui"]),
        (("adults", 0, "tns_annuel"), "adults[0].tns_annuel", [12000, [], "12000"]),
        (("adults", 0, "tns_annuel"), "adults[0].tns_annuel.21", [{"21": 1}]),
        (("adults", 0, "tns_annuel"), "adults[0].tns_annuel.２０21", [{"２０21": 1}]),
        (("marital_status",), "marital_status", [1, [], True]),
        (("id",), "id", [[], {}, True]),
    ],
)
def test_a_wrong_type_or_an_unknown_word_is_refused(
    chemin: Chemin, champ: str, valeurs: list[object]
) -> None:
    for valeur in valeurs:
        assert refus(avec(chemin, valeur))[0] == champ


@pytest.mark.parametrize("objet", [None, [], "foyer", 1])
def test_a_household_is_an_object(objet: object) -> None:
    assert refus(objet)[0] == "foyer"


def test_an_error_is_a_french_sentence() -> None:
    champ, message = refus(avec(("adults", 0, "salaire_net", 1), 1_000_001))

    assert (champ, message) == (
        "adults[0].salaire_net[1]",
        "Un montant ne peut pas dépasser 1\u202f000\u202f000\u00a0€.",
    )


def test_an_answer_without_detail_is_the_amount_alone() -> None:
    estimation = estime(adulte(salaire_net=1200), mois="2022-10", aide=100)

    assert reponse("a", estimation) == {"id": "a", "ppa": Decimal("188.09")}


def test_an_answer_in_detail_names_each_line_its_parameter_its_date_and_its_article() -> None:
    detail = reponse("a", estime(adulte(salaire_net=1200), mois="2022-10", aide=100), detail=True)["detail"]
    juillet = detail["mois"][0]

    assert (detail["ppa_nette_crds"], detail["moyenne"]) == (Decimal("187.15"), Decimal("188.09"))
    assert (detail["droit_ouvert"], detail["motif"]) == (True, "prime_versee")
    assert (juillet["mois"], juillet["enfants_a_charge"], juillet["majoration_isolement"]) == (
        "2022-07",
        0,
        False,
    )
    assert (juillet["bonification"], juillet["forfait_logement"]) == (Decimal("144.31"), Decimal("70.35"))
    assert juillet["lignes"][4] == {
        "cle": "forfait_logement",
        "libelle": "Forfait logement, car vous recevez une aide au logement",
        "montant": Decimal("-70.35"),
        "formule": "12\u00a0% de 586,23\u00a0€, le montant de base",
        "parametres": [
            {
                "nom": "Forfait logement pour une personne",
                "valeur": Decimal("0.12"),
                "unite": "taux",
                "depuis": "2016-01",
                "source": "décret 2015-1709, art. 1",
            },
            {
                "nom": "Montant forfaitaire d’une personne seule",
                "valeur": Decimal("586.23"),
                "unite": "euros par mois",
                "depuis": "2022-07",
                "source": "loi 2022-1158, art. 9",
            },
        ],
        "article": "R844-3 du Code de la sécurité sociale",
        "operation": "valeur",
        "lignes": [],
    }
