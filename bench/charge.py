"""A small load of one machine on itself: a few persistent connections, loopback only, for a bounded time."""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.outils.serveurs import Web, preparer

LONGUEUR = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PREPARE: set[str] = set()


@contextmanager
def web(ouvriers: int = 1) -> Iterator[Web]:
    """The portal behind gunicorn with the servers of this run, ready and filled."""
    variables = {nom: os.environ[nom] for nom in ("DATABASE_URL", "REDIS_URL") if nom in os.environ}
    if len(variables) < 2:
        raise SystemExit("Il manque DATABASE_URL et REDIS_URL : lancez « make bench ».")
    if not PREPARE:
        preparer(**variables)
        PREPARE.add("fait")
    with Web(
        ouvriers=ouvriers, DJANGO_SETTINGS_MODULE="bench.reglages", LOG_LEVEL="WARNING", **variables
    ) as serveur:
        yield serveur


def _demande(chemin: str, cookies: str = "") -> bytes:
    cookie = f"Cookie: {cookies}\r\n" if cookies else ""
    return f"GET {chemin} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}\r\n".encode()


def _echanger(prise: socket.socket, demande: bytes) -> None:
    prise.sendall(demande)
    recu = b""
    while b"\r\n\r\n" not in recu:
        recu += _lire(prise)
    entetes, _, corps = recu.partition(b"\r\n\r\n")
    assert entetes.startswith(b"HTTP/1.1 200"), entetes[:200]
    taille = LONGUEUR.search(entetes)
    assert taille, "réponse sans longueur"
    reste = int(taille[1]) - len(corps)
    while reste > 0:
        reste -= len(_lire(prise))


def _lire(prise: socket.socket) -> bytes:
    morceau = prise.recv(262_144)
    if not morceau:
        raise ConnectionError("le serveur a fermé la connexion")
    return morceau


def debit(port: int, chemin: str, *, secondes: float, connexions: int = 4, cookies: str = "") -> float:
    """Requests a second, answered 200, over a few connections."""
    demande, comptes, fin = _demande(chemin, cookies), [0] * connexions, time.monotonic() + secondes

    def tirer(rang: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as prise:
            while time.monotonic() < fin:
                _echanger(prise, demande)
                comptes[rang] += 1

    debut = time.monotonic()
    fils = [threading.Thread(target=tirer, args=(rang,)) for rang in range(connexions)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert all(comptes), f"{chemin} n’a pas répondu"
    return sum(comptes) / (time.monotonic() - debut)


def duree_mediane(port: int, chemin: str, *, fois: int, cookies: str = "") -> float:
    """Median time of one request, alone, in milliseconds."""
    demande, durees = _demande(chemin, cookies), []
    with socket.create_connection(("127.0.0.1", port), timeout=60) as prise:
        _echanger(prise, demande)
        for _ in range(fois):
            debut = time.perf_counter()
            _echanger(prise, demande)
            durees.append(time.perf_counter() - debut)
    return sorted(durees)[len(durees) // 2] * 1000
