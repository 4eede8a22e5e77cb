"""Providers that fail on command. `recus` is what reached the last of them."""

import os
import signal
from pathlib import Path

from portal.courriers.fournisseurs import Envoi

ICI = "tests.courriers.fournisseurs"
recus: list[Envoi] = []
a_lever: list[Exception | None] = []


class Memoire:
    """Raises what `a_lever` says, once each, then keeps what it is given."""

    simule = False

    def __init__(self, rang: str = "1") -> None:
        self.nom = f"Mémoire {rang}"

    def envoyer(self, envoi: Envoi) -> None:
        erreur = a_lever.pop(0) if a_lever else None
        if erreur:
            raise erreur
        recus.append(envoi)


class Temoin:
    """Writes in a file that it was asked to send."""

    simule = False
    nom = "Témoin"

    def __init__(self, fichier: str) -> None:
        self.fichier = Path(fichier)

    def envoyer(self, envoi: Envoi) -> None:
        with self.fichier.open("a") as sortie:
            sortie.write(f"{envoi.reference}\n")


class Mortel(Temoin):
    """Sends, then its process is killed before anybody can write that it did."""

    nom = "Mortel"

    def envoyer(self, envoi: Envoi) -> None:
        super().envoyer(envoi)
        os.kill(os.getpid(), signal.SIGKILL)
