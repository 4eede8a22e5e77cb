"""Writing in this room: dossiers and their dated links (`dossiers`), what a responsable lets their partner do
(`autorisations`). `acteur` is who asks, None the portal itself. A broken rule raises a ValidationError with a sentence.
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

__all__ = [
    "changer_de_caf",
    "declarer_separation",
    "definir_autorisations",
    "detacher",
    "habiliter",
    "ouvrir_dossier",
    "rattacher",
    "retirer_habilitation",
]
