"""MC-02 to MC-06: a NIR read as people write it, never shown again; a real one refused where nobody answers for it."""

import copy
import json
import logging
import pickle
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts.champs import NirField
from accounts.enums import NatureNir
from accounts.nir import VRAI_NUMERO, Nir, NirIllisible, VraiNumero, cle_de, exiger_acceptable
from portal.ui.formulaires import Formulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, PROVISOIRE, REEL
from tests.outils.typographie import fautes

MOIS = [f"{m:02}" for m in (*range(1, 13), *range(20, 43), *range(50, 100))]
DEPARTEMENTS = [*(f"{d:02}" for d in range(1, 100)), "2A", "2B"]
CHIFFRES = "0123456789"


@st.composite
def corps_definitifs(tirer) -> str:
    """Thirteen characters that a person could have."""
    annee, ordre = tirer(st.integers(0, 99)), tirer(st.integers(1, 999))
    debut = tirer(st.sampled_from("12")) + f"{annee:02}" + tirer(st.sampled_from(MOIS))
    return debut + tirer(st.sampled_from(DEPARTEMENTS)) + f"{tirer(st.integers(0, 999)):03}{ordre:03}"


def code_de_refus(saisie: str) -> str:
    with pytest.raises(NirIllisible) as refus:
        Nir(saisie)
    return refus.value.code


@given(
    corps_definitifs(),
    st.lists(st.sampled_from([" ", "\u00a0", "\u202f", "", "."]), min_size=14, max_size=14),
)
def test_treize_ou_quinze_caracteres_espaces_ou_non_sont_le_meme_numero(
    corps: str, espaces: list[str]
) -> None:
    """MC-04: the key is checked and dropped without an error."""
    avec_cle = corps + cle_de(corps)
    aere = "".join(c + e for c, e in zip(avec_cle, [*espaces, " "], strict=True))
    assert Nir(corps) == Nir(avec_cle) == Nir(aere.lower()) and len({Nir(corps), Nir(aere)}) == 1
    assert Nir(aere).en_clair() == corps and Nir(corps).cle == avec_cle[13:]


@given(corps_definitifs(), st.integers(0, 14), st.integers(1, 9))
def test_un_chiffre_faux_se_voit_a_la_cle(corps: str, rang: int, ecart: int) -> None:
    juste = corps + cle_de(corps)
    if not juste[rang].isdigit() or rang in (0, 5, 6):
        return
    faux = juste[:rang] + CHIFFRES[(int(juste[rang]) + ecart) % 10] + juste[rang + 1 :]
    assert code_de_refus(faux) in {"cle", "mois", "ordre"}


@given(st.text(max_size=20) | st.text("0123456789AB ", min_size=11, max_size=18))
def test_aucune_saisie_ne_casse_la_lecture_et_aucun_refus_ne_la_repete(saisie: str) -> None:
    try:
        Nir(saisie)
    except NirIllisible as refus:
        assert refus.args == (refus.code,) and refus.__context__ is None
        assert refus.code in NirField.default_error_messages


@pytest.mark.parametrize(
    ("saisie", "code"),
    [
        ("", "longueur"),
        ("292033155599", "longueur"),
        ("29203315559990", "longueur"),
        ("29203315559990000", "longueur"),
        ("29203315559A9", "forme"),
        ("2A20331555999", "forme"),
        ("292032A555999", None),
        ("292032B555999", None),
        ("292032C555999", "forme"),
        ("29203312A5999", "forme"),
        ("29203２1555999", "forme"),
        ("0920331555999", "premier"),
        ("5920331555999", "premier"),
        ("6920331555999", "premier"),
        ("9920331555999", "premier"),
        ("2920031555999", "mois"),
        ("2921331555999", "mois"),
        ("2921931555999", "mois"),
        ("2924331555999", "mois"),
        ("2924931555999", "mois"),
        ("2922031555999", None),
        ("2924231555999", None),
        ("2925031555999", None),
        ("2929931555999", None),
        ("2920300555999", "departement"),
        ("2920397411999", None),  # La Réunion
        ("2920398735999", None),  # Polynésie
        ("2920399352999", None),  # born abroad
        ("2920331555000", "ordre"),
    ],
)
def test_chaque_position_a_sa_regle(saisie: str, code: str | None) -> None:
    if code is None:
        assert Nir(saisie).nature == NatureNir.DEFINITIF
    else:
        assert code_de_refus(saisie) == code


def test_la_corse_compte_19_et_18_dans_la_cle() -> None:
    assert Nir("253072A07300443").cle == "43"
    assert Nir("253072B07300470").cle == "70"
    assert code_de_refus("253072A07300470") == "cle"


@given(
    st.sampled_from("3478"),
    st.text(CHIFFRES, min_size=12, max_size=12),
    st.text(CHIFFRES, min_size=2, max_size=2),
)
def test_un_numero_provisoire_ou_d_attente_n_est_jamais_dit_faux(premier: str, reste: str, cle: str) -> None:
    """MC-06: recognised for what it is, whatever its other figures, with or without two more."""
    nir = Nir(premier + reste)
    assert nir == Nir(premier + reste + cle)
    assert nir.provisoire
    assert nir.nature == (NatureNir.ATTENTE if premier in "34" else NatureNir.PROVISOIRE)


@given(corps_definitifs())
def test_un_nir_ne_se_montre_pas(corps: str) -> None:
    nir = Nir(corps)
    montres = [repr(nir), str(nir), f"{nir}", "%s %r" % (nir, [nir]), nir.masque(), repr({"nir": nir})]  # noqa: UP031
    assert montres[:2] == ["Nir(•••)"] * 2
    for texte in montres:
        assert corps not in texte.replace(" ", "") and corps[:11] not in texte.replace(" ", "")
    assert nir.masque() == f"• •• •• •• ••• •{corps[-2:]}"


def test_un_nir_ne_se_serialise_pas_et_ne_change_pas() -> None:
    nir = Nir(FICTIF)
    for protocole in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="ne se sérialise pas"):
            pickle.dumps(nir, protocole)
    with pytest.raises(TypeError):
        json.dumps(nir)
    with pytest.raises(AttributeError):
        nir._corps = REEL
    assert copy.deepcopy({"nir": nir})["nir"] == nir and copy.copy(nir) == nir
    assert nir != FICTIF


@pytest.mark.parametrize("corps", [FICTIF, AUTRE_FICTIF, PROVISOIRE, "292032A000012", "2920397000012"])
def test_un_numero_de_personne_est_accepte_partout(corps: str) -> None:
    assert Nir(corps).est_fictif()
    exiger_acceptable(Nir(corps))


@pytest.mark.parametrize("corps", [REEL, "7850578006084", "1850578006998", "1850578001999"[:10] + "001"])
def test_un_vrai_numero_n_est_accepte_que_si_un_exploitant_en_repond(corps: str, settings) -> None:
    assert not Nir(corps).est_fictif()
    with pytest.raises(VraiNumero, match=r"^N’entrez jamais votre vrai numéro sur ce site de démonstration$"):
        exiger_acceptable(Nir(corps))
    settings.NIR_FICTIFS_SEULEMENT = False
    exiger_acceptable(Nir(corps))


class Identite(Formulaire):
    nir = NirField(label="Numéro de Sécurité sociale", autocomplete="username")
    autre = NirField(label="Numéro du conjoint", required=False)


def test_le_champ_lit_un_nir_et_ne_le_rend_pas_a_la_page() -> None:
    formulaire = Identite({"nir": "2 92 03 31 555 999", "autre": " "})
    assert formulaire.accepte()
    assert formulaire.cleaned_data == {"nir": Nir(FICTIF), "autre": None}
    assert 'autocomplete="username"' in str(formulaire["nir"])
    assert FICTIF not in str(Identite(initial={"nir": Nir(FICTIF)})["nir"])


def test_le_champ_refuse_un_vrai_numero_avant_que_rien_ne_le_voie(caplog) -> None:
    """Exactly this sentence; nothing logged, nothing chained to the error that would hold the number."""
    with caplog.at_level(logging.DEBUG), mock.patch("accounts.nir.cle_de") as cle:
        formulaire = Identite({"nir": REEL})
        assert not formulaire.accepte()
    assert formulaire.errors["nir"] == [VRAI_NUMERO]
    assert VRAI_NUMERO == "N’entrez jamais votre vrai numéro sur ce site de démonstration"
    assert REEL not in caplog.text and not cle.called
    # It does not even come back to the page, while a typing error does, to be corrected.
    assert REEL not in str(formulaire["nir"])
    assert 'value="29203"' in str(Identite({"nir": "29203"})["nir"])
    with pytest.raises(ValidationError) as refus:
        NirField().clean(REEL)
    assert refus.value.__suppress_context__ and REEL not in repr(refus.value)


def test_un_numero_illisible_dit_quoi_verifier_sans_le_repeter() -> None:
    messages = NirField.default_error_messages
    for saisie, code in [
        ("12", "longueur"),
        ("2921331555999", "mois"),
        (FICTIF + "00", "cle"),
        ("", "required"),
    ]:
        with pytest.raises(ValidationError) as refus:
            NirField().clean(saisie)
        assert refus.value.messages == [messages[code]] and refus.value.code == code
    assert [faute for message in messages.values() for faute in fautes(message)] == []


def test_une_page_d_erreur_ne_montre_pas_un_nir() -> None:
    """Django's debug report prints the local variables of every frame."""
    from django.views.debug import ExceptionReporter

    nir = Nir(FICTIF)
    try:
        raise ValueError(f"refus de {nir!r}")
    except ValueError as erreur:
        rapport = ExceptionReporter(RequestFactory().get("/"), type(erreur), erreur, erreur.__traceback__)
        assert FICTIF not in rapport.get_traceback_text().replace(f'FICTIF = "{FICTIF}"', "")
