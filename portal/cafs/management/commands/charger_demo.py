from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal import reference


class Command(BaseCommand):
    help = "Charge les données de démonstration, après les données de référence."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Ce portail a un exploitant : on n’y mêle pas de personnes fictives.")
        for phrase in reference.charger_demo():
            self.stdout.write(phrase)
