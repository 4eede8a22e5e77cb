"""What the provider says of itself: where to go, and the keys it signs with. Kept a few minutes, in this process."""

import time
from dataclasses import dataclass
from typing import Any

from jwt import PyJWK
from jwt.exceptions import PyJWTError

from accounts.franceconnect.reglages import Reglages, origine_de
from accounts.franceconnect.reseau import FournisseurMuet, FournisseurRefuse, lire_json

DUREE = 300.0  # seconds
DECOUVERTE = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Fournisseur:
    """Its addresses. `pkce`: whether it says that it reads a challenge (S256)."""

    autorisation: str
    jetons: str
    identite: str
    cles: str
    sortie: str
    pkce: bool


_fournisseurs: dict[str, tuple[float, Fournisseur]] = {}
_cles: dict[str, tuple[float, dict[str, PyJWK]]] = {}


def oublier() -> None:
    """Read everything again at the next need."""
    _fournisseurs.clear()
    _cles.clear()


def fournisseur(reglages: Reglages) -> Fournisseur:
    """What the discovery says, if it is that of this issuer and stays on its host. Raises FournisseurMuet."""
    lu_a, connu = _fournisseurs.get(reglages.emetteur, (0.0, None))
    if connu is None or time.monotonic() - lu_a > DUREE:
        connu = _decouvrir(reglages)
        _fournisseurs[reglages.emetteur] = (time.monotonic(), connu)
    return connu


def cle(reglages: Reglages, kid: str) -> PyJWK | None:
    """The signing key of this name; one that is not known is looked for once more. Raises FournisseurMuet."""
    adresse = fournisseur(reglages).cles
    lu_a, connues = _cles.get(adresse, (0.0, {}))
    if kid not in connues or time.monotonic() - lu_a > DUREE:
        connues = _lire_les_cles(adresse)
        _cles[adresse] = (time.monotonic(), connues)
    return connues.get(kid)


def _decouvrir(reglages: Reglages) -> Fournisseur:
    try:
        dit = lire_json("GET", reglages.emetteur + DECOUVERTE)
    except FournisseurRefuse:
        raise FournisseurMuet from None
    if dit.get("issuer") != reglages.emetteur:
        raise FournisseurMuet
    return Fournisseur(
        autorisation=_adresse(dit, "authorization_endpoint", reglages),
        jetons=_adresse(dit, "token_endpoint", reglages),
        identite=_adresse(dit, "userinfo_endpoint", reglages),
        cles=_adresse(dit, "jwks_uri", reglages),
        sortie=_adresse(dit, "end_session_endpoint", reglages),
        pkce="S256" in (dit.get("code_challenge_methods_supported") or []),
    )


def _adresse(dit: dict[str, Any], nom: str, reglages: Reglages) -> str:
    adresse = dit.get(nom)
    if not isinstance(adresse, str) or origine_de(adresse) != reglages.hote:
        raise FournisseurMuet
    return adresse


def _lire_les_cles(adresse: str) -> dict[str, PyJWK]:
    """Those that sign, by name. One that can't be read is left out: no token of its will be believed."""
    try:
        jeu = lire_json("GET", adresse).get("keys")
    except FournisseurRefuse:
        raise FournisseurMuet from None
    lues = {}
    for brute in jeu if isinstance(jeu, list) else []:
        if not isinstance(brute, dict) or brute.get("kty") not in {"EC", "RSA"} or brute.get("use") == "enc":
            continue
        try:
            lues[str(brute.get("kid", ""))] = PyJWK(brute)
        except (PyJWTError, ValueError, TypeError):
            continue
    lues.pop("", None)
    return lues
