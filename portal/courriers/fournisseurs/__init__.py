"""The port to whatever carries messages out, and the choice among those of the settings.

`COURRIERS_FOURNISSEURS` names, for each channel, first the ordinary provider then those that replace it: a dotted
path, and for most an address after a space (`portal.courriers.fournisseurs.smtp.Smtp smtp://relais.example:25`).

A provider says truthfully how it failed, because the sender believes it: `Indisponible` means that nothing left.
When it can't know, it raises `Doute`, and nothing is sent again by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

# Each provider is given this many tries before the next one has its turn.
ESSAIS_PAR_FOURNISSEUR = 2


@dataclass(frozen=True)
class Pli:
    """One message, in clear, for the time it takes to hand it over. `repr` says nothing."""

    reference: str
    canal: str
    destinataire: str
    sujet: str
    texte: str
    html: str = ""
    pdf: bytes = b""

    def __repr__(self) -> str:
        return f"<Pli {self.reference}>"


@dataclass(frozen=True)
class Envoi:
    """What is handed over at once: one SMS, one e-mail, or a batch of letters."""

    reference: str
    plis: Sequence[Pli]


class Empechement(Exception):
    """`motif` is a short word of ours; the text of another program may quote the recipient."""

    def __init__(self, motif: str = "") -> None:
        super().__init__(motif)
        self.motif = motif


class Indisponible(Empechement):
    """Nothing left: later, or elsewhere."""


class Refus(Empechement):
    """Nothing left, and no other try would change it."""


class Doute(Empechement):
    """It may have left."""


class Fournisseur(Protocol):
    """What carries messages of one channel out."""

    # Shown to agents: it holds no credential.
    nom: str
    # True when nothing leaves for real.
    simule: bool

    def envoyer(self, envoi: Envoi) -> None:
        """Hand over, within a minute. Raises `Indisponible`, `Refus` or `Doute`."""
        ...


def tous(canal: str) -> list[Fournisseur]:
    """The providers of a channel, in the order of the settings."""
    return [_construire(entree) for entree in settings.COURRIERS_FOURNISSEURS[canal]]


def choisir(canal: str, essais: int) -> Fournisseur:
    """The provider whose turn it is after `essais` tries: the first one twice, then the next, and round again."""
    entrees = settings.COURRIERS_FOURNISSEURS[canal]
    return _construire(entrees[essais // ESSAIS_PAR_FOURNISSEUR % len(entrees)])


def _construire(entree: str) -> Fournisseur:
    chemin, _, adresse = entree.partition(" ")
    classe = import_string(chemin)
    fournisseur: Fournisseur = classe(adresse) if adresse else classe()
    return fournisseur
