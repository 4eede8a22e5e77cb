"""What the children write, brought together in one terminal, each line under the name of who wrote it."""

import os
import selectors
import subprocess

from portal.local.messages import dire

LARGEUR = 9
TAILLE = 64 * 1024


class Sorties:
    """The pipes of the children, read without ever blocking on one of them."""

    def __init__(self) -> None:
        self._selecteur = selectors.DefaultSelector()
        self._debuts: dict[str, bytes] = {}

    def suivre(self, nom: str, enfant: subprocess.Popen[bytes]) -> None:
        """Show from now on what a child writes to its standard output."""
        if enfant.stdout is None:
            raise ValueError(f"{nom} has no pipe")
        os.set_blocking(enfant.stdout.fileno(), False)
        self._selecteur.register(enfant.stdout, selectors.EVENT_READ, nom)
        self._debuts[nom] = b""

    def montrer(self, delai: float = 0) -> None:
        """Show what has come, waiting at most `delai` seconds for something."""
        for cle, _ in self._selecteur.select(delai):
            morceau = os.read(cle.fd, TAILLE)
            if not morceau:
                self._selecteur.unregister(cle.fileobj)
            self._ajouter(str(cle.data), morceau)

    def _ajouter(self, nom: str, morceau: bytes) -> None:
        *lignes, reste = (self._debuts[nom] + morceau).split(b"\n")
        # A line that never ends must not fill the memory.
        if not morceau or len(reste) > TAILLE:
            lignes, reste = [*lignes, reste], b""
        self._debuts[nom] = reste
        for ligne in lignes:
            if ligne:
                dire(f"{nom:<{LARGEUR}}│ {ligne.decode(errors='replace')}")
