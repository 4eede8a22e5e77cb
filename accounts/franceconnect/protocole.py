"""The flow: leave for the provider, come back with a code, end the session there too.

Authorization code only, at once. `state` ties the answer to the browser, `nonce` ties the token to the departure.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

from accounts.franceconnect.decouverte import fournisseur
from accounts.franceconnect.jetons import JetonRefuse, lire_id_token, lire_identite
from accounts.franceconnect.pivot import Pivot, lire_pivot
from accounts.franceconnect.reglages import Reglages
from accounts.franceconnect.reseau import demander, lire_json

# What the link is made of, and nothing more (ASVS 5.0, 10.2.3).
PORTEE = "openid identite_pivot"
OCTETS = 32
CODE_MAX = 2000


@dataclass(frozen=True)
class Depart:
    """`adresse`: where the browser goes. The rest stays here until it comes back."""

    adresse: str = field(repr=False)
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verificateur: str = field(repr=False)


@dataclass(frozen=True)
class Identite:
    """Who the provider says somebody is. `id_token` is kept for the logout there."""

    emetteur: str
    sub: str = field(repr=False)
    pivot: Pivot = field(repr=False)
    id_token: str = field(repr=False)


def preparer(reglages: Reglages) -> Depart:
    """A departure, 256 random bits for each of its values. Raises FournisseurMuet."""
    chez = fournisseur(reglages)
    state, nonce, verificateur = (secrets.token_urlsafe(OCTETS) for _ in range(3))
    question = {
        "response_type": "code", "client_id": reglages.client_id, "redirect_uri": reglages.retour,
        "scope": PORTEE, "state": state, "nonce": nonce, "acr_values": reglages.acr,
    }  # fmt: skip
    if chez.pkce:
        defi = base64.urlsafe_b64encode(hashlib.sha256(verificateur.encode()).digest()).rstrip(b"=")
        question |= {"code_challenge": defi.decode(), "code_challenge_method": "S256"}
    return Depart(_avec(chez.autorisation, question), state, nonce, verificateur if chez.pkce else "")


def terminer(reglages: Reglages, *, code: str, nonce: str, verificateur: str) -> Identite:
    """Exchange a code and read who it is. Raises FournisseurMuet, FournisseurRefuse, JetonRefuse."""
    chez = fournisseur(reglages)
    if not 0 < len(code) <= CODE_MAX:
        raise JetonRefuse("code")
    donnees = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": reglages.retour,
        "client_id": reglages.client_id, "client_secret": reglages.secret,
    }  # fmt: skip
    if verificateur:
        donnees["code_verifier"] = verificateur
    recus = lire_json("POST", chez.jetons, donnees=donnees)
    id_token, acces = recus.get("id_token"), recus.get("access_token")
    dits = lire_id_token(id_token, nonce=nonce, reglages=reglages)
    if not isinstance(acces, str) or not acces.isascii() or not acces.isprintable():
        raise JetonRefuse("access_token")
    signee = demander("GET", chez.identite, jeton=acces).decode("ascii", "replace")
    return Identite(
        emetteur=reglages.emetteur,
        sub=dits["sub"],
        pivot=lire_pivot(lire_identite(signee, sub=dits["sub"], reglages=reglages)),
        id_token=str(id_token),
    )


def adresse_de_sortie(reglages: Reglages, *, id_token: str, state: str) -> str:
    """Where the browser goes to end the session there. Raises FournisseurMuet."""
    question = {"id_token_hint": id_token, "post_logout_redirect_uri": reglages.sortie, "state": state}
    return _avec(fournisseur(reglages).sortie, question)


def _avec(adresse: str, question: dict[str, str]) -> str:
    return f"{adresse}{'&' if '?' in adresse else '?'}{urlencode(question)}"
