"""From a postal code to the Caf that serves it (GEN-12): never a silent guess, never an error."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cafs import annuaire, codes_postaux

# Postal code: (the département of its prefix, the communes that lie elsewhere).
PARTAGES = {
    "01200": ("01", {"74109": "74"}),
    "01410": ("01", {"39274": "39"}),
    "01590": ("01", {"39102": "39", "39283": "39"}),
    "05110": ("05", {"04058": "04", "04066": "04"}),
    "05130": ("05", {"04150": "04", "04234": "04"}),
    "05160": ("05", {"04154": "04"}),
    "05700": ("05", {"26374": "26"}),
    "06260": ("06", {"04170": "04", "04194": "04"}),
    "13780": ("13", {"83105": "83"}),
    "21340": ("21", {"71085": "71"}),
    "33220": ("33", {"24189": "24", "24335": "24"}),
    "37160": ("37", {"86042": "86"}),
    "42620": ("42", {"03250": "03"}),
    "43450": ("43", {"15105": "15"}),
    "48250": ("48", {"07136": "07"}),
    "52100": ("52", {"51478": "51", "51522": "51"}),
}
CODES = [(cp, insee, dep) for cp, (_, ailleurs) in PARTAGES.items() for insee, dep in ailleurs.items()]


@pytest.mark.parametrize("code_postal", PARTAGES)
def test_un_code_partage_demande_la_commune_GEN_12(code_postal: str) -> None:
    lieu = codes_postaux.chercher(code_postal)
    assert lieu.departement is None
    assert "choisissez votre commune" in lieu.explication
    assert {c.departement for c in lieu.communes} == {
        PARTAGES[code_postal][0],
        *PARTAGES[code_postal][1].values(),
    }


@pytest.mark.parametrize(("code_postal", "insee", "departement"), CODES)
def test_la_commune_exceptionnelle_donne_sa_caf(code_postal: str, insee: str, departement: str) -> None:
    assert codes_postaux.chercher(code_postal, insee) == codes_postaux.Lieu(code_postal, departement)


@pytest.mark.parametrize("code_postal", PARTAGES)
def test_chaque_choix_propose_donne_une_caf_et_un_seul_est_ordinaire(code_postal: str) -> None:
    ordinaire, ailleurs = PARTAGES[code_postal]
    choix = codes_postaux.communes_a_choisir(code_postal)
    assert [valeur for valeur, _ in choix] == [*ailleurs, ordinaire]
    assert choix[-1][1].startswith("Une autre commune (")
    for valeur, _ in choix:
        assert codes_postaux.chercher(code_postal, valeur).departement == ailleurs.get(valeur, ordinaire)


def test_les_choix_se_lisent() -> None:
    assert codes_postaux.communes_a_choisir("01200") == [
        ("74109", "Éloise (Haute-Savoie)"),
        ("01", "Une autre commune (Ain)"),
    ]


def test_toute_commune_d_un_code_partage_est_acceptee_par_son_code_insee() -> None:
    assert codes_postaux.chercher("52100", "52448").departement == "52"  # Saint-Dizier


@pytest.mark.parametrize("commune", ["", "74", "31555", "Éloise", "01 "])
def test_une_commune_d_ailleurs_ne_choisit_rien(commune: str) -> None:
    lieu = codes_postaux.chercher("01200", commune)
    assert lieu.departement is None and lieu.communes


@pytest.mark.parametrize(
    ("code_postal", "departement"),
    [
        ("31000", "31"),
        ("31 000", "31"),
        (" 31\u00a0000 ", "31"),
        ("01000", "01"),
        ("75001", "75"),
        ("69001", "69"),
        ("20000", "2A"),
        ("20137", "2A"),
        ("20200", "2B"),
        ("20600", "2B"),
        ("94390", "91"),  # Paray-Vieille-Poste
        ("97110", "971"),
        ("97133", "971"),  # Saint-Barthélemy
        ("97150", "971"),  # Saint-Martin
        ("97200", "972"),
        ("97300", "973"),
        ("97400", "974"),
        ("97600", "976"),
    ],
)
def test_un_code_ordinaire_donne_sa_caf_sans_rien_demander_GEN_12(code_postal: str, departement: str) -> None:
    lieu = codes_postaux.chercher(code_postal)
    assert (lieu.departement, lieu.communes, lieu.explication, lieu.a_confirmer) == (
        departement,
        (),
        "",
        False,
    )
    assert codes_postaux.communes_a_choisir(code_postal) == []


@pytest.mark.parametrize(
    ("code_postal", "departement", "nom"),
    [
        ("31505", "31", "Haute-Garonne"),
        ("20189", "2A", "Corse-du-Sud"),
        ("97599", None, ""),
        ("97499", "974", "Réunion"),
    ],
)
def test_un_cedex_se_confirme(code_postal: str, departement: str | None, nom: str) -> None:
    lieu = codes_postaux.chercher(code_postal)
    assert lieu.departement == departement
    assert lieu.a_confirmer is (departement is not None)
    assert nom in lieu.explication


@pytest.mark.parametrize(
    ("code_postal", "mot"),
    [
        ("98000", "Monaco"),
        ("98714", "Polynésie"),
        ("98800", "Nouvelle-Calédonie"),
        ("98600", "Wallis"),
        ("98799", "Clipperton"),
        ("98999", "Clipperton"),
        ("98100", "aucune Caf"),
        ("97500", "Saint-Pierre-et-Miquelon"),
        ("97700", "97133"),
        ("97800", "97150"),
        ("00100", "armées"),
        ("20300", "pas dans notre liste"),
        ("96000", "pas dans notre liste"),
        ("97000", "pas dans notre liste"),
        ("99999", "pas dans notre liste"),
    ],
)
def test_sans_caf_on_dit_pourquoi(code_postal: str, mot: str) -> None:
    lieu = codes_postaux.chercher(code_postal)
    assert lieu.departement is None
    assert mot in lieu.explication


@pytest.mark.parametrize(
    "saisi", ["", "3100", "310000", "Toulouse", "2A000", "٣١٠٠٠", "-3100", "31.00", None, 31000, []]
)
def test_ce_qui_n_est_pas_un_code_postal_dit_quoi_ecrire(saisi: Any) -> None:
    lieu = codes_postaux.chercher(saisi)
    assert lieu.departement is None
    assert "cinq chiffres" in lieu.explication
    assert codes_postaux.communes_a_choisir(saisi) == []


def test_tous_les_codes_des_communes_ont_une_reponse_ferme() -> None:
    connus = codes_postaux._donnees().connus
    assert len(connus) == 6310
    for code_postal in connus - PARTAGES.keys():
        lieu = codes_postaux.chercher(code_postal)
        assert not lieu.a_confirmer
        assert lieu.departement or code_postal.startswith(("98", "975"))


def _tient(lieu: codes_postaux.Lieu) -> None:
    if lieu.departement is None:
        assert lieu.explication
    else:
        assert annuaire.caf(lieu.departement) is not None
        assert not lieu.communes
        assert bool(lieu.explication) is lieu.a_confirmer


@given(st.from_regex(r"[0-9]{5}", fullmatch=True), st.none() | st.text(max_size=6))
def test_cinq_chiffres_quelconques_ont_une_reponse_qui_se_tient(
    code_postal: str, commune: str | None
) -> None:
    _tient(codes_postaux.chercher(code_postal, commune))


@given(st.text(), st.none() | st.text())
def test_un_texte_quelconque_ne_casse_rien(saisi: str, commune: str | None) -> None:
    _tient(codes_postaux.chercher(saisi, commune))
    codes_postaux.communes_a_choisir(saisi)
