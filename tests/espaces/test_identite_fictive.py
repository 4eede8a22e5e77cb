"""The stand-in of FranceConnect: as strict as the real one, labelled for what it is, and only in a demonstration."""

import json
import time
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.urls import reverse
from jwt.algorithms import ECAlgorithm

from accounts.franceconnect import decouverte
from portal.espaces.identite import jetons
from portal.settings.lecture import franceconnect_fictif
from tests.accounts.fabrique import FICTIF
from tests.outils.hostilite import oublier_le_cache

pytestmark = pytest.mark.django_db
ICI = "/demo/identite/"
RETOUR = "http://testserver/franceconnect/retour/"
CLIENT = franceconnect_fictif("http://testserver")
BONNE = {
    "response_type": "code", "client_id": CLIENT["client_id"], "redirect_uri": RETOUR, "scope": "openid identite_pivot",
    "state": "s" * 32, "nonce": "n" * 22, "acr_values": "eidas1",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _cache_rendu(db: None):
    yield
    oublier_le_cache("default")


def demander(
    client, methode: str = "get", donnees: dict[str, str] | None = None, **change: str | None
) -> Any:
    question = {k: v for k, v in {**BONNE, **change}.items() if v is not None}
    adresse = f"{ICI}authorize?{urlencode(question)}"
    return client.post(adresse, donnees or {}) if methode == "post" else client.get(adresse)


def dits(reponse: Any) -> dict[str, str]:
    return {k: v[0] for k, v in parse_qs(urlsplit(reponse["Location"]).query).items()}


def un_code(client, personne: str = "inconnue", **change: str) -> str:
    reponse = demander(client, "post", {"personne": personne}, **change)
    assert reponse["Location"].startswith(f"{RETOUR}?")
    return dits(reponse)["code"]


def echanger(client, recu: str, **change: str | None) -> Any:
    """As a machine: no header of a browser, no cookie."""
    donnees = {
        "grant_type": "authorization_code", "code": recu, "redirect_uri": RETOUR,
        "client_id": CLIENT["client_id"], "client_secret": CLIENT["secret"], **change,
    }  # fmt: skip
    return client.post(
        f"{ICI}token", {k: v for k, v in donnees.items() if v is not None}, HTTP_SEC_FETCH_SITE="none"
    )


# ------------------------------------------------------------------ what is shown
def test_la_page_dit_ce_qu_elle_est(client, portail_rempli) -> None:
    page = demander(client)
    vue = page.content.decode()
    assert "Fournisseur d’identité fictif de la démonstration" in vue and "Ce n’est pas FranceConnect" in vue
    assert "Nadia Morel" in vue and "Dominique Personne" in vue and "Inès" not in vue
    assert "<img" not in vue and "noindex" in page["X-Robots-Tag"] and "no-store" in page["Cache-Control"]


def test_rien_de_choisi_le_dit(client) -> None:
    assert "Choisissez une personne" in demander(client, "post").content.decode()
    assert "Choisissez une des réponses" in demander(client, "post", {"personne": "moi"}).content.decode()


def test_refuser_revient_avec_access_denied(client) -> None:
    assert dits(demander(client, "post", {"refuser": "1"})) == {"error": "access_denied", "state": "s" * 32}


# ------------------------------------------------------------------ strict
@pytest.mark.parametrize(
    "change",
    [{"redirect_uri": RETOUR + "x"}, {"redirect_uri": RETOUR[:-1]}, {"redirect_uri": RETOUR + "?a=b"},
     {"redirect_uri": "https://ailleurs.example/"}, {"redirect_uri": None}, {"client_id": "un-autre"},
     {"client_id": None}],
)  # fmt: skip
def test_on_ne_renvoie_personne_a_une_adresse_inconnue(client, change: dict[str, Any]) -> None:
    for methode in ("get", "post"):
        reponse = demander(client, methode, {"personne": "inconnue"}, **change)
        assert reponse.status_code == 400 and "Location" not in reponse


@pytest.mark.parametrize(
    "change",
    [{"state": "s" * 31}, {"state": None}, {"nonce": "n" * 21}, {"nonce": None}, {"acr_values": None},
     {"acr_values": "eidas2"}, {"acr_values": "rien"}, {"response_type": "token"}, {"scope": "identite_pivot"},
     {"scope": "openid email"}, {"scope": None}, {"code_challenge": "x", "code_challenge_method": "plain"}],
)  # fmt: skip
def test_une_demande_incomplete_est_refusee(client, change: dict[str, Any]) -> None:
    reponse = demander(client, "post", {"personne": "inconnue"}, **change)
    assert dits(reponse)["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("change", "statut"),
    [({"client_secret": "faux"}, 401), ({"client_secret": None}, 401), ({"client_id": "un-autre"}, 401),
     ({"redirect_uri": RETOUR + "x"}, 400), ({"grant_type": "password"}, 400), ({"code": "faux"}, 400),
     ({"code_verifier": "x" * 43}, 400)],
)  # fmt: skip
def test_un_echange_faux_est_refuse(client, change: dict[str, Any], statut: int) -> None:
    assert echanger(client, un_code(client), **change).status_code == statut


def test_un_code_sert_une_fois_et_trente_secondes(client) -> None:
    code = un_code(client)
    assert echanger(client, code).status_code == 200
    assert echanger(client, code).status_code == 400
    vieux = un_code(client)
    with mock.patch("time.time", lambda reel=time.time: reel() + 32):
        assert echanger(client, vieux).status_code == 400


def test_un_code_lie_a_un_defi_veut_son_verificateur(client) -> None:
    import hashlib
    from base64 import urlsafe_b64encode

    defi = urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    change = {"code_challenge": defi, "code_challenge_method": "S256"}
    for faux in (None, "w" * 43):
        assert echanger(client, un_code(client, **change), code_verifier=faux).status_code == 400
    assert echanger(client, un_code(client, **change), code_verifier="v" * 43).status_code == 200


def test_l_identite_est_signee_et_son_acces_vit_une_minute(client) -> None:
    recus = echanger(client, un_code(client)).json()
    jwk = client.get(f"{ICI}jwks").json()["keys"][0]
    assert (jwk["kty"], jwk["crv"], jwk["use"]) == ("EC", "P-256", "sig") and "d" not in jwk
    cle = ECAlgorithm.from_jwk(json.dumps(jwk))
    lu = jwt.decode(recus["id_token"], cle, algorithms=["ES256"], audience=CLIENT["client_id"])
    assert lu["nonce"] == "n" * 22 and lu["acr"] == "eidas1" and lu["exp"] - lu["iat"] == 60
    porteur = {"HTTP_AUTHORIZATION": f"Bearer {recus['access_token']}"}
    reponse = client.get(f"{ICI}userinfo", **porteur)
    assert reponse["Content-Type"] == "application/jwt"
    identite = jwt.decode(reponse.content, cle, algorithms=["ES256"], audience=CLIENT["client_id"])
    assert identite["sub"] == lu["sub"] and identite["family_name"] == "Personne"
    assert client.get(f"{ICI}userinfo").status_code == 401
    assert client.get(f"{ICI}userinfo", HTTP_AUTHORIZATION=f"Bearer {recus['id_token']}").status_code == 401
    with mock.patch("time.time", lambda reel=time.time: reel() + 62):
        assert client.get(f"{ICI}userinfo", **porteur).status_code == 401


def test_un_code_n_est_pas_un_acces(client) -> None:
    assert client.get(f"{ICI}userinfo", HTTP_AUTHORIZATION=f"Bearer {un_code(client)}").status_code == 401


def test_la_sortie_veut_un_jeton_une_adresse_et_un_state(client) -> None:
    jeton = echanger(client, un_code(client)).json()["id_token"]
    sortie = "http://testserver/franceconnect/sortie/"
    bonne = {"id_token_hint": jeton, "post_logout_redirect_uri": sortie, "state": "x" * 43}
    assert client.get(f"{ICI}session/end", bonne)["Location"] == f"{sortie}?state={'x' * 43}"
    for faux in ({"id_token_hint": jeton + "x"}, {"post_logout_redirect_uri": sortie + "x"}, {"state": ""}):
        assert client.get(f"{ICI}session/end", {**bonne, **faux}).status_code == 400, faux


def test_chaque_processus_signe_de_la_meme_cle(client, settings) -> None:
    avant = jetons.cle_publique()
    jetons._cle.cache_clear()
    jetons.cle_publique.cache_clear()
    assert jetons.cle_publique() == avant


def test_les_noms_donnes_sont_propres_a_chaque_client(client) -> None:
    from portal.espaces.identite.personnes import sub_de

    assert sub_de("a", "un") != sub_de("a", "deux") != sub_de("b", "deux")


# ------------------------------------------------------------------ where it must not be
def test_un_exploitant_n_en_a_pas(client, settings) -> None:
    settings.DEMONSTRATION = False
    for chemin in ("authorize", "jwks", "userinfo", "session/end", ".well-known/openid-configuration"):
        assert client.get(ICI + chemin).status_code == 404, chemin
    assert client.post(f"{ICI}token").status_code == 404


def test_ni_qui_a_declare_un_vrai_fournisseur(client, settings) -> None:
    settings.FRANCECONNECT = {**CLIENT, "emetteur": "https://fc.example/api/v2"}
    assert client.get(f"{ICI}jwks").status_code == 404


def test_seul_l_echange_se_passe_de_provenance(client) -> None:
    """Nos autres formulaires restent gardés, celui-ci n'a ni cookie ni session."""
    assert echanger(client, "x").status_code == 400
    assert client.post(f"{ICI}authorize?{urlencode(BONNE)}", HTTP_SEC_FETCH_SITE="none").status_code == 403
    assert client.post(f"{ICI}token/", HTTP_SEC_FETCH_SITE="none").status_code == 403


# ------------------------------------------------------------------ with our own client, over real HTTP
@pytest.mark.django_db(transaction=True)
def test_notre_client_et_lui_s_entendent(client, live_server, settings, portail_rempli) -> None:
    """MC-11 : du bouton au dossier, chaque échange par le réseau."""
    from accounts.models import Personne

    decouverte.oublier()
    settings.FRANCECONNECT = franceconnect_fictif(live_server.url)
    hote = urlsplit(live_server.url).netloc
    nadia = Personne.objects.get(reference="DEM0P00000000001")

    def donner(**champs: str) -> Any:
        adresse = client.post(reverse("comptes:franceconnect_aller"), HTTP_HOST=hote)["Location"]
        chemin = adresse.removeprefix(live_server.url)
        retour = client.post(chemin, {"personne": nadia.reference, **champs}, HTTP_HOST=hote)["Location"]
        return client.get(retour.removeprefix(live_server.url), HTTP_HOST=hote)["Location"]

    page = donner()
    refus = client.post(page, {"nir": FICTIF}, HTTP_HOST=hote)
    assert "ne vont pas ensemble" in refus.content.decode()
    assert nadia.nir is not None
    entree = client.post(page, {"nir": nadia.nir.en_clair()}, HTTP_HOST=hote)
    assert entree["Location"] == "/mon-compte/"
    sortie = client.post("/deconnexion/", HTTP_HOST=hote)["Location"]
    retour = client.get(sortie.removeprefix(live_server.url), HTTP_HOST=hote)["Location"]
    assert (
        client.get(retour.removeprefix(live_server.url), HTTP_HOST=hote)["Location"] == "/connexion/?sorti=fc"
    )
    assert donner() == "/mon-compte/"
    client.post("/deconnexion/", HTTP_HOST=hote)
    assert donner(autrement="1") == "/connexion/?fc=change"
    decouverte.oublier()


def test_chaque_personne_fictive_correspond_a_son_numero(portail_rempli) -> None:
    """Sinon la démonstration promettrait ce qu'elle refuse."""
    from django.utils import timezone

    from accounts.franceconnect.pivot import correspond, lire_pivot
    from accounts.models import Personne
    from portal.espaces.identite.personnes import changer, fictives

    vues = [f for f in fictives(timezone.localdate()) if f.cle != "inconnue"]
    assert len(vues) >= 10
    for fictive in vues:
        qui = Personne.objects.get(reference=fictive.cle)
        assert correspond(lire_pivot(fictive.pivot), qui, qui.nir), fictive.nom
        assert not correspond(lire_pivot(changer(fictive.pivot)), qui, qui.nir), fictive.nom
