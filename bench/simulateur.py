"""The result page of the simulator: the estimate, its tree, the curve and the « Et si ? » in one answer."""

import http.client
import re
from urllib.parse import urlencode

from bench import Mesure
from bench.charge import duree_mediane, web
from tests.simulations.visite import DEBUT, EXEMPLE


def mesurer(rapide: bool = False) -> list[Mesure]:
    """Time of the result page of the deck's example, and how many empty views it is worth."""
    with web() as serveur:
        chemin, cookie = _aller_au_resultat(serveur.port)
        resultat = duree_mediane(serveur.port, chemin, fois=20 if rapide else 60, cookies=cookie)
        vide = duree_mediane(serveur.port, "/bench/vide", fois=100)
    return [
        (
            "simulateur, page de résultat / vue vide",
            resultat / vide,
            "fois",
            None,
            f"{resultat:.1f} ms contre {vide:.2f} ms",
        )
    ]


def _aller_au_resultat(port: int) -> tuple[str, str]:
    """Answer every question; returns the address of the result and the visitor's cookie."""
    adresse, cookie = _poster(port, f"{DEBUT}commencer/", {}, "")
    while (etape := adresse.rstrip("/").rsplit("/", 1)[1]) in EXEMPLE:
        adresse, cookie = _poster(port, adresse, EXEMPLE[etape], cookie)
    assert adresse.endswith("/resultat/"), adresse
    return adresse, cookie


def _poster(port: int, chemin: str, champs: dict[str, object], cookie: str) -> tuple[str, str]:
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    entetes = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{port}",
        "Cookie": cookie,
    }
    connexion.request("POST", chemin, urlencode(champs, doseq=True), entetes)
    reponse = connexion.getresponse()
    reponse.read()
    assert reponse.status == 302, f"{chemin} : {reponse.status}"
    pose = re.match(r"[^;]+", reponse.headers.get("Set-Cookie", ""))
    connexion.close()
    return reponse.headers["Location"], pose[0] if pose else cookie
