"""What it signs and gives: codes of 30 seconds used once, access tokens of 60, signed tokens (ES256)."""

import hashlib
import secrets
import time
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core import signing
from django.core.cache import cache as memoire
from jwt.algorithms import ECAlgorithm

CODE_SECONDES, ACCES_SECONDES, ID_TOKEN_SECONDES = 30, 60, 60
ALGORITHME = "ES256"
# Of P-256 (SEC 2, 2.4.2).
ORDRE = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Refuse(Exception):
    """Too old, used, or not one of ours."""


@cache
def _cle() -> ec.EllipticCurvePrivateKey:
    """Drawn from the secret of the settings: every process signs with the same, and nothing is kept."""
    graine = hashlib.sha512(b"identite-fictive\0" + settings.SECRET_KEY.encode()).digest()
    return ec.derive_private_key(int.from_bytes(graine) % (ORDRE - 1) + 1, ec.SECP256R1())


@cache
def cle_publique() -> dict[str, Any]:
    """As its JWKS shows it."""
    jwk = dict(ECAlgorithm.to_jwk(_cle().public_key(), as_dict=True))
    kid = hashlib.sha256(f"{jwk['x']}.{jwk['y']}".encode()).hexdigest()[:16]
    return {**jwk, "kid": kid, "use": "sig", "alg": ALGORITHME}


def signer(dits: dict[str, Any]) -> str:
    """A signed token of these claims."""
    return jwt.encode(dits, _cle(), algorithm=ALGORITHME, headers={"kid": cle_publique()["kid"]})


def id_token(demande: dict[str, Any], emetteur: str) -> str:
    """For the client, the nonce and the person of this request."""
    maintenant = int(time.time())
    return signer(
        {
            "iss": emetteur, "aud": demande["client_id"], "sub": demande["sub"], "nonce": demande["nonce"],
            "acr": "eidas1", "iat": maintenant, "exp": maintenant + ID_TOKEN_SECONDES,
        }
    )  # fmt: skip


def lire_id_token(texte: str, *, emetteur: str, client_id: str) -> None:
    """As a hint for the logout: ours, for this client, whatever its age. Raises Refuse."""
    try:
        jwt.decode(
            texte, _cle().public_key(), algorithms=[ALGORITHME], audience=client_id, issuer=emetteur,
            options={"verify_exp": False},
        )  # fmt: skip
    except jwt.PyJWTError:
        raise Refuse from None


def donner(usage: str, demande: dict[str, Any]) -> str:
    """A code, or an access token, that carries a request."""
    # Drawn: two equal requests of the same second are two codes.
    unique = {**demande, "jti": secrets.token_urlsafe(12)}
    return signing.dumps(unique, salt=f"identite-fictive/{usage}", compress=True)


def reprendre(usage: str, texte: str, secondes: int, *, une_fois: bool = False) -> dict[str, Any]:
    """The request that it carries. Raises Refuse."""
    try:
        demande: dict[str, Any] = signing.loads(texte, salt=f"identite-fictive/{usage}", max_age=secondes)
    except signing.BadSignature:
        raise Refuse from None
    # Without Redis nothing says that it was not used: like any provider that is not well, it then answers 500.
    vu = f"identite-fictive:{hashlib.sha256(texte.encode()).hexdigest()}"
    if une_fois and not memoire.add(vu, 1, secondes + 5):
        raise Refuse
    return demande
