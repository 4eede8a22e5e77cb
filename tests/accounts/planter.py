"""`python -m tests.accounts.planter < personnes.json`: put people in the database of a portal that a test started.

A process of its own, with that portal's settings; on its input, so that nothing of them is in a command line.
"""

import json
import subprocess
import sys
from typing import Any

import django

from tests.outils.serveurs import RACINE, environnement


def planter(*personnes: dict[str, Any], **variables: str) -> None:
    """`{"nir": …, "mot_de_passe": …, "nom_naissance": …}`; with `"premiere": true`, a letter leaves."""
    subprocess.run(
        [sys.executable, "-m", "tests.accounts.planter"],
        input=json.dumps(personnes),
        text=True,
        cwd=RACINE,
        env=environnement(DJANGO_SETTINGS_MODULE="portal.settings.local", **variables),
        check=True,
        timeout=60,
    )


def main() -> None:
    django.setup()
    from accounts.services import ajouter_point_contact, envoyer_lettre_activation
    from tests.accounts.acces import COURRIER, titulaire
    from tests.accounts.fabrique import personne

    for fiche in json.load(sys.stdin):
        nir = fiche.pop("nir")
        if fiche.pop("premiere", False):
            qui = personne(nir, **fiche)
            ajouter_point_contact(personne=qui, canal="courrier", valeur=COURRIER)
            envoyer_lettre_activation(personne=qui)
        else:
            titulaire(nir, **fiche)


if __name__ == "__main__":
    main()
