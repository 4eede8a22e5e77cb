"""What a session may still change, while « ce n'était pas moi » may be said in another."""

from django.db.models import Q
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte, Personne, Session
from accounts.services.secrets import tenir_la_personne


class AccesFerme(Exception):
    """The session that asks has just been closed: nothing was done."""


def tenir(compte: Compte, personne: Personne | None, session: str) -> None:
    """One change at a time for a person, or for an agent, who is nobody here; and none by a session that « ce n'était
    pas moi » has just closed. Inside the caller's transaction.

    `session`: the digest of the one that asks. Raises AccesFerme.
    """
    if personne is not None:
        tenir_la_personne(Q(pk=personne.pk))
    else:
        Compte.objects.select_for_update(no_key=True).get(pk=compte.pk, nature=Nature.AGENT)
    if not Session.objects.filter(pk=session, compte=compte, expire_date__gt=timezone.now()).exists():
        raise AccesFerme
