"""Writing in this room: dossiers and their dated links (`dossiers`), what a responsable lets their partner do
(`autorisations`), who acts for somebody else (`mandats`, `membres`).

`acteur` is who asks, None the portal itself. A broken rule raises a ValidationError with a sentence.
"""

from dossiers.services.autorisations import declarer_separation, definir_autorisations
from dossiers.services.dossiers import (
    changer_de_caf,
    detacher,
    habiliter,
    ouvrir_dossier,
    rattacher,
    retirer_habilitation,
)
from dossiers.services.mandats import (
    ajouter_membre,
    creer_tuteur,
    ouvrir_mandat,
    retirer_membre,
    terminer_mandat,
)
from dossiers.services.membres import reconnaitre_ou_enregistrer

__all__ = [
    "ajouter_membre",
    "changer_de_caf",
    "creer_tuteur",
    "declarer_separation",
    "definir_autorisations",
    "detacher",
    "habiliter",
    "ouvrir_dossier",
    "ouvrir_mandat",
    "rattacher",
    "reconnaitre_ou_enregistrer",
    "retirer_habilitation",
    "retirer_membre",
    "terminer_mandat",
]
