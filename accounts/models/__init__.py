"""The tables of this room: what somebody logs in with, and who they are."""

from accounts.models.compte import Compte, CompteManager
from accounts.models.personne import EmpreinteNir, NirAncien, Personne, PointContact

__all__ = ["Compte", "CompteManager", "EmpreinteNir", "NirAncien", "Personne", "PointContact"]
