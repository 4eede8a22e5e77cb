"""The home page and the result of the simulator, against an empty view behind the same server and middleware."""

from bench import Mesure
from bench.charge import debit, duree_mediane, web

# « at least half as many requests a second as an empty Django view »: an empty view may be twice as fast, no more.
FOIS_LA_VUE_VIDE = 2.0


def mesurer(rapide: bool = False) -> list[Mesure]:
    """Home page: how many times fewer requests a second than an empty view."""
    secondes, tours = (1.0, 2) if rapide else (2.0, 4)
    with web() as serveur:
        for chemin in ("/", "/bench/vide"):
            debit(serveur.port, chemin, secondes=0.5)
        # In turns, so that a noisy neighbour disturbs both alike.
        paires = [
            (
                debit(serveur.port, "/bench/vide", secondes=secondes),
                debit(serveur.port, "/", secondes=secondes),
            )
            for _ in range(tours)
        ]
        vide = sorted(p[0] for p in paires)[tours // 2]
        accueil = sorted(p[1] for p in paires)[tours // 2]
        sans_cache = duree_mediane(serveur.port, "/?sans-cache", fois=30)
        duree_vide = duree_mediane(serveur.port, "/bench/vide", fois=100)
    return [
        (
            "accueil anonyme : débit de la vue vide / débit de l’accueil",
            vide / accueil,
            "fois",
            FOIS_LA_VUE_VIDE,
            f"vue vide {vide:.0f} req/s, accueil {accueil:.0f} req/s ; un processus, 4 fils, 4 connexions",
        ),
        (
            "accueil composé à neuf : durée / vue vide",
            sans_cache / duree_vide,
            "fois",
            None,
            f"{sans_cache:.1f} ms contre {duree_vide:.2f} ms",
        ),
    ]
