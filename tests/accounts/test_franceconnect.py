"""Entering by FranceConnect (MC-11, MC-12): every way a provider, or whoever stands between, may lie."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.urls import reverse
from django.utils import timezone

from accounts import actions, jetons
from accounts.enums import EtatPassage
from accounts.franceconnect import reseau
from accounts.models import Compte, LienFranceConnect, PassageFranceConnect, Session
from portal.journal.models import Evenement
from tests.accounts.acces import titulaire
from tests.accounts.fournisseur_identite import CLIENT, SECRET, Fournisseur, envoyer
from tests.outils.client import ClientExigeant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
CONNEXION = "/connexion/"


@pytest.fixture
def camille(chez: Fournisseur):
    """Camille Roche, whose account is linked."""
    from accounts.franceconnect.pivot import condenser, lire_pivot
    from tests.accounts.fournisseur_identite import CAMILLE

    qui = titulaire()
    cle, valeur = next(iter(condenser(lire_pivot(dict(CAMILLE))).items()))
    LienFranceConnect.objects.create(
        emetteur=chez.emetteur, sub="sub-de-camille", personne=qui, pivot_cle=cle, pivot_empreinte=valeur
    )
    return qui


def aller(client, question: str = "") -> str:
    """Press the button; where the browser is sent."""
    reponse = client.post(reverse("comptes:franceconnect_aller") + question)
    assert reponse.status_code == 302, reponse.content.decode()[:2000]
    return str(reponse["Location"])


def entrer(client, chez: Fournisseur, **pivot: Any) -> Any:
    """There and back."""
    return client.get(chez.accorder(aller(client), **pivot))


def politique(reponse: Any) -> list[str]:
    return str(reponse["Content-Security-Policy"]).split("; ")


def connecte(client) -> bool:
    return client.get("/mon-compte/").status_code == 200


def motifs() -> list[str]:
    refus = Evenement.objects.filter(action=actions.FRANCECONNECT_REFUSE).order_by("pk")
    return [e.donnees["motif"] for e in refus]


# ------------------------------------------------------------------ there
def test_l_aller_porte_ce_que_franceconnect_exige(client, chez: Fournisseur) -> None:
    adresse = urlsplit(aller(client))
    question = {k: v[0] for k, v in parse_qs(adresse.query).items()}
    assert f"{adresse.scheme}://{adresse.netloc}{adresse.path}" == f"{chez.emetteur}/authorize"
    assert question.pop("code_challenge") and question.pop("code_challenge_method") == "S256"
    state, nonce = question.pop("state"), question.pop("nonce")
    assert len(state) >= 32 and len(nonce) >= 22 and state != nonce
    assert question == {
        "response_type": "code", "client_id": CLIENT, "scope": "openid identite_pivot", "acr_values": "eidas1",
        "redirect_uri": "http://testserver/franceconnect/retour/",
    }  # fmt: skip
    passage = PassageFranceConnect.objects.get()
    assert bytes(passage.state) == jetons.condenser(state)
    assert state.encode() not in bytes(passage.contenu_scelle) and passage.contenu["nonce"] == nonce
    assert Session.objects.count() == 0, "un visiteur n’a pas de session"


def test_sans_defi_quand_la_decouverte_n_en_parle_pas(client, chez: Fournisseur, camille) -> None:
    chez.decouverte_en_plus = {}
    assert "code_challenge" not in aller(client)
    assert entrer(client, chez)["Location"] == "/mon-compte/"
    assert "code_verifier" not in chez.vus("/token")[-1]


def test_le_verificateur_va_avec_le_defi(client, chez: Fournisseur, camille) -> None:
    entrer(client, chez)
    assert len(chez.vus("/token")[0]["code_verifier"]) >= 43


def test_deux_allers_ne_se_ressemblent_pas(client, chez: Fournisseur) -> None:
    un, deux = (parse_qs(urlsplit(aller(client)).query) for _ in range(2))
    assert un["state"] != deux["state"] and un["nonce"] != deux["nonce"]


def test_le_bouton_ouvre_la_politique_vers_l_emetteur_et_lui_seul(
    client, chez: Fournisseur, settings
) -> None:
    for page in (CONNEXION, "/franceconnect/", "/franceconnect/"):
        reponse = client.get(page)
        assert f"form-action 'self' {chez.origine}" in politique(reponse), page
        assert "Se connecter avec FranceConnect" in reponse.content.decode()
    assert "form-action 'self'" in politique(client.get("/"))
    assert "no-store" in client.get(CONNEXION)["Cache-Control"]


def test_sans_declaration_la_page_dit_comment_faire(client, settings) -> None:
    """MC-11 : pas de bouton mort."""
    settings.FRANCECONNECT = {}
    page = client.get("/franceconnect/").content.decode()
    assert "pas encore ouverte" in page and '<form method="post"\n      action="/franceconnect' not in page
    assert 'href="/franceconnect/"' in client.get(CONNEXION).content.decode()
    assert client.post("/franceconnect/aller/")["Location"] == "/franceconnect/"
    assert client.get("/franceconnect/retour/?code=x&state=y").status_code == 404
    assert client.get("/demo/identite/jwks").status_code == 404


def test_depuis_un_autre_nom_du_site_on_passe_d_abord_par_le_declare(client, chez: Fournisseur) -> None:
    reponse = client.post("/franceconnect/aller/", HTTP_HOST="localhost")
    assert reponse["Location"] == "http://testserver/franceconnect/"
    assert PassageFranceConnect.objects.count() == 0


def test_une_page_d_ailleurs_ne_fait_partir_personne(client, chez: Fournisseur) -> None:
    reponse = client.post("/franceconnect/aller/", HTTP_ORIGIN="https://ailleurs.example")
    assert reponse.status_code == 403 and PassageFranceConnect.objects.count() == 0


def test_trop_de_departs_attendent(client, chez: Fournisseur) -> None:
    """ASVS 2.4.1."""
    aller(client)
    for _ in range(9):
        aller(client)
    reponse = client.post("/franceconnect/aller/")
    assert reponse.status_code == 429 and int(reponse["Retry-After"]) > 0
    assert "Trop d’essais" in reponse.content.decode()


# ------------------------------------------------------------------ and back, in truth
def test_une_identite_connue_ouvre_son_compte(client, chez: Fournisseur, camille) -> None:
    """MC-11, MC-12 : le même compte que par le numéro."""
    assert entrer(client, chez)["Location"] == "/mon-compte/"
    assert "Camille Roche" in client.get("/mon-compte/").content.decode()
    faits = list(Evenement.objects.order_by("pk").values_list("action", "sujet"))
    compte = f"compte:{camille.compte.reference}"
    assert faits[-2:] == [(actions.FRANCECONNECT_RECONNU, compte), (actions.CONNEXION, compte)]
    passage = PassageFranceConnect.objects.get()
    assert passage.etat == EtatPassage.FINI and passage.contenu_scelle is None
    methodes = client.session["account_authentication_methods"]
    assert [m["method"] for m in methodes] == ["franceconnect"]
    assert not re.search(r"eyJ[\w-]+\.[\w-]+\.", str(dict(client.session))), "le jeton n’y est que scellé"


def test_on_arrive_ou_l_on_allait(client, chez: Fournisseur, camille) -> None:
    retour = chez.accorder(aller(client, "?next=/mon-compte/securite/"))
    assert client.get(retour)["Location"] == "/mon-compte/securite/"


def test_jamais_chez_quelqu_un_d_autre(client, chez: Fournisseur, camille) -> None:
    for ailleurs in ("https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"):
        retour = chez.accorder(aller(client, f"?next={ailleurs}"))
        assert client.get(retour)["Location"] == "/mon-compte/"
        client.logout()


def test_un_second_facteur_reste_exige(client, chez: Fournisseur, camille, monkeypatch) -> None:
    """R-15 : FranceConnect tient lieu de mot de passe, pas de ce qui vient après."""
    from accounts.adaptateur import Adaptateur

    monkeypatch.setattr(
        Adaptateur, "get_login_stages", lambda _: ["tests.accounts.etape_essai.EtapeQuiRetient"]
    )
    assert entrer(client, chez)["Location"] == "/aide/"
    assert not connecte(client)


def test_le_serveur_change_de_cle(client, chez: Fournisseur, camille) -> None:
    """Une clé inconnue est cherchée une fois de plus."""
    assert entrer(client, chez)["Location"] == "/mon-compte/"
    client.logout()
    chez.changer_de_cle()
    assert entrer(client, chez)["Location"] == "/mon-compte/"
    assert len(chez.vus("/jwks")) == 2 and len(chez.vus("/.well-known/openid-configuration")) == 1


# ------------------------------------------------------------------ a provider, or somebody else, that lies
Dits = dict[str, Any]
FAUX_ID: dict[str, Callable[[Dits], Dits]] = {
    "nonce d’un autre": lambda d: {**d, "nonce": "x" * 43},
    "nonce absent": lambda d: _sans(d, "nonce"),
    "nonce qui n’est pas un texte": lambda d: {**d, "nonce": 12},
    "audience d’un autre": lambda d: {**d, "aud": "un-autre-client"},
    "audience à deux": lambda d: {**d, "aud": [CLIENT, "un-autre-client"]},
    "audience absente": lambda d: _sans(d, "aud"),
    "émetteur d’ailleurs": lambda d: {**d, "iss": "https://ailleurs.example"},
    "émetteur presque le bon": lambda d: {**d, "iss": d["iss"] + "/"},
    "périmé": lambda d: {**d, "iat": d["iat"] - 200, "exp": d["exp"] - 140},
    "sans fin": lambda d: _sans(d, "exp"),
    "sans début": lambda d: _sans(d, "iat"),
    "du futur": lambda d: {**d, "iat": d["iat"] + 600, "exp": d["exp"] + 600},
    "azp d’un autre": lambda d: {**d, "azp": "un-autre-client"},
    "acr absent": lambda d: _sans(d, "acr"),
    "acr inconnu": lambda d: {**d, "acr": "eidas0"},
    "acr qui n’est pas un texte": lambda d: {**d, "acr": ["eidas1"]},
    "sub absent": lambda d: _sans(d, "sub"),
    "sub vide": lambda d: {**d, "sub": ""},
    "sub sans fin": lambda d: {**d, "sub": "s" * 256},
}


def _sans(dits: Dits, nom: str) -> Dits:
    return {k: v for k, v in dits.items() if k != nom}


def refuse(client, reponse: Any, mot: str = "invalide") -> None:
    """Nothing opens, a sentence says so, the row keeps nothing."""
    assert (reponse.status_code, reponse["Location"]) == (302, f"{CONNEXION}?fc={mot}")
    assert not connecte(client)
    assert Session.objects.count() == 0
    assert not PassageFranceConnect.objects.exclude(etat=EtatPassage.FINI).exists()
    assert 'role="status"' in client.get(reponse["Location"]).content.decode()


@pytest.mark.parametrize("faux", FAUX_ID)
def test_un_jeton_d_identite_qui_ment(client, chez: Fournisseur, camille, faux: str) -> None:
    chez.truquer_id = FAUX_ID[faux]
    refuse(client, entrer(client, chez))
    assert len(motifs()) == 1 and not chez.vus("/userinfo"), "l’identité n’est pas même demandée"


def test_une_audience_seule_dans_une_liste_n_est_pas_la_notre(client, chez: Fournisseur, camille) -> None:
    chez.truquer_id = lambda d: {**d, "aud": [CLIENT]}
    refuse(client, entrer(client, chez))


def test_un_niveau_plus_bas_que_celui_demande(client, chez: Fournisseur, camille, settings) -> None:
    """ASVS 6.8.4."""
    settings.FRANCECONNECT = chez.reglages(acr="eidas2")
    adresse = aller(client)
    assert "acr_values=eidas2" in adresse
    refuse(client, client.get(chez.accorder(adresse)))
    assert motifs() == ["acr"]
    chez.truquer_id = lambda d: {**d, "acr": "eidas3"}
    assert entrer(client, chez)["Location"] == "/mon-compte/", "plus haut suffit"


AUTRE_CLE = ec.generate_private_key(ec.SECP256R1())
SIGNATURES: dict[str, Callable[[Fournisseur, Dits], str]] = {
    "sans signature": lambda c, d: jwt.encode(d, "", algorithm="none", headers={"kid": c.kid}),
    "HS256 avec notre secret": lambda c, d: jwt.encode(d, SECRET, algorithm="HS256", headers={"kid": c.kid}),
    "HS256 avec la clé publique": lambda c, d: _hs256_de_la_cle_publique(c, d),
    "la clé d’un autre sous le même nom": lambda c, d: c.signer(d, cle=AUTRE_CLE),
    "une clé sans nom": lambda c, d: jwt.encode(d, c.cle, algorithm="ES256"),
    "une clé que personne ne montre": lambda c, d: c.signer(d, cle=AUTRE_CLE, kid="nulle-part"),
    "une signature d’un autre jeton": lambda c, d: ".".join(
        [*c.signer(d).split(".")[:2], c.signer({**d, "sub": "x"}).split(".")[2]]
    ),
    "pas un jeton": lambda c, d: "ceci n’est pas un jeton",
}


def _hs256_de_la_cle_publique(chez: Fournisseur, dits: Dits) -> str:
    """Algorithm confusion: PyJWT itself refuses to sign so, an attacker does not."""
    import base64
    import hmac
    import json

    pem = chez.cle.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    morceaux = [
        base64.urlsafe_b64encode(json.dumps(m).encode()).rstrip(b"=")
        for m in ({"alg": "HS256", "kid": chez.kid}, dits)
    ]
    signature = hmac.digest(pem, b".".join(morceaux), "sha256")
    return b".".join([*morceaux, base64.urlsafe_b64encode(signature).rstrip(b"=")]).decode()


@pytest.mark.parametrize("signature", SIGNATURES)
@pytest.mark.parametrize("jeton", ["id_token", "userinfo"])
def test_une_signature_qui_n_est_pas_la_sienne(
    client, chez: Fournisseur, camille, signature: str, jeton: str
) -> None:
    """Ni « none », ni HS256 ; le jeton d'identité et l'identité elle-même."""
    signer = SIGNATURES[signature]
    if jeton == "id_token":
        chez.signer_id = lambda dits: signer(chez, dits)
    else:
        chez.signer_identite = lambda dits: signer(chez, dits)
    refuse(client, entrer(client, chez))


@pytest.mark.parametrize(
    "faux",
    [
        lambda d: {**d, "sub": "sub-d-un-autre"},
        lambda d: {**d, "iss": "https://ailleurs.example"},
        lambda d: {**d, "aud": "un-autre-client"},
        lambda d: _sans(d, "sub"),
        lambda d: {**d, "exp": int(time.time()) - 100},
    ],
    ids=["sub", "iss", "aud", "sans sub", "périmée"],
)
def test_une_identite_signee_qui_ment(client, chez: Fournisseur, camille, faux) -> None:
    chez.truquer_identite = faux
    refuse(client, entrer(client, chez))


def test_une_identite_en_clair_n_est_pas_crue(client, chez: Fournisseur, camille) -> None:
    chez.repondre["/userinfo"] = lambda g: envoyer(g, 200, b'{"sub": "sub-de-camille"}')
    refuse(client, entrer(client, chez))


# ------------------------------------------------------------------ state
def test_un_state_que_personne_n_a_donne(client, chez: Fournisseur, camille) -> None:
    retour = chez.accorder(aller(client)).replace("state=", "state=autre")
    assert client.get(retour)["Location"] == f"{CONNEXION}?fc=fini"
    assert not chez.vus("/token") and not connecte(client)


def test_le_retour_d_un_autre_navigateur(client, chez: Fournisseur, camille) -> None:
    """Une victime à qui l'on fait suivre la réponse d'un autre n'entre pas dans son compte."""
    retour = chez.accorder(aller(client))
    victime = ClientExigeant()
    aller(victime)
    assert victime.get(retour)["Location"] == f"{CONNEXION}?fc=fini"
    assert not connecte(victime) and not chez.vus("/token")
    assert ClientExigeant().get(retour)["Location"] == f"{CONNEXION}?fc=fini"


def test_un_passage_vit_dix_minutes(client, chez: Fournisseur, camille) -> None:
    retour = chez.accorder(aller(client))
    passage = PassageFranceConnect.objects.get()
    assert passage.perime_le - passage.cree_le <= timedelta(minutes=10, seconds=1)
    PassageFranceConnect.objects.update(
        cree_le=timezone.now() - timedelta(minutes=11), perime_le=timezone.now() - timedelta(seconds=1)
    )
    assert client.get(retour)["Location"] == f"{CONNEXION}?fc=fini"


def test_une_reponse_ne_sert_qu_une_fois(client, chez: Fournisseur, camille) -> None:
    """Le bouton « précédent », un double clic, une adresse retrouvée dans l'historique."""
    retour = chez.accorder(aller(client))
    assert client.get(retour)["Location"] == "/mon-compte/"
    assert client.get(retour)["Location"] == "/mon-compte/", "connectée, elle est chez elle"
    client.post(reverse("comptes:deconnexion"))
    assert client.get(retour)["Location"] == f"{CONNEXION}?fc=fini"
    assert len(chez.vus("/token")) == 1 and not connecte(client)


@pytest.mark.parametrize(
    "question", ["", "?code=x", "?state=", "?code=&state=", "?error=", "?code=x&state=%00"]
)
def test_un_retour_sans_rien(client, chez: Fournisseur, question: str) -> None:
    reponse = client.get(reverse("comptes:franceconnect_retour") + question)
    assert (reponse.status_code, reponse["Location"]) == (302, f"{CONNEXION}?fc=fini")


def test_un_retour_sans_code(client, chez: Fournisseur, camille) -> None:
    state = dict(parse_qsl(urlsplit(aller(client)).query))["state"]
    refuse(client, client.get(reverse("comptes:franceconnect_retour"), {"state": state}))


@pytest.mark.parametrize("erreur", ["access_denied", "login_required", "server_error", "n’importe quoi"])
def test_franceconnect_repond_non(client, chez: Fournisseur, camille, erreur: str) -> None:
    state = dict(parse_qsl(urlsplit(aller(client)).query))["state"]
    reponse = client.get(reverse("comptes:franceconnect_retour"), {"error": erreur, "state": state})
    refuse(client, reponse, "refuse")
    assert erreur not in client.get(reponse["Location"]).content.decode()


def test_le_retour_n_accepte_que_get(client, chez: Fournisseur) -> None:
    for methode in (client.post, client.head, client.put):
        assert methode(reverse("comptes:franceconnect_retour")).status_code == 405


# ------------------------------------------------------------------ a provider that is not well
def _lent(guichet: Any) -> None:
    time.sleep(1.5)
    with suppress(OSError):
        envoyer(guichet, 200, b"{}")


def _sans_fin(guichet: Any) -> None:
    guichet.send_response(200)
    guichet.end_headers()
    with suppress(OSError):
        for _ in range(200):
            guichet.wfile.write(b"x" * 4096)


def _ailleurs(guichet: Any) -> None:
    guichet.send_response(302)
    guichet.send_header("Location", "http://127.0.0.1:1/")
    guichet.send_header("Content-Length", "0")
    guichet.end_headers()


PANNES: dict[str, Callable[[Any], None]] = {
    "500": lambda g: envoyer(g, 500, b"{}"),
    "redirection": _ailleurs,
    "réponse sans fin": _sans_fin,
    "pas du JSON": lambda g: envoyer(g, 200, b"<html>"),
    "une liste": lambda g: envoyer(g, 200, b"[]"),
    "trop profond": lambda g: envoyer(g, 200, b"[" * 60_000),
    "trop lent": _lent,
}
# Those that only our own patience ends: shortened for them, not for a machine that does something else besides.
SANS_FIN = {"réponse sans fin", "trop lent"}


@pytest.mark.parametrize("panne", PANNES)
@pytest.mark.parametrize("chemin", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_franceconnect_ne_repond_pas(
    client, chez: Fournisseur, camille, monkeypatch, panne: str, chemin: str
) -> None:
    """Une page le dit, le numéro et le mot de passe ouvrent toujours (MC-12)."""
    if panne in SANS_FIN:
        monkeypatch.setattr(reseau, "LECTURE", 1.0)
    if chemin.startswith("/.well"):
        chez.repondre[chemin] = PANNES[panne]
        reponse = client.post(reverse("comptes:franceconnect_aller"))
        assert reponse.status_code == 503 and "FranceConnect ne répond pas" in reponse.content.decode()
        assert CONNEXION in reponse.content.decode()
    else:
        retour = chez.accorder(aller(client))
        chez.repondre[chemin] = PANNES[panne]
        refuse(client, client.get(retour), "muet")
    from tests.accounts.acces import se_connecter

    assert se_connecter(client)["Location"] == "/mon-compte/"


def test_une_decouverte_qui_mene_ailleurs_n_est_pas_suivie(client, chez: Fournisseur) -> None:
    for faux in (
        {"token_endpoint": "https://ailleurs.example/token"}, {"issuer": "https://ailleurs.example"},
        {"jwks_uri": None}, {"authorization_endpoint": "http://127.0.0.1:1/authorize"},
    ):  # fmt: skip
        chez.decouverte_en_plus = faux
        assert client.post(reverse("comptes:franceconnect_aller")).status_code == 503, faux
    assert PassageFranceConnect.objects.count() == 0


def test_personne_n_ecoute(client, settings, chez: Fournisseur) -> None:
    settings.FRANCECONNECT = chez.reglages(emetteur="http://127.0.0.1:1/api/v2")
    assert client.post(reverse("comptes:franceconnect_aller")).status_code == 503


def test_un_fournisseur_silencieux_n_est_pas_attendu_par_tout_le_monde(
    client, chez: Fournisseur, monkeypatch
) -> None:
    """Chaque attente tient un fil du serveur web : le premier attend, les suivants ont leur page tout de suite."""
    monkeypatch.setattr(reseau, "LECTURE", 1.0)
    chez.repondre["/.well-known/openid-configuration"] = _lent
    for _ in range(3):
        assert client.post(reverse("comptes:franceconnect_aller")).status_code == 503
    assert len(chez.demandes) == 1
    monkeypatch.setattr(reseau, "_silencieux", {chez.origine.removeprefix("http://"): time.monotonic() - 1})
    chez.repondre.clear()
    assert aller(client)


def test_un_code_refuse(client, chez: Fournisseur, camille) -> None:
    """Il a plus de 30 secondes, ou a déjà servi là-bas."""
    retour = chez.accorder(aller(client))
    chez.codes.clear()
    refuse(client, client.get(retour))


def test_rien_de_ce_qui_passe_n_est_ecrit(client, chez: Fournisseur, camille, caplog) -> None:
    """Ni code, ni jeton, ni identité dans les journaux ou dans nos adresses, même quand tout échoue."""
    caplog.set_level("DEBUG")
    chez.truquer_id = lambda d: {**d, "aud": "un-autre-client"}
    retour = chez.accorder(aller(client))
    code, state = (dict(parse_qsl(urlsplit(retour).query))[nom] for nom in ("code", "state"))
    reponse = client.get(retour)
    chez.repondre["/token"] = PANNES["500"]
    entrer(client, chez)
    ecrit = caplog.text + reponse["Location"] + str(list(Evenement.objects.values_list("donnees", "sujet")))
    for secret in (code, state, SECRET, "sub-de-camille", "eyJ", "un-autre-client"):
        assert secret not in ecrit, secret
    assert "FranceConnect a répondu 500" in caplog.text


def test_les_journaux_masquent_ce_qu_une_adresse_porte() -> None:
    from portal.http.journaux import masquer

    ligne = 'GET /franceconnect/retour/?code=AbC-12_x&state=Zz9 HTTP/1.1" 302 et eyJhbGciOi.eyJpc3Mi.c2ln'
    assert masquer(ligne) == (
        'GET /franceconnect/retour/?code=[jeton]&state=[jeton] HTTP/1.1" 302 et [jeton]'
    )
    assert masquer("/connexion/?next=/x%3Fcode%3Dabc%26state%3Ddef") == (
        "/connexion/?next=/x%3Fcode%3D[jeton]%26state%3D[jeton]"
    ), "le mot suivant n’est pas avalé"


# ------------------------------------------------------------------ who may not enter
def test_une_identite_qui_a_change_est_refusee_ecrite_et_dite(client, chez: Fournisseur, camille) -> None:
    from portal.courriers.models import Courrier

    for _ in range(2):
        refuse(client, entrer(client, chez, family_name="Martin"), "change")
    assert motifs() == ["identité changée"] * 2
    sujets = set(Evenement.objects.values_list("sujet", flat=True))
    assert sujets == {f"personne:{camille.reference}"}
    assert Courrier.objects.count() == 3, "une fois par jour, sur chaque coordonnée"
    assert "identité" in Courrier.objects.filter(canal="sms").get().contenu.texte
    assert entrer(client, chez)["Location"] == "/mon-compte/", "redevenue la même, elle entre"


@pytest.mark.parametrize(
    "change",
    [{"birthdate": "1992-03-15"}, {"gender": "male"}, {"birthplace": "31000"}, {"birthcountry": "99109"},
     {"given_name_array": ["Camille", "Anne"]}],
)  # fmt: skip
def test_chacun_des_traits_compte(client, chez: Fournisseur, camille, change: Dits) -> None:
    refuse(client, entrer(client, chez, **change), "change")


def test_sans_la_cle_de_l_empreinte_l_etat_civil_de_la_caf_decide(client, chez: Fournisseur, camille) -> None:
    LienFranceConnect.objects.update(pivot_cle="perdue")
    assert entrer(client, chez)["Location"] == "/mon-compte/"
    client.logout()
    assert entrer(client, chez, birthplace="31000")["Location"] == f"{CONNEXION}?fc=change"


def test_un_compte_ferme_n_entre_pas(client, chez: Fournisseur, camille) -> None:
    Compte.objects.update(is_active=False)
    refuse(client, entrer(client, chez), "ferme")


def test_un_lien_sans_compte_n_entre_pas(client, chez: Fournisseur, camille) -> None:
    Compte.objects.all().delete()
    refuse(client, entrer(client, chez), "ferme")


# ------------------------------------------------------------------ out
def test_la_sortie_ferme_ici_d_abord_puis_la_bas(client, chez: Fournisseur, camille) -> None:
    """Et le retour n'est cru qu'avec son state."""
    entrer(client, chez)
    vers = f"form-action 'self' {chez.origine}"
    assert vers in politique(client.get("/mon-compte/")), "« Se déconnecter » y mène"
    reponse = client.post(reverse("comptes:deconnexion"))
    adresse = urlsplit(reponse["Location"])
    assert Session.objects.count() == 0 and "Clear-Site-Data" in reponse
    assert f"{adresse.scheme}://{adresse.netloc}{adresse.path}" == f"{chez.emetteur}/session/end"
    question = dict(parse_qsl(adresse.query))
    assert jwt.decode(question["id_token_hint"], options={"verify_signature": False})["aud"] == CLIENT
    assert question["post_logout_redirect_uri"] == "http://testserver/franceconnect/sortie/"
    retour = urlsplit(question["post_logout_redirect_uri"]).path
    assert client.get(retour, {"state": "un-autre"})["Location"] == CONNEXION
    assert ClientExigeant().get(retour, {"state": question["state"]})["Location"] == CONNEXION
    bon = client.get(retour, {"state": question["state"]})
    assert bon["Location"] == f"{CONNEXION}?sorti=fc"
    assert "ici et chez FranceConnect" in client.get(bon["Location"]).content.decode()
    assert client.get(retour, {"state": question["state"]})["Location"] == CONNEXION, "une fois"


def test_la_sortie_marche_sans_franceconnect(client, chez: Fournisseur, camille) -> None:
    from accounts.franceconnect import decouverte

    entrer(client, chez)
    decouverte.oublier()
    chez.repondre["/.well-known/openid-configuration"] = PANNES["500"]
    reponse = client.post(reverse("comptes:deconnexion"))
    assert reponse["Location"] == f"{CONNEXION}?sorti=1&fc=reste" and not connecte(client)
    page = re.sub(r"\s+", " ", client.get(reponse["Location"]).content.decode())
    assert "30 minutes au plus" in page


def test_qui_est_entre_par_son_numero_ne_va_pas_chez_franceconnect(
    client, chez: Fournisseur, camille
) -> None:
    from tests.accounts.acces import se_connecter

    se_connecter(client)
    assert chez.origine not in client.get("/mon-compte/")["Content-Security-Policy"]
    assert client.post(reverse("comptes:deconnexion"))["Location"] == f"{CONNEXION}?sorti=1"


def test_un_jeton_deplace_dans_la_session_ne_s_ouvre_pas(client, chez: Fournisseur, camille) -> None:
    entrer(client, chez)
    session = client.session
    session["franceconnect"] = "bm9uOnJpZW4="
    session.save()
    assert client.post(reverse("comptes:deconnexion"))["Location"] == f"{CONNEXION}?sorti=1"
