from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.journal import empreintes
from portal.journal.verification import verifier


class Command(BaseCommand):
    help = (
        "Relit toute la chaîne du journal. Sort avec le statut 1 et dit la première rupture, s’il y en a une."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--connue",
            default="",
            metavar="EMPREINTE",
            help="une empreinte lue dans les journaux d’application, que la chaîne doit contenir",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bilan = verifier(connue=options["connue"])
        if bilan.rupture:
            raise CommandError(f"Journal rompu. {bilan.rupture[0].upper()}{bilan.rupture[1:]}.", returncode=1)
        self.stdout.write(
            f"Journal intact\u00a0: {bilan.maillons} scellements, {bilan.evenements} événements relus.\n"
            f"Dernière empreinte\u00a0: {empreintes.lisible(bilan.empreinte)}"
        )
