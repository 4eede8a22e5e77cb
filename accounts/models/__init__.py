"""The tables of this room: what somebody logs in with, who they are, what their browsers hold, their ways back in."""

from accounts.models.compte import Compte, CompteManager
from accounts.models.facteur import CodeSecours, Facteur, Levee
from accounts.models.personne import EmpreinteNir, NirAncien, Personne, PointContact
from accounts.models.session import Appareil, Session
from accounts.models.verification import Secret, Verification

__all__ = [
    "Appareil",
    "CodeSecours",
    "Compte",
    "CompteManager",
    "EmpreinteNir",
    "Facteur",
    "Levee",
    "NirAncien",
    "Personne",
    "PointContact",
    "Secret",
    "Session",
    "Verification",
]
