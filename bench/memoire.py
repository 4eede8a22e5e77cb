"""Resident memory of a web process after a thousand requests."""

import subprocess

from bench import Mesure
from bench.charge import debit, web
from tests.outils.serveurs import Web

BUDGET = 120.0  # MB; no password is hashed here (each hash takes 100 MiB for its 0.1 s)
REQUETES = 1000
CHEMINS = (
    "/",
    "/?sans-cache",
    "/simulations/",
    "/simulations/prime-activite/",
    "/recherche/?q=logement",
    "/themes/logement/",
)


def mesurer() -> list[Mesure]:
    """The largest worker, once every kind of public page has been served."""
    with web() as serveur:
        au_depart = _memoire(serveur)
        envoyees = 0.0
        while envoyees < REQUETES:
            for chemin in CHEMINS:
                envoyees += debit(serveur.port, chemin, secondes=0.5) * 0.5
        apres = _memoire(serveur)
    return [
        (
            "mémoire d’un processus web après 1 000 requêtes",
            apres,
            "Mo",
            BUDGET,
            f"{au_depart:.0f} Mo au départ, {envoyees:.0f} requêtes, {len(CHEMINS)} pages",
        )
    ]


def _memoire(serveur: Web) -> float:
    """Resident megabytes of the largest worker."""
    vu = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(serveur.pid)],
        capture_output=True,
        text=True,
        check=True,
        timeout=10,
    )
    return max(int(ligne) for ligne in vu.stdout.split()) / 1024
