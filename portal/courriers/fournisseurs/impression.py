"""Letters as one sealed file for a print service, in a folder that it collects.

The address is the folder (a mounted share, the folder of an SFTP server). Only the service's private key opens the
file: neither an agent nor this portal can read a letter again.
"""

import hashlib
import json
import os
from pathlib import Path

from django.conf import settings

from portal.courriers import enveloppe
from portal.courriers.fournisseurs import Envoi, Indisponible


class ImpressionScellee:
    """Writes `<lot>.plis`: `lot.json` (references and SHA-256 digests) and one PDF for each letter."""

    simule = False

    def __init__(self, dossier: str) -> None:
        self._dossier = Path(dossier)
        # Read now: a bad key must be seen before a letter is marked, not after.
        self._cle = enveloppe.lire_cle_publique(settings.COURRIERS_IMPRESSION_CLE)
        self.nom = "Impression"

    def envoyer(self, envoi: Envoi) -> None:
        fichiers = {f"{pli.reference}.pdf": pli.pdf for pli in envoi.plis}
        bordereau = {nom: hashlib.sha256(pdf).hexdigest() for nom, pdf in fichiers.items()}
        fichiers["lot.json"] = json.dumps({"lot": envoi.reference, "plis": bordereau}, indent=1).encode()
        scelle = enveloppe.fermer(self._cle, envoi.reference, fichiers)
        try:
            self._deposer(f"{envoi.reference}.plis", scelle)
        except OSError as erreur:
            raise Indisponible(f"dossier {type(erreur).__name__}") from None

    def _deposer(self, nom: str, octets: bytes) -> None:
        """Whole or not at all: the service never sees a file being written."""
        provisoire = self._dossier / f".{nom}"
        prise = os.open(provisoire, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o640)
        with open(prise, "wb") as sortie:
            sortie.write(octets)
            sortie.flush()
            os.fsync(sortie.fileno())
        provisoire.replace(self._dossier / nom)
