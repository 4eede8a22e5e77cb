import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.chiffrement import Indechiffrable
from portal.courriers.enveloppe import ouvrir_lot


class Command(BaseCommand):
    help = "Ouvre un lot de lettres avec la clé privée du service d’impression."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("lot", type=Path, help="le fichier .plis")
        parser.add_argument("--cle", type=Path, required=True, help="fichier de la clé privée")
        parser.add_argument("--vers", type=Path, required=True, help="dossier où écrire les PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fichiers = ouvrir_lot(options["cle"].read_text().strip(), options["lot"].read_bytes())
        except OSError as erreur:
            raise CommandError(f"{erreur.filename} : {erreur.strerror}.") from None
        except ValueError:
            raise CommandError("Ce fichier de clé ne contient pas une clé privée.") from None
        except Indechiffrable:
            raise CommandError("Ce lot ne s’ouvre pas avec cette clé, ou il a été modifié.") from None
        _ecrire(options["vers"], fichiers)
        self.stdout.write(f"{len(fichiers) - 1} lettres dans {options['vers']}.")


def _ecrire(dossier: Path, fichiers: dict[str, bytes]) -> None:
    dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
    for nom, octets in fichiers.items():
        # The name comes from a file: it never leaves the folder.
        prise = os.open(dossier / Path(nom).name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(prise, "wb") as sortie:
            sortie.write(octets)
