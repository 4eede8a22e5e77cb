"""Whether somebody has just proven who they are, in this session: asked before what a thief would change first.

Ten minutes to open a page that asks for it, thirty to send it: nobody loses what they were typing. A trusted device is
no proof, nor is a password alone.
"""

from django.http import HttpRequest
from django.utils import timezone

CLE = "preuve_le"
POUR_OUVRIR, POUR_ENVOYER = 10 * 60, 30 * 60


def noter(request: HttpRequest) -> None:
    """They have: a second factor, or a code sent to a contact point that was already theirs."""
    request.session[CLE] = timezone.now().timestamp()


def est_fraiche(request: HttpRequest) -> bool:
    """Recent enough for this request."""
    le = request.session.get(CLE)
    duree = POUR_ENVOYER if request.method == "POST" else POUR_OUVRIR
    return isinstance(le, float) and 0 <= timezone.now().timestamp() - le <= duree
