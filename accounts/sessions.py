"""The store of sessions (`SESSION_ENGINE`): Django's, in PostgreSQL, with three differences.

The database holds the digest of what the cookie says, so a copy of the table opens nothing. A session ends after
`SESSION_INACTIVITE` seconds without a click, and `SESSION_DUREE` seconds after its login whatever happens. A row says
whose it is, so that a person's sessions can be listed and closed.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Session

# 36^32: 165 bits.
LONGUEUR_CLE = 32
DEBUT = "debut"
# A click is written at most that often (seconds).
GRAIN = 60


def condenser(cle: str) -> str:
    """The digest of a session key, 40 hexadecimal characters. No key of ours: what it hides is random already."""
    return hashlib.sha256(cle.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """One session. `navigateur`, set before the first save, is what its owner will read of it."""

    navigateur = ""
    fin: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def commencer(self, navigateur: str) -> None:
        """A login, which has just changed the key: its twelve hours start now."""
        self[DEBUT] = timezone.now().timestamp()
        self.navigateur = navigateur

    def toucher(self) -> None:
        """Somebody clicked. Written at most once a minute."""
        echeance = self.get_expiry_date()
        if self.session_key and self.fin and echeance - self.fin >= timedelta(seconds=GRAIN):
            ligne = Session.objects.filter(session_key=condenser(self.session_key))
            if ligne.update(expire_date=echeance, vue_le=timezone.now()):
                self.fin = echeance

    @property
    def restant(self) -> int:
        """Whole seconds before it ends if nobody clicks."""
        return max(0, int((self.fin - timezone.now()).total_seconds())) if self.fin else 0

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        """The earlier of the two ends."""
        inactive = timezone.now() + timedelta(seconds=settings.SESSION_INACTIVITE)
        debut = self.get(DEBUT)
        if debut is None:
            return inactive
        return min(inactive, datetime.fromtimestamp(debut, UTC) + timedelta(seconds=settings.SESSION_DUREE))

    def exists(self, session_key: str | None) -> bool:
        return Session.objects.filter(session_key=condenser(session_key or "")).exists()

    def save(self, must_create: bool = False) -> None:
        """One query: an insert for a new key, else an update of what it holds."""
        if self.session_key is None:
            return self.create()
        # May read the row, and set the key to None when there is none: before `champs`.
        donnees = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        champs = {
            "session_data": self.encode(donnees),
            "expire_date": self.get_expiry_date(),
            "compte_id": donnees.get(SESSION_KEY),
            "vue_le": timezone.now(),
        }
        if self.navigateur:
            champs["navigateur"] = self.navigateur
        ligne = condenser(self._get_or_create_session_key())  # type: ignore[attr-defined]
        if must_create:
            self._creer(ligne, champs)
        elif not Session.objects.filter(session_key=ligne).update(**champs):
            raise UpdateError
        self.fin = champs["expire_date"]

    def delete(self, session_key: str | None = None) -> None:
        cle = session_key or self.session_key
        if cle:
            Session.objects.filter(session_key=condenser(cle)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expire_date__lt=timezone.now()).delete()

    def _creer(self, ligne: str, champs: dict[str, Any]) -> None:
        try:
            with transaction.atomic():
                Session.objects.create(session_key=ligne, **champs)
        except IntegrityError:
            raise CreateError from None

    def _get_new_session_key(self) -> str:
        # Not asked whether it is taken: 165 bits, and the insert would say so.
        return get_random_string(LONGUEUR_CLE)

    def _get_session_from_db(self) -> Session | None:
        ligne = Session.objects.filter(
            session_key=condenser(self.session_key or ""), expire_date__gt=timezone.now()
        ).first()
        if ligne is None:
            self._session_key = None
            return None
        self.fin = ligne.expire_date
        return ligne
