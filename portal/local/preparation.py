"""What the database and the static files need before the site opens, in one Django process.

One process rather than one command after the other: starting Django is most of what each would cost.
"""

import hashlib
import time
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

from portal.local.messages import dire, duree

CHARGEMENTS = {
    "charger_reference": "Données de référence",
    "charger_demo": "Données de démonstration",
}


def main() -> None:
    django.setup()
    _faire("Base de données", "migrate", interactive=False)
    for commande, titre in CHARGEMENTS.items():
        if commande in get_commands():
            _faire(titre, commande)
    temoin = Path(settings.STATIC_ROOT).with_name("static.empreinte")
    empreinte = _empreinte_des_fichiers()
    if not temoin.exists() or temoin.read_text() != empreinte:
        temoin.unlink(missing_ok=True)
        _faire("Fichiers statiques", "collectstatic", interactive=False, clear=True)
        temoin.write_text(empreinte)


def _faire(titre: str, commande: str, **options: object) -> None:
    debut = time.monotonic()
    call_command(commande, verbosity=0, **options)
    dire(f"  {titre} : à jour ({duree(time.monotonic() - debut)})")


def _empreinte_des_fichiers() -> str:
    """Changes as soon as one source file of the site, or of a package it uses, does."""
    resume = hashlib.sha256()
    for chercheur in get_finders():
        for relatif, stockage in sorted(chercheur.list([]), key=lambda paire: str(paire[0])):
            fiche = Path(stockage.path(relatif)).stat()
            resume.update(f"{relatif}\0{fiche.st_size}\0{fiche.st_mtime_ns}\n".encode())
    return resume.hexdigest()


if __name__ == "__main__":
    main()
