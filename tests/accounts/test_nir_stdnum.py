"""python-stdnum as the second opinion on definitive numbers. It knows neither months nor temporary numbers."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import nir as stdnum_nir

from accounts.nir import Nir, NirIllisible, cle_de
from tests.accounts.test_nir import corps_definitifs


def lu(saisie: str) -> bool:
    try:
        Nir(saisie)
    except NirIllisible:
        return False
    return True


@given(corps_definitifs())
def test_la_meme_cle(corps: str) -> None:
    assert cle_de(corps) == stdnum_nir.calc_check_digits(corps)
    assert stdnum_nir.is_valid(corps + Nir(corps).cle)


@given(corps_definitifs(), st.integers(0, 99))
def test_le_meme_avis_sur_toute_cle(corps: str, cle: int) -> None:
    assert lu(f"{corps}{cle:02}") == stdnum_nir.is_valid(f"{corps}{cle:02}")


@given(st.from_regex(r"[12][0-9]{4}([0-9]{2}|2[A-D])[0-9]{8}", fullmatch=True))
def test_rien_n_est_accepte_qu_il_refuse(saisie: str) -> None:
    assert not lu(saisie) or stdnum_nir.is_valid(saisie)
