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
    """`{"nir": …, "mot_de_passe": …, "nom_naissance": …}`; with `"premiere": true`, a letter leaves.

    `"sans_compte": true` gives no account; `"numero": …` opens a dossier at the Caf of the 31.
    """
    subprocess.run(
        [sys.executable, "-m", "tests.accounts.planter"],
        input=json.dumps(personnes),
        text=True,
        cwd=RACINE,
        env=environnement(DJANGO_SETTINGS_MODULE="portal.settings.local", **variables),
        check=True,
        timeout=180,
    )


def main() -> None:
    django.setup()
    from django.utils import timezone

    from accounts.services import ajouter_point_contact, envoyer_lettre_activation
    from dossiers.services import ouvrir_dossier
    from tests.accounts.acces import COURRIER, titulaire
    from tests.accounts.fabrique import personne

    for fiche in json.load(sys.stdin):
        nir, numero = fiche.pop("nir"), fiche.pop("numero", None)
        if fiche.pop("premiere", False):
            qui = personne(nir, **fiche)
            ajouter_point_contact(personne=qui, canal="courrier", valeur=COURRIER)
            envoyer_lettre_activation(personne=qui)
        elif fiche.pop("sans_compte", False):
            qui = personne(nir, **fiche)
            ajouter_point_contact(
                personne=qui, canal="sms", valeur="06 39 98 12 34", verifie_le=timezone.now()
            )
        else:
            qui = titulaire(nir, **fiche)
        if numero:
            ouvrir_dossier(responsable=qui, caf="31", numero_allocataire=numero, le=timezone.localdate())


if __name__ == "__main__":
    main()
