import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.courriers.enveloppe import nouvelle_paire


class Command(BaseCommand):
    help = (
        "Crée la paire de clés d’un service d’impression : il garde la privée, le portail reçoit la publique."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "fichier", type=Path, help="où écrire la clé privée (ce fichier ne doit pas exister)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        privee, publique = nouvelle_paire()
        try:
            prise = os.open(options["fichier"], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as erreur:
            raise CommandError(f"{options['fichier']} : {erreur.strerror}.") from None
        with open(prise, "w") as sortie:
            sortie.write(privee + "\n")
        self.stdout.write(f"COURRIERS_IMPRESSION_CLE={publique}")
