"""Logging in: what it costs beside the hash of the password; whether time tells a number that exists from one that
does not; what following a session costs a page.

In one process, with the real hasher: the parts of one request are compared with each other, and nothing else of this
machine is in the figure. Known and unknown take turns, in an order drawn each time.
"""

import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench import Mesure
from bench.charge import PREPARE
from tests.outils.serveurs import preparer

# « everything but the hash is at most 15 % of the hash »; twelve queries.
HORS_HACHAGE, REQUETES = 15.0, 12
# Medians of known over unknown, whichever is larger over the other. A difference that is there is there each time; what
# a neighbour of this machine does is not: measured again before it is said to be too much.
ECART, SERIES = 1.1, 4
MOT, FAUX = "Tournesol31Vert", "Girofle77Rouge"
INCONNU = "1760913000042"


def mesurer(rapide: bool = False) -> list[Mesure]:
    """Figures of a login, of six answers that must not tell, and of a page for somebody."""
    _preparer()
    fois = 12 if rapide else 40
    with _titulaire() as (nir, nom):
        return [
            *_connexion(nir, fois),
            *_ecarts(nir, nom, fois),
            *_page_suivie(nir, 4 * fois),
        ]


def _preparer() -> None:
    """A Django of our own, on the servers of this run."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.reglages"
    import django

    if not PREPARE:
        preparer(**{nom: os.environ[nom] for nom in ("DATABASE_URL", "REDIS_URL")})
        PREPARE.add("fait")
    django.setup()
    from django.conf import settings

    if "testserver" not in settings.ALLOWED_HOSTS:
        settings.ALLOWED_HOSTS.append("testserver")


def _oublier_les_essais() -> None:
    """Limits count each try as ever; their memory is emptied between two, or the next would have to wait."""
    from django.core.cache import caches

    client = caches["default"]._cache.get_client(None, write=True)
    if cles := list(client.scan_iter(match="*limites:*", count=1000)):
        client.delete(*cles)


@contextmanager
def _titulaire() -> Iterator[tuple[str, str]]:
    """Somebody of the demonstration who has a password and a telephone: number, birth name."""
    from django.contrib.auth.hashers import make_password

    from accounts.models import Personne

    qui = Personne.objects.select_related("compte").get(reference="DEM0P00000000001")
    assert qui.nir and qui.compte
    # A visitor of this database may have changed it.
    qui.compte.password, ancien = make_password(MOT), qui.compte.password
    qui.compte.save(update_fields=["password"])
    try:
        yield qui.nir.en_clair(), qui.nom_naissance
    finally:
        qui.compte.password = ancien
        qui.compte.save(update_fields=["password"])


def _client() -> Any:
    from django.test import Client

    qui = Client(headers={"sec-fetch-site": "same-origin"})
    # Each client has a handler of its own, which a server makes once.
    qui.handler.load_middleware()
    return qui


# ------------------------------------------------------------------ a login
def _connexion(nir: str, fois: int) -> list[Mesure]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    series = []
    for _ in range(SERIES):
        series.append(_une_serie(nir, fois))
        if series[-1][0] <= HORS_HACHAGE:
            break
    part, hache, reste = min(series)
    with CaptureQueriesContext(connection) as requetes:
        _entrer(_client(), nir)
    return [
        (
            "connexion : tout ce qui n’est pas le hachage / le hachage",
            part,
            "%",
            HORS_HACHAGE,
            f"hachage {hache:.0f} ms, le reste {reste:.1f} ms, {fois} connexions, série {len(series)}",
        ),
        ("connexion : requêtes SQL", len(requetes), "", REQUETES, ""),
    ]  # fmt: skip


def _une_serie(nir: str, fois: int) -> tuple[float, float, float]:
    """The rest in hundredths of the hash, then both in milliseconds: medians."""
    totaux: list[float] = []
    hachages: list[float] = []
    with _hachages_chronometres(hachages):
        for _ in range(fois + 1):
            _oublier_les_essais()
            qui = _client()
            totaux.append(_chronometrer(lambda qui=qui: _entrer(qui, nir)))
    # The first one opens connections and loads templates.
    restes = [t - h for t, h in zip(totaux[1:], hachages[1:], strict=True)]
    hache, reste = 1000 * statistics.median(hachages[1:]), 1000 * statistics.median(restes)
    return 100 * reste / hache, hache, reste


def _entrer(qui: Any, nir: str) -> None:
    reponse = qui.post("/connexion/", {"nir": nir, "mot_de_passe": MOT})
    assert reponse.status_code == 302, reponse.status_code


@contextmanager
def _hachages_chronometres(durees: list[float]) -> Iterator[None]:
    """Seconds of each hash that is computed meanwhile."""
    from unittest import mock

    from accounts.hachage import BorneArgon2PasswordHasher as Hacheur

    verifier = Hacheur.verify

    def chronometre(self: Hacheur, password: str, encoded: str) -> bool:
        debut = time.perf_counter()
        try:
            return verifier(self, password, encoded)
        finally:
            durees.append(time.perf_counter() - debut)

    with mock.patch.object(Hacheur, "verify", chronometre):
        yield


# ------------------------------------------------------------------ known or not
def _ecarts(nir: str, nom: str, fois: int) -> list[Mesure]:
    """The larger median over the smaller, for three answers; every try is refused, as a stranger's would be."""
    return [
        _ecart("connexion refusée", _refus(nir), _refus(INCONNU), fois),
        _ecart("première étape d’un oubli", _oubli(nir, nom), _oubli(INCONNU, nom), 3 * fois),
        _ecart("première étape, mauvais nom", _oubli(nir, "Caillou"), _oubli(INCONNU, "Caillou"), 3 * fois),
        _ecart("demande d’un code", _demande(nir, nom), _demande(INCONNU, nom), 3 * fois),
        _ecart("mauvais code", _mauvais_code(nir, nom), _mauvais_code(INCONNU, nom), 3 * fois),
        _ecart("mauvais code de courrier", _mauvaise_lettre(nir), _mauvaise_lettre(INCONNU), 3 * fois),
    ]


def _ecart(titre: str, connu: Callable[[], float], inconnu: Callable[[], float], fois: int) -> Mesure:
    series = []
    for _ in range(SERIES):
        un, autre = _alterner(connu, inconnu, fois)
        series.append((max(un / autre, autre / un), un, autre))
        if series[-1][0] <= ECART:
            break
    ecart, un, autre = min(series)
    detail = f"médianes {un:.2f} ms et {autre:.2f} ms, {fois} de chaque, en alternance, série {len(series)}"
    return (f"{titre} : numéro connu / inconnu", ecart, "fois", ECART, detail)


def _alterner(connu: Callable[[], float], inconnu: Callable[[], float], fois: int) -> tuple[float, float]:
    """The medians of both, in milliseconds; which goes first is drawn each time."""
    durees: tuple[list[float], list[float]] = ([], [])
    for tour in range(fois + 2):
        for rang in random.sample((0, 1), 2):
            _oublier_les_essais()
            duree = (connu, inconnu)[rang]()
            if tour >= 2:
                durees[rang].append(duree)
    un, autre = (1000 * statistics.median(d) for d in durees)
    return un, autre


def _chronometrer(geste: Callable[[], object]) -> float:
    debut = time.perf_counter()
    geste()
    return time.perf_counter() - debut


def _refus(nir: str) -> Callable[[], float]:
    def geste() -> float:
        qui = _client()
        return _chronometrer(lambda: qui.post("/connexion/", {"nir": nir, "mot_de_passe": FAUX}))

    return geste


def _identifier(qui: Any, nir: str, nom: str) -> Any:
    from tests.antirobot.fabrique import jeton

    donnees = {"nir": nir, "nom_naissance": nom, "jeton": jeton(age=10), "preuve": ""}
    reponse = qui.post("/mot-de-passe-oublie/", donnees)
    assert reponse.status_code == 302, reponse.status_code
    return reponse["Location"]


def _oubli(nir: str, nom: str) -> Callable[[], float]:
    from tests.antirobot.fabrique import jeton

    def geste() -> float:
        qui = _client()
        donnees = {"nir": nir, "nom_naissance": nom, "jeton": jeton(age=10), "preuve": ""}
        return _chronometrer(lambda: qui.post("/mot-de-passe-oublie/", donnees))

    return geste


def _demande(nir: str, nom: str) -> Callable[[], float]:
    def geste() -> float:
        qui = _client()
        adresse = _identifier(qui, nir, nom)
        return _chronometrer(lambda: qui.post(adresse, {"coordonnee": "0"}))

    return geste


def _mauvais_code(nir: str, nom: str) -> Callable[[], float]:
    """With the code emitted, as the worker does before anybody can type one."""

    def geste() -> float:
        from accounts.models import Secret
        from accounts.services import secrets

        qui = _client()
        adresse = _identifier(qui, nir, nom)
        qui.post(adresse, {"coordonnee": "0"})
        secrets.emettre(Secret.objects.latest("pk").reference)
        # The worker's garbage is not the web process's.
        gc.collect()
        return _chronometrer(lambda: qui.post(adresse.replace("canal", "code"), {"code": "000000"}))

    return geste


def _mauvaise_lettre(nir: str) -> Callable[[], float]:
    def geste() -> float:
        qui = _client()
        champs = {"nir": nir, "code": "0000 0000"}
        return _chronometrer(lambda: qui.post("/premiere-connexion/code/", champs))

    return geste


# ------------------------------------------------------------------ a page, for somebody
def _page_suivie(nir: str, fois: int) -> list[Mesure]:
    """What reading and following a session adds to the same page, composed anew."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    anonyme, connecte = _client(), _client()
    connecte.post("/connexion/", {"nir": nir, "mot_de_passe": MOT})
    durees: tuple[list[float], list[float]] = ([], [])
    for _ in range(fois):
        for rang in random.sample((0, 1), 2):
            qui = (anonyme, connecte)[rang]
            durees[rang].append(_chronometrer(lambda qui=qui: qui.get("/aide/?sans-cache")))
    with CaptureQueriesContext(connection) as requetes:
        connecte.get("/aide/?sans-cache")
    sans, avec = (1000 * statistics.median(d) for d in durees)
    return [
        (
            "une page pour qui est connecté / pour un visiteur", avec / sans, "fois", None,
            f"{avec:.2f} ms contre {sans:.2f} ms, dont {len(requetes)} requêtes SQL pour la session",
        ),
        ("suivre une session : requêtes SQL d’une page", len(requetes), "", 2, ""),
    ]  # fmt: skip
