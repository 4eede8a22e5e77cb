"""An identity provider that a test holds in its hand: a real HTTP server, honest until the test says otherwise.

with Fournisseur() as chez:
    settings.FRANCECONNECT = chez.reglages()
    client.get(chez.accorder(client.post("/franceconnect/aller/")["Location"]))
"""

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from accounts.franceconnect import decouverte, reseau

ORIGINE = "http://testserver"
CLIENT, SECRET = "client-des-tests", "secret-des-tests-long-d-au-moins-32-octets"
# Camille Roche, of `fabrique`.
CAMILLE = {
    "given_name": "Camille", "given_name_array": ["Camille"], "family_name": "ROCHE", "gender": "female",
    "birthdate": "1992-03-14", "birthplace": "31555", "birthcountry": "99100",
}  # fmt: skip


class Fournisseur:
    """`truquer_*` change claims before they are signed; `repondre` replaces a whole answer, by path."""

    def __init__(self, client: str = CLIENT) -> None:
        self.client = client
        self.cle = ec.generate_private_key(ec.SECP256R1())
        self.kid = "premiere"
        self.codes: dict[str, dict[str, Any]] = {}
        self.demandes: list[tuple[str, str, dict[str, str]]] = []
        self.truquer_id: Callable[[dict[str, Any]], dict[str, Any]] = lambda dits: dits
        self.truquer_identite: Callable[[dict[str, Any]], dict[str, Any]] = lambda dits: dits
        self.signer_id: Callable[[dict[str, Any]], str] = self.signer
        self.signer_identite: Callable[[dict[str, Any]], str] = self.signer
        self.repondre: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.decouverte_en_plus: dict[str, Any] = {"code_challenge_methods_supported": ["S256"]}
        self._serveur = ThreadingHTTPServer(("127.0.0.1", 0), _guichet(self))
        self._serveur.daemon_threads = True
        self._fil = Thread(target=self._serveur.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "Fournisseur":
        decouverte.oublier()
        reseau.oublier()
        self._fil.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join(5)
        decouverte.oublier()

    @property
    def origine(self) -> str:
        return f"http://127.0.0.1:{self._serveur.server_address[1]}"

    @property
    def emetteur(self) -> str:
        return f"{self.origine}/api/v2"

    def reglages(self, **autres: str) -> dict[str, str]:
        """As `settings.FRANCECONNECT`."""
        return {
            "emetteur": self.emetteur, "client_id": CLIENT, "secret": SECRET, "origine": ORIGINE,
            "acr": "eidas1", **autres,
        }  # fmt: skip

    def accorder(self, adresse: str, *, sub: str = "sub-de-camille", **pivot: Any) -> str:
        """What the browser is sent back with by somebody who accepts there; `pivot` replaces claims of Camille."""
        demande = dict(parse_qsl(urlsplit(adresse).query))
        code = f"code-{len(self.codes)}-{time.monotonic_ns()}"
        self.codes[code] = {**demande, "sub": sub, "pivot": {**CAMILLE, **pivot}}
        return (
            f"{urlsplit(demande['redirect_uri']).path}?{urlencode({'code': code, 'state': demande['state']})}"
        )

    def signer(self, dits: dict[str, Any], *, cle: Any = None, alg: str = "ES256", kid: str = "") -> str:
        return jwt.encode(dits, cle or self.cle, algorithm=alg, headers={"kid": kid or self.kid})

    def changer_de_cle(self) -> None:
        """As a provider does from time to time."""
        self.cle, self.kid = ec.generate_private_key(ec.SECP256R1()), "seconde"

    def vus(self, chemin: str) -> list[dict[str, str]]:
        """What was posted or asked at this path, in order."""
        return [champs for _, vu, champs in self.demandes if vu == chemin]


def _guichet(chez: Fournisseur) -> type[BaseHTTPRequestHandler]:
    class Guichet(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._servir({})

        def do_POST(self) -> None:
            corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._servir({k: v[0] for k, v in parse_qs(corps).items()})

        def _servir(self, champs: dict[str, str]) -> None:
            chemin = urlsplit(self.path).path.removeprefix("/api/v2")
            chez.demandes.append((self.command, chemin, champs))
            if chemin in chez.repondre:
                return chez.repondre[chemin](self)
            genre, corps = _reponse(chez, chemin, champs, self.headers.get("Authorization", ""))
            envoyer(self, 200 if corps else 400, corps or b"{}", genre)

    return Guichet


def envoyer(
    guichet: BaseHTTPRequestHandler, statut: int, corps: bytes, genre: str = "application/json"
) -> None:
    """One answer, whole."""
    guichet.send_response(statut)
    guichet.send_header("Content-Type", genre)
    guichet.send_header("Content-Length", str(len(corps)))
    guichet.end_headers()
    guichet.wfile.write(corps)


def _reponse(chez: Fournisseur, chemin: str, champs: dict[str, str], autorisation: str) -> tuple[str, bytes]:
    if chemin == "/.well-known/openid-configuration":
        return "application/json", json.dumps(_decouverte(chez)).encode()
    if chemin == "/jwks":
        jwk = {**ECAlgorithm.to_jwk(chez.cle.public_key(), as_dict=True), "kid": chez.kid, "use": "sig"}
        return "application/json", json.dumps({"keys": [jwk]}).encode()
    if chemin == "/token":
        demande = chez.codes.pop(champs.get("code", ""), None)
        return "application/json", json.dumps(_jetons(chez, demande)).encode() if demande else b""
    if chemin == "/userinfo":
        demande = json.loads(bytes.fromhex(autorisation.removeprefix("Bearer ")))
        dits = {"iss": chez.emetteur, "aud": chez.client, "sub": demande["sub"], **demande["pivot"]}
        return "application/jwt", chez.signer_identite(chez.truquer_identite(dits)).encode()
    raise AssertionError(chemin)


def _decouverte(chez: Fournisseur) -> dict[str, Any]:
    return {
        "issuer": chez.emetteur, "authorization_endpoint": f"{chez.emetteur}/authorize",
        "token_endpoint": f"{chez.emetteur}/token", "userinfo_endpoint": f"{chez.emetteur}/userinfo",
        "jwks_uri": f"{chez.emetteur}/jwks", "end_session_endpoint": f"{chez.emetteur}/session/end",
        **chez.decouverte_en_plus,
    }  # fmt: skip


def _jetons(chez: Fournisseur, demande: dict[str, Any]) -> dict[str, Any]:
    maintenant = int(time.time())
    dits = {
        "iss": chez.emetteur, "aud": chez.client, "sub": demande["sub"], "nonce": demande["nonce"], "acr": "eidas1",
        "iat": maintenant, "exp": maintenant + 60,
    }  # fmt: skip
    acces = json.dumps({"sub": demande["sub"], "pivot": demande["pivot"]}).encode().hex()
    return {
        "access_token": acces, "token_type": "Bearer", "expires_in": 60,
        "id_token": chez.signer_id(chez.truquer_id(dits)),
    }  # fmt: skip
