"""The estimator among Django’s commands, for `help` and `call_command`; `manage.py` reaches it without Django."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from simulations.ligne_de_commande import AIDE, ajouter_arguments, executer
from simulations.regles import Revalorisation


class Command(BaseCommand):
    help = AIDE
    # It needs no database and no setting: nothing of the site has to be in order for it.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        ajouter_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        code = executer(
            options["fichier"],
            detail=options["detail"],
            revalorisation=Revalorisation(options["revalorisation"]),
            sortie=self.stdout,
            erreurs=self.stderr,
        )
        if code:
            raise SystemExit(code)
