from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import rechiffrement


class Command(BaseCommand):
    help = (
        "Chiffre de nouveau les données sous la clé du moment et refait leurs empreintes. "
        "Peut être interrompue et relancée, portail ouvert."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lot", type=int, default=rechiffrement.LOT, help="lignes par transaction (%(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        illisibles = 0
        for resultat in rechiffrement.derouler(max(1, options["lot"])):
            if isinstance(resultat, str):
                self.stdout.write(resultat)
                continue
            illisibles += len(resultat.illisibles)
            self.stdout.write(f"{resultat.colonne.nom} : {resultat.refaites} lignes chiffrées de nouveau.")
        if illisibles:
            raise CommandError(
                f"{illisibles} lignes ne s’ouvrent pas (voir les journaux) : gardez les anciennes clés."
            )
        self.stdout.write("Tout est sous la clé du moment : les anciennes clés peuvent être retirées.")
