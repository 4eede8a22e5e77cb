"""Amounts and dates as French is written, and as people type them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.typographie import (
    MontantIllisible,
    date_courte,
    date_longue,
    de_mois,
    euros,
    heure,
    lire_montant,
)

MONTANTS = st.decimals(min_value=0, max_value=1_000_000, places=2)
MILLIERS = st.sampled_from(["", " ", "\u00a0", "\u202f"])
UNITE = st.sampled_from(["", " €", "€", "\u00a0€", " euros", " EUR"])


@pytest.mark.parametrize(
    ("saisi", "lu"),
    [
        ("1200", "1200"), ("1 200", "1200"), ("1 200,50", "1200.50"), ("1200.50 €", "1200.50"), ("0", "0"),
        ("1\u202f200,5\u00a0€", "1200.5"), ("1.200,50", "1200.50"), ("1,200.50", "1200.50"),
        (" 12 345,67 ", "12345.67"), ("-5", "-5"), ("+5", "5"), ("1.234.567,8", "1234567.8"), ("− 5", "-5"),
    ],
)  # fmt: skip
def test_un_montant_se_lit_comme_on_l_ecrit(saisi, lu):
    assert lire_montant(saisi) == Decimal(lu)


@given(MONTANTS, MILLIERS, st.sampled_from([",", "."]), UNITE)
def test_tout_montant_ecrit_a_la_francaise_se_relit_au_centime(montant, milliers, decimale, unite):
    ecrit = f"{montant:,.2f}".replace(",", milliers)
    assert lire_montant(ecrit[:-3] + decimale + ecrit[-2:] + unite) == montant
    assert lire_montant(euros(montant)) == montant


@given(st.text(max_size=30))
def test_un_texte_quelconque_est_lu_ou_refuse_sans_autre_erreur(texte):
    try:
        montant = lire_montant(texte)
    except MontantIllisible:
        return
    assert montant.is_finite()
    # Never a thousand times what was typed: every digit read stands in the text.
    chiffres = [c for c in texte if c in "0123456789"]
    assert len(str(int(abs(montant)))) <= max(1, len(chiffres))


@pytest.mark.parametrize("saisi", ["1.200", "1,200", "12.345", "1.200.300"])
def test_un_separateur_equivoque_n_est_jamais_devine(saisi):
    with pytest.raises(MontantIllisible) as refus:
        lire_montant(saisi)
    assert refus.value.equivoque


@pytest.mark.parametrize(
    "saisi",
    [
        "",
        "abc",
        "12,345,6",
        "1 20 0",
        "1e5",
        "NaN",
        "Infinity",
        "1200,505",
        "٣",
        "1..2",
        "+-5",
        "--5",
        "9" * 40,
    ],
)
def test_ce_qui_n_est_pas_un_montant_est_refuse(saisi):
    with pytest.raises(MontantIllisible):
        lire_montant(saisi)


def test_les_montants_s_ecrivent_avec_les_bonnes_espaces():
    assert euros(Decimal("1234.56")) == "1\u202f234,56\u00a0€"
    assert euros(Decimal("-76.585")) == "\u2212\u00a076,59\u00a0€"
    assert euros(0) == "0,00\u00a0€"
    assert euros(Decimal("-0.001")) == "0,00\u00a0€"


def test_les_dates_et_les_heures():
    assert date_longue(date(2023, 3, 9)) == "jeudi 9 mars 2023"
    assert date_longue(date(2023, 5, 1)) == "lundi 1er mai 2023"
    assert date_courte(date(2027, 1, 5)) == "5 janvier 2027"
    assert heure(datetime(2023, 3, 9, 15, 50, tzinfo=UTC)) == "15\u00a0h\u00a050"
    assert heure(datetime(2023, 3, 9, 9, 0, tzinfo=UTC)) == "9\u00a0h"
    assert (de_mois("août 2026"), de_mois("juillet 2026")) == ("d’août 2026", "de juillet 2026")
