"""What must be true of a request: each rule is one of FranceConnect v2, and each refusal says which."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from accounts.franceconnect.reglages import ACR, Reglages

STATE_MIN, NONCE_MIN = 32, 22
PORTEES = {"openid", "identite_pivot"}
MANQUES = (
    ("response_type", "code"),
    ("scope", None),
    ("acr_values", None),
    ("state", None),
    ("nonce", None),
)


def faute_de_l_adresse(question: Mapping[str, str], declare: Reglages) -> str:
    """Wrong here, nothing is sent back: who asks is not known. Empty when it is right."""
    if question.get("client_id") != declare.client_id:
        return "client_id inconnu"
    if question.get("redirect_uri") != declare.retour:
        return "redirect_uri qui n’est pas déclarée"
    return ""


def faute_de_la_demande(question: Mapping[str, str]) -> str:
    """The first thing wrong with an authorization request; empty when it is right."""
    for nom, attendu in MANQUES:
        if not question.get(nom) or (attendu and question[nom] != attendu):
            return f"{nom} absent ou inattendu"
    if len(question["state"]) < STATE_MIN or len(question["nonce"]) < NONCE_MIN:
        return "state ou nonce trop court"
    if not set(question["scope"].split()) <= PORTEES or "openid" not in question["scope"].split():
        return "scope inconnu"
    # This provider knows the first level only.
    if question["acr_values"] not in ACR[:1]:
        return "acr_values inconnu"
    if "code_challenge" in question and question.get("code_challenge_method") != "S256":
        return "code_challenge_method inconnu"
    return ""


def client_reconnu(donnees: Mapping[str, str], declare: Reglages) -> bool:
    """`client_secret_post`, compared in constant time."""
    secret = hmac.compare_digest(donnees.get("client_secret", "").encode(), declare.secret.encode())
    return secret and donnees.get("client_id") == declare.client_id


def code_convient(demande: dict[str, Any], donnees: Mapping[str, str]) -> bool:
    """Whether a code goes with what is posted beside it: the same address, the verifier of the challenge."""
    if donnees.get("redirect_uri") != demande["redirect_uri"]:
        return False
    attendu = demande["defi"]
    if not attendu:
        return "code_verifier" not in donnees
    condense = hashlib.sha256(donnees.get("code_verifier", "").encode()).digest()
    return hmac.compare_digest(urlsafe_b64encode(condense).rstrip(b"="), attendu.encode())
