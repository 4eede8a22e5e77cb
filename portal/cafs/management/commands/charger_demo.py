from typing import Any

from django.core.management.base import BaseCommand

from portal import reference


class Command(BaseCommand):
    help = "Charge les données de démonstration, après les données de référence."

    def handle(self, *args: Any, **options: Any) -> None:
        for phrase in reference.charger_demo():
            self.stdout.write(phrase)
