"""What the portal already knows, for a form to propose: the port between the rooms that know and those that ask.

A room that knows something declares a source for the form that may ask for it; the form reads `faits`. A fact names a
question as that form does (« foyer.vie »: step, then field) and who asks leaves out a question it does not have: so a
room adds what it knows without a change in the form, and a form drops a question without a change in the rooms.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Personne
from dossiers.enums import Portee
from dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Regard:
    """Who asks, about which dossier, what they may do on it that day. Without a dossier: themselves alone."""

    personne: Personne
    dossier: Dossier | None
    portees: frozenset[Portee]
    le: date


@dataclass(frozen=True, slots=True)
class Fait:
    """One answer that is known.

    `valeurs` as a browser would send them; none when all that is known is why nothing can be proposed, which
    `origine` then says. For amounts by month, `mois` names the month of each (« 2026-08 »). `origine` is a sentence for
    the person. `portee`: without this scope the fact is not told; that of the family's dossier unless the source says
    that it is about the person alone.
    """

    question: str
    valeurs: tuple[str, ...]
    origine: str
    portee: Portee = Portee.CONSULTER
    mois: tuple[str, ...] = ()


Source = Callable[[Regard], Iterable[Fait]]
_sources: dict[str, list[Source]] = {}


def declarer(formulaire: str, source: Source) -> None:
    """Say what a room knows for this form; called when the app is ready. The first source of a question is kept."""
    sources = _sources.setdefault(formulaire, [])
    if source not in sources:
        sources.append(source)


def faits(formulaire: str, regard: Regard) -> list[Fait]:
    """What this person may be told, one fact for each question. Whatever a source returns, scopes decide here."""
    trouves: dict[str, Fait] = {}
    for source in _sources.get(formulaire, []):
        for fait in permis(source(regard), regard.portees):
            trouves.setdefault(fait.question, fait)
    return list(trouves.values())


def permis(faits: Iterable[Fait], portees: Collection[Portee]) -> list[Fait]:
    """Those that these scopes open."""
    return [fait for fait in faits if fait.portee in portees]
