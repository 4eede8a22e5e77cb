"""Whether six claims are those of somebody (MC-11): all agree, or it is for a human."""

from datetime import date
from typing import Any

import pytest

from accounts.franceconnect.pivot import Pivot, condenser, correspond, lire_pivot
from accounts.models import Personne
from accounts.nir import Nir
from tests.accounts.fournisseur_identite import CAMILLE


def _qui(nom: str = "Roche", prenoms: str = "Camille", naissance: date = date(1992, 3, 14)) -> Personne:
    return Personne(nom_naissance=nom, prenoms=prenoms, date_naissance=naissance)


def _recu(**change: Any) -> Pivot:
    return lire_pivot({**CAMILLE, **change})


NIR = Nir("2920331555999")


def test_les_six_ensemble() -> None:
    assert correspond(_recu(), _qui(), NIR)


@pytest.mark.parametrize(
    "change",
    [
        {"family_name": "Rocher"}, {"family_name": ""}, {"family_name": None}, {"family_name": "-"},
        {"given_name_array": ["Anne"], "given_name": "Camille"}, {"given_name_array": ["Anne", "Camille"]},
        {"given_name_array": []}, {"given_name_array": ["Cam"]}, {"given_name_array": [12]},
        {"birthdate": "1992-03-13"}, {"birthdate": "1992-03-00"}, {"birthdate": "1992-00-00"}, {"birthdate": "1992"},
        {"birthdate": "14/03/1992"}, {"birthdate": "19920314"}, {"birthdate": ""}, {"birthdate": None},
        {"gender": "male"}, {"gender": "unspecified"}, {"gender": ""}, {"gender": None},
        {"birthplace": "31000"}, {"birthplace": ""}, {"birthplace": "3155"}, {"birthplace": None},
        {"birthcountry": "99109"}, {"birthcountry": ""}, {"birthcountry": None},
    ],
)  # fmt: skip
def test_un_seul_qui_manque_ou_qui_differe_suffit_a_refuser(change: dict[str, Any]) -> None:
    assert not correspond(_recu(**change), _qui(), NIR)


def test_un_pays_n_est_pas_une_commune() -> None:
    """« 31555 » n'est pas un pays : ceux de l'Insee commencent par 99."""
    assert not correspond(_recu(birthcountry="31555", birthplace=""), _qui(), NIR)


def test_sans_numero_rien_ne_correspond() -> None:
    assert not correspond(_recu(), _qui(), None)


@pytest.mark.parametrize(
    ("recu", "connu"),
    [
        ("DE LA TOUR D’AUVERGNE", "de la Tour d'Auvergne"), ("NUNEZ", "Núñez"), ("Le Bœuf", "LE BOEUF"),
        ("Martin-Durand", "MARTIN DURAND"), ("SAINT JUST", "Saint-Just"),
    ],
)  # fmt: skip
def test_l_ecriture_d_un_nom_ne_compte_pas(recu: str, connu: str) -> None:
    assert correspond(_recu(family_name=recu), _qui(nom=connu), NIR)


@pytest.mark.parametrize(
    ("recus", "connus", "memes"),
    [
        (["Camille", "Anne", "Rose"], "Camille", True), (["Camille"], "Camille Anne", True),
        (["Marie-Annick"], "Marie Annick", True), (["Marie", "Annick"], "Marie-Annick", True),
        (["Jean-Pierre"], "Jeanpierre", True), (["Loïc"], "LOIC", True),
        (["Jeanne"], "Jean", False), (["Anne", "Camille"], "Camille Anne", False),
        (["Camille", "Anne"], "Camille Rose", False),
    ],
)  # fmt: skip
def test_les_premiers_prenoms_dans_l_ordre(recus: list[str], connus: str, memes: bool) -> None:
    assert correspond(_recu(given_name_array=recus), _qui(prenoms=connus), NIR) is memes


@pytest.mark.parametrize(
    ("nir", "naissance", "sexe", "lieu", "pays", "meme"),
    [
        # Abroad: the country, no town.
        ("2920399330999", "1992-03-14", "female", "", "99330", True),
        ("2920399330999", "1992-03-14", "female", "", "99331", False),
        ("2920399330999", "1992-03-14", "female", "", "99100", False),
        # Overseas: the five characters as they are.
        ("1920397411999", "1992-03-14", "male", "97411", "99100", True),
        ("1920398735999", "1992-03-14", "male", "98735", "99100", True),
        # Corsica: 20 in a NIR until 1976, its letters since.
        ("192032A004999", "1992-03-14", "male", "2A004", "99100", True),
        ("192032A004999", "1992-03-14", "male", "2B004", "99100", False),
        ("1700320004999", "1970-03-14", "male", "2A004", "99100", True),
        ("1700320004999", "1970-03-14", "male", "2b004", "99100", True),
        ("1920320004999", "1992-03-14", "male", "2A004", "99100", False),
        # Nanterre was of Seine, Argenteuil of Seine-et-Oise.
        ("1600375050999", "1960-03-14", "male", "92050", "99100", True),
        ("1600378018999", "1960-03-14", "male", "95018", "99100", True),
        ("1920375050999", "1992-03-14", "male", "92050", "99100", False),
        # Algeria before its independence was numbered as départements: for a human.
        ("1600392352999", "1960-03-14", "male", "", "99352", False),
        # A month that is unknown changes nothing of the rest.
        ("2922031555999", "1992-03-14", "female", "31555", "99100", True),
        # Temporary numbers say the sex and nothing else.
        ("7920300000999", "1992-03-14", "male", "31555", "99100", True),
        ("8920300000999", "1992-03-14", "female", "", "99330", True),
        ("4920399330999", "1992-03-14", "female", "", "99109", True),
        ("8920300000999", "1992-03-14", "male", "", "99330", False),
        ("7920300000999", "1992-03-14", "male", "", "", False),
    ],
)  # fmt: skip
def test_le_lieu_et_le_sexe_se_lisent_dans_le_numero(
    nir: str, naissance: str, sexe: str, lieu: str, pays: str, meme: bool
) -> None:
    recu = _recu(birthdate=naissance, gender=sexe, birthplace=lieu, birthcountry=pays)
    assert correspond(recu, _qui(naissance=date.fromisoformat(naissance)), Nir(nir)) is meme


def test_des_traits_etranges_ne_font_rien_tomber() -> None:
    etrange = lire_pivot(
        {"family_name": {"a": 1}, "given_name_array": "Camille", "birthdate": 3, "gender": ["x"]}
    )
    assert etrange == Pivot("", (), "", "", "", "") and not correspond(etrange, _qui(), NIR)
    assert lire_pivot({"family_name": "x" * 301}).nom_naissance == ""


def _empreinte(recu: Pivot) -> bytes:
    return next(iter(condenser(recu).values()))


def test_l_empreinte_ne_dit_rien_et_ne_voit_que_ce_qui_change() -> None:
    recue = next(iter(condenser(_recu()).values()))
    assert len(recue) == 32 and recue == next(iter(condenser(_recu(family_name="Roche")).values()))
    assert recue == next(
        iter(condenser(lire_pivot({k: v for k, v in CAMILLE.items() if k != "given_name_array"})).values())
    )
    for change in ({"birthplace": "31000"}, {"family_name": "Roch"}, {"given_name_array": ["Camille", "A"]}):
        assert _empreinte(_recu(**change)) != recue
    assert "ROCHE" not in repr(_recu()) and "1992" not in repr(_recu())
