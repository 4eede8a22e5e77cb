"""The 101 Caf, as every page names them."""

from zoneinfo import ZoneInfo

import pytest

from portal.cafs import annuaire


def test_les_101_caf_une_par_departement() -> None:
    caisses = annuaire.toutes()
    assert len(caisses) == 101 == len({c.code for c in caisses}) == len({c.nom for c in caisses})
    assert sum(c.a_l_heure_de_paris for c in caisses) == 96
    assert len({c.region for c in caisses}) == 18


def test_aucun_nom_n_a_d_apostrophe_droite_ni_de_blanc_perdu() -> None:
    for caisse in annuaire.toutes():
        for texte in (caisse.departement, caisse.nom, caisse.prefecture, caisse.region):
            assert texte and texte == texte.strip() and "'" not in texte and "  " not in texte
        assert caisse.nom.startswith("Caf ")


@pytest.mark.parametrize(
    ("code", "nom", "fuseau"),
    [
        ("31", "Caf de la Haute-Garonne", "Europe/Paris"),
        ("01", "Caf de l’Ain", "Europe/Paris"),
        ("2A", "Caf de Corse-du-Sud", "Europe/Paris"),
        ("2B", "Caf de Haute-Corse", "Europe/Paris"),
        ("971", "Caf de la Guadeloupe", "America/Guadeloupe"),
        ("972", "Caf de la Martinique", "America/Martinique"),
        ("973", "Caf de la Guyane", "America/Cayenne"),
        ("974", "Caf de La Réunion", "Indian/Reunion"),
        ("976", "Caf de Mayotte", "Indian/Mayotte"),
    ],
)
def test_une_caf_par_son_code(code: str, nom: str, fuseau: str) -> None:
    caisse = annuaire.caf(code)
    assert caisse is not None
    assert (caisse.nom, caisse.zone) == (nom, ZoneInfo(fuseau))


def test_la_guadeloupe_sert_saint_barthelemy_et_saint_martin() -> None:
    assert annuaire.caf("977") == annuaire.caf("978") == annuaire.caf("971")


@pytest.mark.parametrize("code", [None, "", "00", "20", "96", "975", "98", "2C", "031", "31 "])
def test_aucune_caf_ailleurs(code: str | None) -> None:
    assert annuaire.caf(code) is None
