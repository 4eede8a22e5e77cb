"""The signed tokens of the provider: what must be true of one before a word of it is believed."""

import hmac
from typing import Any

import jwt

from accounts.franceconnect.decouverte import cle
from accounts.franceconnect.reglages import ACR, Reglages

# Neither « none » nor HS256, whose key we would share with whoever checks.
ALGORITHMES = ["ES256", "RS256"]
# Seconds by which two clocks may differ.
TOLERANCE = 10
SUB_MAX = 255


class JetonRefuse(Exception):
    """Not to be believed. `motif` says why, for our journal: never shown, and it quotes nothing of the token."""

    def __init__(self, motif: str) -> None:
        self.motif = motif
        super().__init__(motif)


def lire_id_token(texte: object, *, nonce: str, reglages: Reglages) -> dict[str, Any]:
    """The claims of an ID token that is for us, now, and for the login that began with this nonce.

    OpenID Connect Core 1.0, 3.1.3.7. Raises JetonRefuse, FournisseurMuet.
    """
    dits = _lire(texte, reglages, ["iss", "aud", "exp", "iat", "sub", "nonce", "acr"])
    if not isinstance(dits["nonce"], str) or not hmac.compare_digest(dits["nonce"].encode(), nonce.encode()):
        raise JetonRefuse("nonce")
    if "azp" in dits and dits["azp"] != reglages.client_id:
        raise JetonRefuse("azp")
    if dits["acr"] not in ACR[ACR.index(reglages.acr) :]:
        raise JetonRefuse("acr")
    if not 0 < len(dits["sub"]) <= SUB_MAX:
        raise JetonRefuse("sub")
    return dits


def lire_identite(texte: object, *, sub: str, reglages: Reglages) -> dict[str, Any]:
    """The claims of a signed userinfo about this subject. Raises JetonRefuse, FournisseurMuet."""
    dits = _lire(texte, reglages, ["iss", "aud", "sub"])
    if dits["sub"] != sub:
        raise JetonRefuse("sub")
    return dits


def _lire(texte: object, reglages: Reglages, exiges: list[str]) -> dict[str, Any]:
    if not isinstance(texte, str):
        raise JetonRefuse("absent")
    try:
        entete = jwt.get_unverified_header(texte)
        if entete.get("alg") not in ALGORITHMES:
            raise JetonRefuse("alg")
        signature = cle(reglages, str(entete.get("kid", "")))
        if signature is None:
            raise JetonRefuse("kid")
        return jwt.decode(
            texte, signature, algorithms=ALGORITHMES, audience=reglages.client_id, issuer=reglages.emetteur,
            leeway=TOLERANCE,
            options={"require": exiges, "strict_aud": True, "enforce_minimum_key_length": True},
        )  # fmt: skip
    except jwt.PyJWTError as erreur:
        # Its message may quote a claim: its name is enough.
        raise JetonRefuse(type(erreur).__name__) from None
