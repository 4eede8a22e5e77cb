"""« Ma Caf »: a visitor finds it, sees it, changes it, makes this site forget it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.cafs.forms import LieuForm
from tests.outils.client import ClientExigeant

MA_CAF, CHOISIR, OUBLIER = "/ma-caf/", "/ma-caf/choisir/", "/ma-caf/oublier/"
ORIGINE = {"HTTP_ORIGIN": "http://testserver"}


def _choisir(client: ClientExigeant, lieu: str, **autres: str) -> Any:
    return client.post(CHOISIR, {"lieu": lieu, **autres}, **ORIGINE)


def _texte(reponse: Any) -> str:
    return str(reponse.content.decode()).replace("\u00a0", " ")


def _a(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)


def test_sans_departement_ma_caf_demande_ou_l_on_habite_GEN_08(client: ClientExigeant) -> None:
    page = _texte(client.get(MA_CAF))
    assert "Trouver ma Caf" in page
    assert "Code postal ou numéro de département" in page
    assert 'name="lieu"' in page
    assert "Ma Caf – " not in page and OUBLIER not in page


@pytest.mark.parametrize(
    ("lieu", "code"),
    [
        ("31000", "31"),
        ("31 000", "31"),
        ("31", "31"),
        ("1", "01"),
        ("2A", "2A"),
        ("2b", "2B"),
        ("20200", "2B"),
        ("974", "974"),
        ("97150", "971"),
        ("978", "971"),
        ("94390", "91"),
    ],
)
def test_un_lieu_rattache_a_sa_caf_pour_un_an_GEN_12(client: ClientExigeant, lieu: str, code: str) -> None:
    reponse = _choisir(client, lieu)
    assert (reponse.status_code, reponse["Location"]) == (302, MA_CAF)
    assert reponse.cookies["caf"].value == code
    assert reponse.cookies["caf"]["max-age"] == 365 * 24 * 3600
    assert reponse.cookies["caf"]["httponly"]
    assert f"Ma Caf – {code}" in _texte(client.get(MA_CAF))


def test_la_page_de_la_caf_dit_ce_qu_elle_est_et_quand_elle_paie_GEN_07(
    client: ClientExigeant, monkeypatch: pytest.MonkeyPatch
) -> None:
    _a(monkeypatch, datetime(2026, 12, 5, 9, tzinfo=UTC))
    _choisir(client, "31000")
    page = _texte(client.get(MA_CAF))
    for attendu in (
        "Ma Caf – 31",
        "<h1>Caf de la Haute-Garonne</h1>",
        "Toulouse",
        "Occitanie",
        "mardi 5 janvier 2027",
        "vendredi 5 février 2027",
        "vendredi 5 mars 2027",
        'href="tel:3230"',
        "prix d’un appel local",
    ):
        assert attendu in page
    assert "Heure locale" not in page


def test_outre_mer_l_heure_et_le_jour_sont_ceux_de_la_caf(
    client: ClientExigeant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At half past ten in the evening in Paris it is tomorrow in La Réunion: December's payment is over."""
    _a(monkeypatch, datetime(2026, 12, 4, 21, 30, tzinfo=UTC))
    _choisir(client, "974")
    page = _texte(client.get(MA_CAF))
    assert "À Saint-Denis, il est 1 h 30" in page
    assert "vendredi 4 décembre 2026" not in page
    _choisir(client, "75")
    assert "vendredi 4 décembre 2026" in _texte(client.get(MA_CAF))


def test_un_code_partage_fait_choisir_la_commune_sans_retaper_le_code_GEN_12(client: ClientExigeant) -> None:
    reponse = _choisir(client, "01200")
    page = _texte(reponse)
    assert reponse.status_code == 200 and "caf" not in reponse.cookies
    assert 'value="01200"' in page
    assert "Éloise (Haute-Savoie)" in page and "Une autre commune (Ain)" in page
    assert _choisir(client, "01200", commune="74109").cookies["caf"].value == "74"
    assert _choisir(client, "01200", commune="01").cookies["caf"].value == "01"


def test_la_commune_d_un_code_precedent_ne_choisit_rien(client: ClientExigeant) -> None:
    assert "Choisissez votre commune" in _texte(_choisir(client, "01200", commune="39274"))
    assert _choisir(client, "31000", commune="74109").cookies["caf"].value == "31"


def test_un_cedex_est_retenu_une_fois_confirme(client: ClientExigeant) -> None:
    reponse = _choisir(client, "31505")
    assert "caf" not in reponse.cookies
    assert "peut-être un code Cedex" in _texte(reponse)
    form = LieuForm({"lieu": "31505"})
    confirme = {form.nom_confirmation("lieu"): form.empreinte("lieu")}
    assert _choisir(client, "31505", **confirme).cookies["caf"].value == "31"
    assert "caf" not in _choisir(client, "69505", **confirme).cookies


@pytest.mark.parametrize(
    ("lieu", "phrase"),
    [
        ("", "Indiquez un code postal à cinq chiffres"),
        ("3100", "Indiquez un code postal à cinq chiffres"),
        ("Toulouse", "Indiquez un code postal à cinq chiffres"),
        ("<b>31</b>", "Indiquez un code postal à cinq chiffres"),
        ("20", "En Corse, indiquez 2A"),
        ("98000", "Monaco n’a pas de Caf"),
        ("99999", "pas dans notre liste"),
    ],
)
def test_une_saisie_sans_caf_est_gardee_et_expliquee(client: ClientExigeant, lieu: str, phrase: str) -> None:
    reponse = _choisir(client, lieu)
    assert reponse.status_code == 200 and "caf" not in reponse.cookies
    assert reponse.context["form"]["lieu"].value() == lieu
    assert any(phrase in erreur for erreur in reponse.context["form"].errors["lieu"])
    assert phrase in _texte(reponse)


def test_changer_puis_oublier_GEN_07(client: ClientExigeant) -> None:
    _choisir(client, "31")
    _choisir(client, "75011")
    assert "Caf de Paris" in _texte(client.get(MA_CAF))
    reponse = client.post(OUBLIER, **ORIGINE)
    assert (reponse.status_code, reponse["Location"]) == (302, MA_CAF)
    assert "Trouver ma Caf" in _texte(client.get(MA_CAF))


def test_une_saisie_fausse_ne_fait_pas_perdre_la_caf_deja_choisie(client: ClientExigeant) -> None:
    _choisir(client, "31")
    assert "Caf de la Haute-Garonne" in _texte(_choisir(client, "Toulouse"))
    assert "Caf de la Haute-Garonne" in _texte(client.get(MA_CAF))


@pytest.mark.parametrize("code", ["00", "20", "99", "979", "31; x", "2C", ""])
def test_un_temoin_sans_caf_vaut_aucune_caf(client: ClientExigeant, code: str) -> None:
    client.cookies["caf"] = code
    assert "Trouver ma Caf" in _texte(client.get(MA_CAF))


def test_ces_pages_ne_lisent_pas_la_base_et_ne_sont_pas_gardees(client: ClientExigeant) -> None:
    """No `django_db` here: a query would raise."""
    reponses = [
        client.get(MA_CAF),
        _choisir(client, "31"),
        client.get(MA_CAF),
        client.post(OUBLIER, **ORIGINE),
    ]
    assert all("no-store" in r["Cache-Control"] for r in reponses)


def test_recharger_la_page_d_une_erreur_ramene_a_la_question(client: ClientExigeant) -> None:
    reponse = client.get(CHOISIR)
    assert (reponse.status_code, reponse["Location"]) == (302, MA_CAF)
    assert client.get(OUBLIER).status_code == 405


@pytest.mark.parametrize("adresse", [CHOISIR, OUBLIER])
def test_un_autre_site_ne_change_pas_la_caf(client: ClientExigeant, adresse: str) -> None:
    reponse = client.post(adresse, {"lieu": "31"}, HTTP_ORIGIN="https://ailleurs.example")
    assert reponse.status_code == 403
    assert "caf" not in reponse.cookies


@given(st.text(), st.text(max_size=6))
def test_un_texte_quelconque_est_accepte_avec_une_caf_ou_explique(lieu: str, commune: str) -> None:
    form = LieuForm({"lieu": lieu, "commune": commune})
    if form.accepte():
        assert form.cleaned_data["caf"] is not None
    else:
        assert form.errors or form.doutes_en_attente
