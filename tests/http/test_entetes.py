"""Security headers of every answer, error pages included."""

import pytest

from tests.outils.client import ClientExigeant

ADRESSES = ["/", "/sante/vivant", "/adresse-qui-n-existe-pas/"]


@pytest.mark.django_db
@pytest.mark.parametrize("adresse", ADRESSES)
def test_chaque_reponse_porte_les_en_tetes_de_securite(client, adresse: str) -> None:
    reponse = client.get(adresse)
    politique = reponse["Content-Security-Policy"]
    for morceau in ("default-src 'self'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
                    "object-src 'none'", "base-uri 'none'", "form-action 'self'"):  # fmt: skip
        assert morceau in politique
    for interdit in ("unsafe-inline", "unsafe-eval", "nonce-", "data:", "https:", "*"):
        assert interdit not in politique
    assert reponse["X-Frame-Options"] == "DENY"
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert reponse["Referrer-Policy"] == "same-origin"
    assert reponse["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in reponse["Permissions-Policy"]
    assert reponse["X-Request-ID"]


@pytest.mark.django_db
def test_une_demonstration_n_est_pas_indexee(client, settings) -> None:
    settings.DEMONSTRATION = True
    assert "noindex" in client.get("/sante/vivant")["X-Robots-Tag"]
    settings.DEMONSTRATION = False
    assert "X-Robots-Tag" not in client.get("/sante/vivant")


@pytest.mark.django_db
def test_la_page_introuvable_est_une_vraie_page(client) -> None:
    """Le client vérifie le reste : un h1, un titre, aucune faute de HTML."""
    reponse = client.get("/adresse-qui-n-existe-pas/")
    assert reponse.status_code == 404
    assert b'href="/"' in reponse.content


@pytest.mark.urls("tests.http.urls_essai")
def test_une_panne_montre_une_page_qui_dit_quoi_faire_sans_base_ni_session() -> None:
    client = ClientExigeant(raise_request_exception=False)
    reponse = client.get("/essai/en-panne/")
    assert reponse.status_code == 500
    assert "panne voulue" not in reponse.content.decode()
    assert "no-store" in reponse["Cache-Control"]


@pytest.mark.parametrize("hote", ["ailleurs.example", "testserver.ailleurs.example", "x y"])
def test_un_hote_inconnu_est_refuse_par_une_vraie_page(hote: str) -> None:
    client = ClientExigeant(raise_request_exception=False)
    reponse = client.get("/", headers={"Host": hote})
    assert reponse.status_code == 400
