"""What every login does, whatever it went through: a password, a second factor one day, the agents' own page."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from accounts import actions
from accounts.models import Compte
from accounts.navigateurs import decrire
from portal.journal.services import consigner


@receiver(user_logged_in)
def ouvrir_la_session(sender: Any, request: HttpRequest, user: Compte, **_: Any) -> None:
    """Date the session, say what browser it is in, write it in the journal."""
    navigateur = decrire(request.headers.get("User-Agent", ""))
    # A test client's session is one of ours too.
    request.session.commencer(navigateur)  # type: ignore[attr-defined]
    consigner(
        action=actions.CONNEXION,
        acteur=user,
        sujet=f"compte:{user.reference}",
        donnees={"navigateur": navigateur},
    )
