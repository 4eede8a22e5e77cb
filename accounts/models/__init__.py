"""The tables of this room: what somebody logs in with, who they are, what their browsers hold, their ways back in."""

from accounts.models.compte import Compte, CompteManager
from accounts.models.franceconnect import LienFranceConnect, PassageFranceConnect
from accounts.models.personne import EmpreinteNir, NirAncien, Personne, PointContact
from accounts.models.recuperation import Recuperation, Secret
from accounts.models.session import Appareil, Session

__all__ = [
    "Appareil",
    "Compte",
    "CompteManager",
    "EmpreinteNir",
    "LienFranceConnect",
    "NirAncien",
    "PassageFranceConnect",
    "Personne",
    "PointContact",
    "Recuperation",
    "Secret",
    "Session",
]
