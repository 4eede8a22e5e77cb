from typing import Any

from django.core.management.base import BaseCommand

from portal import reference


class Command(BaseCommand):
    help = "Charge ou met à jour les données de référence (sans danger si elles y sont déjà)."

    def handle(self, *args: Any, **options: Any) -> None:
        for phrase in reference.charger_reference():
            self.stdout.write(phrase)
