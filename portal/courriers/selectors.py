"""What the pages of the demonstration read."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from portal.courriers.models import EnvoiSimule

AFFICHES_MAX = 200


@dataclass(frozen=True)
class MessageSimule:
    """One message that would have left. `pdf` is in base 64, empty but for a letter."""

    reference: str
    canal: str
    le: datetime
    destinataire: str
    sujet: str
    texte: str
    html: str
    pdf: str


def envois_simules() -> dict[str, list[MessageSimule]]:
    """The latest simulated messages by recipient, newest first (one query, 200 messages at most)."""
    par_destinataire: dict[str, list[MessageSimule]] = defaultdict(list)
    for envoi in EnvoiSimule.objects.order_by("-le", "-pk")[:AFFICHES_MAX]:
        message = MessageSimule(reference=envoi.reference, canal=envoi.canal, le=envoi.le, **envoi.pli)
        par_destinataire[message.destinataire].append(message)
    return dict(par_destinataire)
