"""Requests to the provider: short, small, to the address that was asked for and no other, and never in the logs."""

import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies

journal = logging.getLogger(__name__)

# Seconds: to connect, between two pieces, and in all. A person is waiting, and a thread with them.
CONNEXION, LECTURE, DUREE_MAX = 3, 5, 8
TAILLE_MAX = 64 * 1024
# How long a host that kept somebody waiting is left alone: each try holds a thread of ours as long as it is silent.
REPIT = 5.0

_silencieux: dict[str, float] = {}


class FournisseurMuet(Exception):
    """No answer, or none that can be read: nothing was learnt, and it is nobody's fault here."""


class FournisseurRefuse(Exception):
    """It answered no (4xx): a code that was used or is too old, mostly."""


def demander(methode: str, adresse: str, *, donnees: dict[str, str] | None = None, jeton: str = "") -> bytes:
    """The body of a 200. `jeton`: a bearer token. Raises FournisseurMuet, FournisseurRefuse."""
    hote, limite = urlsplit(adresse).netloc, time.monotonic() + DUREE_MAX
    if time.monotonic() < _silencieux.get(hote, 0.0):
        raise FournisseurMuet
    try:
        with requests.Session() as session:
            # Not from ~/.netrc: it would replace our header by somebody's password. Proxies are read all the same.
            session.trust_env = False
            reponse = session.request(
                methode, adresse, data=donnees, headers=_entetes(jeton), proxies=get_environ_proxies(adresse),
                timeout=(CONNEXION, LECTURE), allow_redirects=False, stream=True,
            )  # fmt: skip
            corps = _lire(reponse, limite)
    except (requests.RequestException, UnicodeError) as erreur:
        if isinstance(erreur, requests.Timeout | requests.ConnectionError):
            _silencieux[hote] = time.monotonic() + REPIT
        # The error itself may quote the address.
        journal.warning("FranceConnect ne répond pas : %s", type(erreur).__name__)
        raise FournisseurMuet from None
    if reponse.status_code == 200:
        return corps
    journal.warning("FranceConnect a répondu %s", reponse.status_code)
    raise FournisseurRefuse if 400 <= reponse.status_code < 500 else FournisseurMuet


def oublier() -> None:
    """Ask again whoever was silent."""
    _silencieux.clear()


def lire_json(methode: str, adresse: str, *, donnees: dict[str, str] | None = None) -> dict[str, Any]:
    """The same, read as one JSON object."""
    try:
        lu = json.loads(demander(methode, adresse, donnees=donnees))
    except (ValueError, RecursionError):
        raise FournisseurMuet from None
    if not isinstance(lu, dict):
        raise FournisseurMuet
    return lu


def _entetes(jeton: str) -> dict[str, str]:
    entetes = {"Accept": "application/json, application/jwt", "User-Agent": "portail"}
    return {**entetes, "Authorization": f"Bearer {jeton}"} if jeton else entetes


def _lire(reponse: requests.Response, limite: float) -> bytes:
    corps = b""
    for morceau in reponse.iter_content(8192):
        corps += morceau
        if len(corps) > TAILLE_MAX or time.monotonic() > limite:
            raise requests.RequestException if len(corps) > TAILLE_MAX else requests.Timeout
    return corps
