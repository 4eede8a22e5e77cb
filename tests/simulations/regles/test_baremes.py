"""The dated tables: their shape, their newest rows, and the thresholds that follow from them."""

from decimal import Decimal

import pytest

from simulations.regles import Mois, baremes
from simulations.regles.baremes import Bareme
from simulations.regles.parametres import parametres_du_mois

TABLES = [valeur for valeur in vars(baremes).values() if isinstance(valeur, Bareme)]


def maximum(mois: str) -> Decimal:
    return parametres_du_mois(Mois.lire(mois), Mois.lire(mois)).bonification_maximum


@pytest.mark.parametrize(
    ("mois", "bonus"),
    [
        ("2016-01", "67.00"),
        ("2016-04", "67.06"),
        ("2017-04", "67.27"),
        ("2018-04", "67.94"),
        ("2018-08", "70.49"),
        ("2018-10", "160.49"),
        ("2020-04", "160.98"),
        ("2021-04", "161.14"),
        ("2022-04", "164.04"),
        ("2022-07", "170.60"),
        ("2023-04", "173.22"),
        ("2024-04", "181.19"),
        ("2025-04", "184.27"),
        ("2026-04", "240.63"),
    ],
)
def test_d843_2_the_whole_bonus_is_rounded_to_the_cent(mois: str, bonus: str) -> None:
    assert maximum(mois) == Decimal(bonus)
    assert maximum((Mois.lire(mois) - 1).iso) != Decimal(bonus) or mois == "2016-01"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.lignes[0].nom)
def test_every_row_says_what_it_is_since_when_and_why(table: Bareme) -> None:
    for ligne in table.lignes:
        assert ligne.nom and ligne.unite and ligne.source
        assert table.en_vigueur(ligne.depuis) is ligne


def test_a_row_holds_from_its_month_until_the_next() -> None:
    table = Bareme("essai", "euros", ("2020-04", "1", "un"), ("2021-04", "2", "deux"))

    valeurs = {
        mois: int(table.en_vigueur(Mois.lire(mois)).valeur) for mois in ("2019-01", "2021-03", "2021-04")
    }
    assert valeurs == {"2019-01": 1, "2021-03": 1, "2021-04": 2}
    assert table.en_vigueur(Mois(2099, 1)).valeur == 2


def test_rows_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        Bareme("essai", "euros", ("2021-04", "1", "un"), ("2020-04", "2", "deux"))


@pytest.mark.parametrize(
    ("table", "mois", "valeur"),
    [
        (baremes.SMIC_HORAIRE, "2015-12", "9.61"),
        (baremes.SMIC_HORAIRE, "2021-09", "10.25"),
        (baremes.SMIC_HORAIRE, "2021-10", "10.48"),
        (baremes.SMIC_HORAIRE, "2022-07", "10.85"),
        (baremes.SMIC_HORAIRE, "2022-08", "11.07"),
        (baremes.SMIC_HORAIRE, "2025-12", "11.88"),
        (baremes.SMIC_HORAIRE, "2026-05", "12.02"),
        (baremes.SMIC_HORAIRE, "2026-06", "12.31"),
        (baremes.BMAF, "2024-03", "445.93"),
        (baremes.BMAF, "2024-04", "466.44"),
        (baremes.BMAF, "2026-04", "478.16"),
        (baremes.RSA_PERSONNE_SEULE, "2016-08", "524.68"),
        (baremes.RSA_PERSONNE_SEULE, "2016-09", "535.17"),
        (baremes.RSA_PERSONNE_SEULE, "2026-04", "651.69"),
        (baremes.MONTANT_DE_BASE, "2015-10", "524.16"),
        (baremes.MONTANT_DE_BASE, "2019-12", "551.51"),
        (baremes.MONTANT_DE_BASE, "2026-04", "638.28"),
        (baremes.FRACTION_DES_REVENUS, "2018-07", "0.62"),
        (baremes.FRACTION_DES_REVENUS, "2018-08", "0.61"),
        (baremes.FRACTION_DES_REVENUS, "2025-04", "0.5985"),
        (baremes.FIN_DE_LA_BONIFICATION, "2018-09", "95"),
        (baremes.FIN_DE_LA_BONIFICATION, "2026-03", "120"),
        (baremes.FIN_DE_LA_BONIFICATION, "2026-04", "138"),
    ],
)
def test_a_figure_of_the_law_at_its_date(table: Bareme, mois: str, valeur: str) -> None:
    assert table.en_vigueur(Mois.lire(mois)).valeur == Decimal(valeur)
