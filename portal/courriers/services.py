"""The one way to send something to somebody."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.courriers.destinataires import masquer, verifier
from portal.courriers.enums import Canal
from portal.courriers.etats import changer
from portal.courriers.models import Courrier
from portal.courriers.redaction import rediger
from portal.courriers.tasks import REMISE_EN_FILE, mettre_en_file


def deposer(
    *,
    canal: str,
    destinataire: str,
    modele: str,
    contexte: dict[str, Any],
    secret: bool = False,
    sujet: str = "",
    perime_le: datetime | None = None,
) -> Courrier:
    """Put a message in the outbox, inside the caller's transaction: rolled back with it, it never leaves.

    `destinataire`: an E.164 number, an e-mail address, or a postal address of 2 to 7 lines. `modele`: a folder of
    `templates/courriers/`, filled with `contexte`. `secret`: what it says is wiped as soon as its fate is known.
    `sujet`: required but for an SMS; screens of agents do not show it, yet never put a secret in it. `perime_le`:
    past this instant it is no longer sent. Raises `DestinataireInvalide`, `gsm7.NeTientPas`, or ValueError.
    """
    propre = verifier(canal, destinataire)
    courrier = Courrier(
        canal=canal, modele=modele, secret=secret, perime_le=perime_le,
        destinataire_masque=masquer(canal, propre), releve_le=timezone.now() + REMISE_EN_FILE,
    )  # fmt: skip
    courrier.destinataire = propre
    courrier.contenu = rediger(canal=canal, modele=modele, contexte=contexte, sujet=sujet)
    with transaction.atomic():
        changer(courrier, "deposer")
        # A letter waits for the next batch.
        if canal != Canal.COURRIER:
            transaction.on_commit(partial(mettre_en_file, courrier.reference))
    return courrier
