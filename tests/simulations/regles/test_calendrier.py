"""Months, ages, and the reference quarter (R843-1; SIM-23 shows its dates)."""

import copy
import pickle
from datetime import date

import pytest

from simulations.regles import Mois, mois_de_reference
from simulations.regles.calendrier import age_en_annees, age_en_mois


def reference(demande: str, regime: str | None = None) -> list[str]:
    return [mois.iso for mois in mois_de_reference(Mois.lire(demande), regime)]


def test_months_follow_one_another_across_new_year() -> None:
    assert Mois(2022, 12) + 1 == Mois(2023, 1)
    assert Mois(2023, 1) - 1 == Mois(2022, 12)
    assert Mois(2022, 12) < Mois(2023, 1)


def test_a_month_says_itself() -> None:
    juillet = Mois(2022, 7)

    assert (juillet.annee, juillet.numero, juillet.iso) == (2022, 7, "2022-07")
    assert (str(juillet), f"{juillet}", repr(juillet)) == ("2022-07", "2022-07", "Mois(2022, 7)")
    assert juillet.en_lettres() == "juillet 2022"
    assert juillet.premier_jour() == date(2022, 7, 1)
    assert Mois.du_jour(date(2022, 7, 31)) == juillet


def test_a_month_survives_a_copy_and_a_pickle() -> None:
    mois = Mois(2024, 12)

    assert repr(copy.deepcopy(mois)) == repr(pickle.loads(pickle.dumps(mois))) == "Mois(2024, 12)"


@pytest.mark.parametrize(
    "texte", ["2022-7", "2022-13", "2022-00", "0000-01", "22-07", "2022/07", "２０22-07", ""]
)
def test_what_is_not_a_month_is_refused(texte: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Mois.lire(texte)


def test_a_month_is_not_taken_from_a_month() -> None:
    with pytest.raises(TypeError):
        Mois(2024, 5) - Mois(2024, 1)


def test_r843_1_the_quarter_ends_the_month_before_up_to_february_2025() -> None:
    assert reference("2025-02") == ["2024-11", "2024-12", "2025-01"]


def test_r843_1_the_quarter_ends_two_months_before_from_march_2025() -> None:
    assert reference("2025-03") == ["2024-11", "2024-12", "2025-01"]
    assert reference("2026-11") == ["2026-07", "2026-08", "2026-09"]


def test_r843_1_a_named_regime_overrides_the_date() -> None:
    assert reference("2025-03", "M-1") == ["2024-12", "2025-01", "2025-02"]
    assert reference("2024-09", "M-2") == ["2024-05", "2024-06", "2024-07"]


def test_a_regime_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="regime"):
        mois_de_reference(Mois(2024, 9), "M-3")


@pytest.mark.parametrize(("naissance", "annees"), [("2006-06-01", 18), ("2006-06-03", 17), ("2024-05-31", 0)])
def test_age_on_the_first_of_june_2024(naissance: str, annees: int) -> None:
    assert age_en_annees((date(2024, 6, 1) - date.fromisoformat(naissance)).days) == annees


@pytest.mark.parametrize(("naissance", "mois"), [("2024-06-02", 0), ("2024-10-30", -5), ("2024-11-05", -6)])
def test_age_in_months_of_a_child_to_be_born(naissance: str, mois: int) -> None:
    assert age_en_mois((date(2024, 6, 1) - date.fromisoformat(naissance)).days) == mois
