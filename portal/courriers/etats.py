"""The state machine of a message: one table of moves, and one row for every move made."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from portal.courriers.enums import FINAUX, Etat

if TYPE_CHECKING:
    from portal.courriers.models import Courrier


@dataclass(frozen=True)
class Passage:
    """From which states a move starts, and where it leads."""

    de: tuple[str, ...]
    vers: Etat


TRANSITIONS = {
    "deposer": Passage(("",), Etat.A_ENVOYER),
    # Committed before anything leaves: whatever happens next, nothing will take this message a second time.
    "marquer": Passage((Etat.A_ENVOYER,), Etat.EN_COURS),
    # The provider took nothing: later, perhaps elsewhere.
    "reporter": Passage((Etat.EN_COURS,), Etat.A_ENVOYER),
    # A slow worker may learn that it left after the message was declared uncertain: the truth wins.
    "aboutir": Passage((Etat.EN_COURS, Etat.INCERTAIN), Etat.ENVOYE),
    "echouer": Passage((Etat.EN_COURS,), Etat.ECHEC),
    "douter": Passage((Etat.EN_COURS,), Etat.INCERTAIN),
    "perimer": Passage((Etat.A_ENVOYER,), Etat.PERIME),
}


class TransitionInterdite(Exception):
    """The message is not in a state from which this move starts."""


def mouvement_permis() -> Q:
    """The table above, as the database checks it."""
    permis = Q()
    for nom, passage in TRANSITIONS.items():
        permis |= Q(transition=nom, de__in=passage.de, vers=passage.vers)
    return permis


def changer(courrier: "Courrier", transition: str, *, motif: str = "", **champs: Any) -> None:
    """Make a move: the message, then its row. The caller holds the row's lock; raises `TransitionInterdite`.

    `motif` is a short word of ours (« refus 550 »), never the text of an error, which may quote the recipient.
    """
    passage = TRANSITIONS[transition]
    if courrier.etat not in passage.de:
        raise TransitionInterdite(f"{courrier.etat} → {transition}")
    de, courrier.etat = courrier.etat, passage.vers
    for nom, valeur in champs.items():
        setattr(courrier, nom, valeur)
    if passage.vers in FINAUX:
        _finir(courrier)
    courrier.save()
    courrier.mouvements.create(
        transition=transition, de=de, vers=passage.vers, motif=motif,
        essai=courrier.essais, fournisseur=courrier.fournisseur if courrier.essais else "",
    )  # fmt: skip


def _finir(courrier: "Courrier") -> None:
    courrier.fini_le = timezone.now()
    if courrier.secret:
        courrier.contenu_scelle = None
