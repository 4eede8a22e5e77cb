"""The 7-bit alphabet and the 160 septets of an SMS."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.courriers import gsm7

# 3GPP TS 23.038, table 1, column by column, by Unicode number: a second spelling of the same table.
TABLE = [
    *(0x40, 0xA3, 0x24, 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7, 0x0A, 0xD8, 0xF8, 0x0D, 0xC5, 0xE5),
    *(0x394, 0x5F, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0x39E, 0xC6, 0xE6, 0xDF, 0xC9),
    *(0x20, 0x21, 0x22, 0x23, 0xA4, *range(0x25, 0x40)),
    *(0xA1, *range(0x41, 0x5B), 0xC4, 0xD6, 0xD1, 0xDC, 0xA7),
    *(0xBF, *range(0x61, 0x7B), 0xE4, 0xF6, 0xF1, 0xFC, 0xE0),
]
EXTENSION = [0x0C, 0x5E, 0x7B, 0x7D, 0x5C, 0x5B, 0x7E, 0x5D, 0x7C, 0x20AC]
SEPTETS = {chr(c): 1 for c in TABLE} | {chr(c): 2 for c in EXTENSION}

composables = st.text(st.sampled_from(sorted(SEPTETS)), max_size=200)
francais = st.text(
    st.sampled_from(
        "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿñæœÀÂÇÉÈÊÎÔŒ «»’…–\u00a0\u202f€0123456789.,:;!?"
    )
)


def test_la_table_a_128_places() -> None:
    # The escape is the 128th.
    assert len(gsm7.BASE) == len(set(TABLE)) == 127
    assert frozenset(map(chr, TABLE)) == gsm7.BASE
    assert frozenset(map(chr, EXTENSION)) == gsm7.EXTENSION


@given(composables)
def test_chaque_caractere_compte_un_ou_deux_septets(texte: str) -> None:
    attendu = sum(SEPTETS[c] for c in texte)
    assert gsm7.septets(texte) == attendu
    if attendu <= 160:
        assert gsm7.verifier(texte) == texte
    else:
        with pytest.raises(gsm7.NeTientPas, match=str(attendu)):
            gsm7.verifier(texte)


@given(st.text(max_size=300))
def test_un_texte_passe_si_et_seulement_si_il_tient(texte: str) -> None:
    tient = all(c in SEPTETS for c in texte) and sum(SEPTETS[c] for c in texte) <= 160
    try:
        assert gsm7.verifier(texte) == texte and tient
    except gsm7.NeTientPas:
        assert not tient


@pytest.mark.parametrize(("texte", "passe"), [("a" * 160, True), ("a" * 161, False), ("€" * 80, True)])
def test_la_limite_est_a_160(texte: str, passe: bool) -> None:
    if passe:
        assert gsm7.verifier(texte) == texte
    else:
        with pytest.raises(gsm7.NeTientPas):
            gsm7.verifier(texte)


def test_81_euros_ne_tiennent_pas() -> None:
    with pytest.raises(gsm7.NeTientPas, match="162"):
        gsm7.verifier("€" * 81)


@given(francais)
def test_le_francais_simplifie_s_ecrit_toujours_en_gsm7(texte: str) -> None:
    simple = gsm7.simplifier(texte)
    assert gsm7.septets(simple) >= len(simple)
    assert gsm7.simplifier(simple) == simple


@given(composables)
def test_ce_qui_s_ecrit_deja_n_est_pas_touche(texte: str) -> None:
    assert gsm7.simplifier(texte) == unicodedata.normalize("NFC", texte)


@pytest.mark.parametrize(
    ("texte", "simple"),
    [
        ("L’été de Loïc\u00a0: «\u00a0à bientôt\u00a0»…", 'L\'été de Loic : "à bientot"...'),
        ("Françoise NOËL, 12\u202f€", "Francoise NOEL, 12 €"),
        ("un cœur", "un coeur"),
        ("e\u0301te\u0301", "été"),
    ],
)
def test_la_typographie_s_aplatit(texte: str, simple: str) -> None:
    assert gsm7.simplifier(texte) == simple


@pytest.mark.parametrize("texte", ["Здравствуйте", "bonjour 👋", "你好", "\x00"])
def test_une_autre_ecriture_est_refusee(texte: str) -> None:
    with pytest.raises(gsm7.NeTientPas):
        gsm7.verifier(gsm7.simplifier(texte))
