"""A state change must come from one of our own pages: no token is needed, and none is there."""

import pytest

pytestmark = pytest.mark.urls("tests.http.urls_essai")

NOTRE = "http://testserver"


@pytest.mark.parametrize(
    "entetes",
    [
        {"Origin": NOTRE},
        {"Sec-Fetch-Site": "same-origin"},
        {"Referer": f"{NOTRE}/essai/publique/"},
        {"Origin": NOTRE, "Sec-Fetch-Site": "same-origin", "Referer": f"{NOTRE}/"},
    ],
)
@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_un_formulaire_envoye_de_chez_nous_passe(client, methode: str, entetes: dict[str, str]) -> None:
    assert getattr(client, methode)("/essai/personnelle/", headers=entetes).status_code == 200


@pytest.mark.parametrize(
    "entetes",
    [
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "https://testserver"},
        {"Origin": f"{NOTRE}:8000"},
        {"Origin": f"{NOTRE}.ailleurs.example"},
        {"Origin": "https://ailleurs.example", "Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://ailleurs.example", "Referer": f"{NOTRE}/"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Referer": f"{NOTRE}/"},
        {"Referer": "https://ailleurs.example/testserver"},
        {"Referer": f"{NOTRE}@ailleurs.example/"},
        {"Referer": ""},
    ],
)
@pytest.mark.parametrize("methode", ["post", "put", "patch", "delete"])
def test_un_formulaire_envoye_d_ailleurs_est_refuse_et_la_personne_sait_quoi_faire(
    client, methode: str, entetes: dict[str, str]
) -> None:
    reponse = getattr(client, methode)("/essai/personnelle/", headers=entetes)
    assert reponse.status_code == 403
    assert "no-store" in reponse["Cache-Control"]
    assert reponse["Content-Type"].startswith("text/html")


def test_lire_une_page_venant_d_ailleurs_reste_permis(client) -> None:
    reponse = client.get(
        "/essai/publique/", headers={"Sec-Fetch-Site": "cross-site", "Referer": "https://ailleurs.example/"}
    )
    assert reponse.status_code == 200


def test_le_refus_porte_les_memes_en_tetes_de_securite(client) -> None:
    reponse = client.post("/essai/personnelle/", headers={"Origin": "https://ailleurs.example"})
    assert "frame-ancestors 'none'" in reponse["Content-Security-Policy"]
    assert reponse["X-Request-ID"]
