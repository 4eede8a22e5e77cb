from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Compte
from accounts.services.facteurs import remettre_a_zero


class Command(BaseCommand):
    help = (
        "Retire la double vérification d’un agent qui a tout perdu, et ferme ses sessions. À sa prochaine connexion, "
        "son mot de passe lui en fait installer une autre : vérifiez d’abord que c’est bien lui qui le demande."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="la référence de l’agent, 16 caractères")

    def handle(self, *args: Any, **options: Any) -> None:
        reference = str(options["reference"]).strip().upper()
        try:
            combien = remettre_a_zero(reference=reference, acteur=None)
        except Compte.DoesNotExist:
            raise CommandError("Aucun agent n’a cette référence.") from None
        self.stdout.write(f"C’est fait. Preuves retirées\u00a0: {combien}. Ses sessions sont fermées.")
