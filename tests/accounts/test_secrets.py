"""How a secret is drawn, read and compared."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import secrets
from accounts.enums import FormeSecret
from portal.alea import ALPHABET

FORMES = list(FormeSecret)


@pytest.mark.parametrize("forme", FORMES)
def test_ce_qui_est_ecrit_se_relit(forme: str) -> None:
    for _ in range(200):
        valeur = secrets.tirer(forme)
        assert secrets.lire(secrets.ecrire(valeur)) == valeur
        assert secrets.lire(secrets.ecrire(valeur).lower()) == valeur


def test_les_longueurs_sont_celles_de_la_regle() -> None:
    """MC-26 : 6 chiffres ; MC-44 : 8 ; une lettre : 12 caractères au moins."""
    assert [len(secrets.tirer(f)) for f in FORMES] == [6, 8, 16, 16]
    assert secrets.tirer(FormeSecret.CODE).isdigit() and secrets.tirer(FormeSecret.PREMIER).isdigit()
    assert set(secrets.tirer(FormeSecret.LETTRE)) <= set(ALPHABET)


@given(st.text(alphabet=ALPHABET, min_size=16, max_size=16), st.data())
def test_une_lettre_se_relit_comme_on_la_recopie(valeur: str, data: st.DataObject) -> None:
    """O pour 0, I ou L pour 1, espaces, points et tirets de toutes sortes : ce que fait une main pressée."""
    confus = {"0": "0Oo", "1": "1IlLi"}
    recopie = "".join(
        data.draw(st.sampled_from(confus.get(c, c + c.lower())))
        + data.draw(st.sampled_from(["", " ", "-", "–", "."]))
        for c in valeur
    )
    assert secrets.lire(recopie) == valeur


@given(st.text(max_size=40))
def test_n_importe_quel_texte_se_lit_sans_erreur(texte: str) -> None:
    lu = secrets.lire(texte)
    assert lu == "" or len(lu) in {6, 8, 16}
    assert set(lu) <= set(ALPHABET)


@given(
    st.text(alphabet=string.digits, min_size=6, max_size=6),
    st.text(alphabet=string.digits, min_size=6, max_size=6),
)
def test_un_seul_est_le_bon(juste: str, essaye: str) -> None:
    cle, empreinte = secrets.resumer("REFERENCE", juste)
    assert secrets.est_le_bon("REFERENCE", cle, empreinte, essaye) is (juste == essaye)
    assert not secrets.est_le_bon("AUTRE", cle, empreinte, juste)


def test_un_secret_que_personne_n_a_envoye_n_est_egal_a_rien(settings) -> None:
    assert not secrets.est_le_bon("R", "", None, "")
    assert not secrets.est_le_bon("R", "demo", b"", "")
    cle, empreinte = secrets.resumer("R", "123456")
    assert empreinte not in {b"123456", b""} and len(empreinte) == 32
    settings.CLES_EMPREINTES = {"neuve": b"x" * 32, **settings.CLES_EMPREINTES}
    assert secrets.est_le_bon("R", cle, empreinte, "123456"), (
        "une clé qui tourne n’annule pas une lettre en route"
    )
    settings.CLES_EMPREINTES = {"neuve": b"x" * 32}
    assert not secrets.est_le_bon("R", cle, empreinte, "123456")
