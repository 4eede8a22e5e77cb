"""The signed token: what is ours, how old, and the work it asks for."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothese
from hypothesis import strategies as st

from portal.antirobot import jetons
from tests.antirobot.fabrique import preuve

T0 = 1_790_000_000.0


@pytest.mark.parametrize(
    ("age", "assez_vieux", "vivant"),
    [(-1, False, True), (0, False, True), (2.9, False, True), (3, True, True), (7200, True, True), (7201, True, False)],
)  # fmt: skip
def test_trois_secondes_au_moins_deux_heures_au_plus(age: float, assez_vieux: bool, vivant: bool) -> None:
    jeton = jetons.lire(jetons.creer(T0))
    assert jeton
    assert (jeton.assez_vieux(T0 + age), jeton.vivant(T0 + age)) == (assez_vieux, vivant)


def test_une_seule_reponse_est_la_bonne() -> None:
    texte = jetons.creer()
    jeton = jetons.lire(texte)
    assert jeton
    assert [n for n in range(jetons.BORNE) if jeton.prouve(str(n))] == [int(preuve(texte))]


@given(st.text(max_size=200))
def test_aucun_texte_n_est_un_jeton_ni_une_reponse(texte: str) -> None:
    jeton = jetons.Jeton(0, "0" * 32, "f" * 32)
    assert jetons.lire(texte) is None
    assert not jeton.prouve(texte)


@hypothese(max_examples=60)
@given(st.data())
def test_un_jeton_change_d_un_signe_n_est_plus_des_notres(data: st.DataObject) -> None:
    """Neither the instant, nor the work to do, nor the signature."""
    texte = jetons.creer(T0)
    rang = data.draw(st.integers(0, len(texte) - 1))
    signe = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != texte[rang]))
    assert jetons.lire(texte[:rang] + signe + texte[rang + 1 :]) is None


def test_un_autre_secret_ne_signe_pas_pour_nous_et_un_ancien_vaut_encore(settings) -> None:
    texte, ancien = jetons.creer(), settings.SECRET_KEY
    settings.SECRET_KEY = "un-autre-secret"
    assert jetons.lire(texte) is None
    settings.SECRET_KEY_FALLBACKS = [ancien]
    assert jetons.lire(texte)


def test_une_signature_faite_pour_autre_chose_ne_vaut_rien() -> None:
    from django.core.signing import Signer

    contenu = jetons.creer().rpartition(":")[0]
    assert jetons.lire(Signer(salt="ailleurs").sign(contenu)) is None
    assert jetons.lire(Signer(salt="portal.antirobot").sign("0.court.court")) is None
