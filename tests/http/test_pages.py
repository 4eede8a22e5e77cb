"""Anonymous pages are cached whole, by path, contrast and Caf; personal ones never."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from portal.http.cookies import nom
from tests.http import urls_essai

pytestmark = pytest.mark.urls("tests.http.urls_essai")


def _lire(client, chemin: str = "/essai/publique/", **cookies: str):
    client.cookies.clear()
    for cookie, valeur in cookies.items():
        client.cookies[nom(cookie)] = valeur
    return client.get(chemin)


def _age_max(reponse) -> int:
    return int(re.search(r"max-age=(\d+)", reponse["Cache-Control"])[1])


def test_une_page_publique_est_gardee_entiere_et_sans_cookie(client) -> None:
    premiere, seconde = _lire(client), _lire(client)
    assert premiere.json() == seconde.json()
    for reponse in (premiere, seconde):
        assert "public" in reponse["Cache-Control"] and 0 < _age_max(reponse) <= 60
        assert "Cookie" in reponse["Vary"]
        assert not reponse.cookies


def test_elle_n_est_pas_la_meme_selon_le_contraste_et_la_caf(client) -> None:
    vues = [
        _lire(client).json(),
        _lire(client, contraste="1").json(),
        _lire(client, caf="31").json(),
        _lire(client, caf="2A").json(),
        _lire(client, caf="31", contraste="1").json(),
    ]
    assert len({v["n"] for v in vues}) == 5
    assert [(v["contraste"], v["caf"]) for v in vues] == [
        (False, None), (True, None), (False, "31"), (False, "2A"), (True, "31"),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["", "3", "311", "99999", "2C", "97", "31\n", "<b>", "31;x", "980"])
def test_un_cookie_de_caf_mal_forme_ne_compte_pas(client, code: str) -> None:
    """Sinon n'importe qui remplirait le cache de pages à force de cookies inventés."""
    lu = _lire(client, caf=code).json()["caf"]
    assert lu is None or re.fullmatch(r"[0-9]{2}|2[AB]|97[0-9]", lu)


def test_une_page_avec_une_recherche_n_est_jamais_gardee(client) -> None:
    une, autre = client.get("/essai/publique/?q=a"), client.get("/essai/publique/?q=b")
    assert (une.json()["q"], autre.json()["q"]) == ("a", "b")
    assert "public" not in une.headers.get("Cache-Control", "")


def test_un_hote_ne_recoit_pas_la_page_d_un_autre(client) -> None:
    un = client.get("/essai/publique/", headers={"Host": "testserver"}).json()
    autre = client.get("/essai/publique/", headers={"Host": "localhost"}).json()
    assert un["n"] != autre["n"]


def test_une_erreur_n_est_pas_gardee(client) -> None:
    assert "public" not in client.get("/essai/absente/").headers.get("Cache-Control", "")


def test_elle_ne_vit_pas_au_dela_de_la_prochaine_publication(client) -> None:
    urls_essai.bascules[:] = [20]
    assert 18 <= _age_max(_lire(client, "/essai/datee/")) <= 20
    urls_essai.bascules[:] = [3600]
    caches["pages"].clear()
    assert _age_max(_lire(client, "/essai/datee/")) == 60


def test_une_publication_deja_passee_n_est_pas_servie_du_cache(client) -> None:
    urls_essai.bascules[:] = [-5]
    un, autre = _lire(client, "/essai/datee/"), _lire(client, "/essai/datee/")
    assert _age_max(un) == 0
    assert un.json()["n"] != autre.json()["n"]


def test_ce_qu_un_navigateur_peut_garder_diminue_avec_le_temps(client, monkeypatch) -> None:
    _lire(client)
    plus_tard = timezone.now() + timedelta(seconds=30)
    monkeypatch.setattr(timezone, "now", lambda: plus_tard)
    assert _age_max(_lire(client)) <= 30


def test_un_navigateur_qui_a_deja_la_page_recoit_304(client) -> None:
    etiquette = _lire(client)["ETag"]
    reponse = client.get("/essai/publique/", headers={"If-None-Match": etiquette})
    assert reponse.status_code == 304 and not reponse.content
    autre = client.get("/essai/publique/", headers={"If-None-Match": '"autre"'})
    assert autre.status_code == 200


def test_head_repond_comme_get_sans_le_corps(client) -> None:
    attendu = _lire(client)
    reponse = client.head("/essai/publique/")
    assert reponse.status_code == 200 and not reponse.content
    assert reponse["ETag"] == attendu["ETag"]


def test_une_page_personnelle_n_est_gardee_par_personne(client) -> None:
    un, autre = _lire(client, "/essai/personnelle/"), _lire(client, "/essai/personnelle/")
    assert un.json()["n"] != autre.json()["n"]
    assert "no-store" in un["Cache-Control"] and "private" in un["Cache-Control"]


def test_la_page_gardee_ne_porte_pas_l_identifiant_d_une_autre_requete(client) -> None:
    identifiants = {_lire(client)["X-Request-ID"] for _ in range(3)}
    assert len(identifiants) == 3
