"""A provider that keeps a message as the demonstration does, and in the middle of it has its process killed, once."""

import os
import re
import signal
from pathlib import Path

from portal.courriers.fournisseurs import Envoi
from portal.courriers.fournisseurs.demonstration import Demonstration


class MortelUneFois(Demonstration):
    """As long as the file is there: the message has left, and nobody is left to write it."""

    nom = "Mortel une fois"

    def __init__(self, fichier: str) -> None:
        self.fichier = Path(fichier)

    def envoyer(self, envoi: Envoi) -> None:
        super().envoyer(envoi)
        # A code: the notice of a former test may still be on its way.
        if self.fichier.exists() and any(re.search(r"\b\d{6}\b", pli.texte) for pli in envoi.plis):
            self.fichier.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
