"""What the journal says of an agent's second factor, for that agent."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts import actions
from accounts.models import Compte
from portal.journal.selectors import derniers

COMBIEN = 10
SUIVIES = (
    actions.FACTEUR_INSTALLE, actions.FACTEUR_AJOUTE, actions.FACTEUR_RETIRE, actions.FACTEURS_REMIS_A_ZERO,
    actions.FACTEUR_REFUSE, actions.CLE_DOUTEUSE, actions.CODES_IMPRIMES, actions.CODE_SECOURS_ACCEPTE,
    actions.CODE_SECOURS_REFUSE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fait:
    """One line; `le` in the zone of the reader."""

    le: datetime
    phrase: str


def faits_des_facteurs(compte: Compte) -> list[Fait]:
    """The latest ten, newest first (one query)."""
    faits = derniers([f"compte:{compte.reference}"], SUIVIES, COMBIEN)
    return [Fait(timezone.localtime(f.instant), f.phrase) for f in faits]


def remis_a_zero_le(compte: Compte) -> datetime | None:
    """When somebody last took their factors away (one query)."""
    faits = derniers([f"compte:{compte.reference}"], [actions.FACTEURS_REMIS_A_ZERO], 1)
    return timezone.localtime(faits[0].instant) if faits else None
