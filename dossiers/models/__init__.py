"""The tables of this room: dossiers and who is in them (`dossier`), who acts for somebody else (`tuteur`)."""

from dossiers.models.dossier import (
    PERIODE_DATEE,
    PERIODE_MAL_DATEE,
    Autorisation,
    Dossier,
    Habilitation,
    LienCaf,
    Rattachement,
    periode,
)
from dossiers.models.tuteur import Mandat, MembreTuteur, Tuteur

__all__ = [
    "PERIODE_DATEE",
    "PERIODE_MAL_DATEE",
    "Autorisation",
    "Dossier",
    "Habilitation",
    "LienCaf",
    "Mandat",
    "MembreTuteur",
    "Rattachement",
    "Tuteur",
    "periode",
]
