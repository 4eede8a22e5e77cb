"""What a browser holds of an account: a session, and perhaps a device token that remembers whose it is.

What the browser holds is never in the database, only its digest: a copy of these tables opens nothing.
"""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone

LONGUEUR_NAVIGATEUR = 60


class Session(AbstractBaseSession):
    """A session of a logged-in person. `session_key` is the digest of the one in the cookie."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        on_delete=models.CASCADE,
        related_name="sessions",
    )
    cree_le = models.DateTimeField("ouverte le", default=timezone.now)
    vue_le = models.DateTimeField("vue le", default=timezone.now)
    navigateur = models.CharField("navigateur", max_length=LONGUEUR_NAVIGATEUR, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"
        verbose_name_plural = "sessions"

    def __str__(self) -> str:
        return f"Session {self.pk[:8]}"


class Appareil(models.Model):
    """A browser whose owner ticked « Se souvenir de moi »: it shows a masked name, and opens nothing by itself."""

    empreinte = models.BinaryField("empreinte du jeton", max_length=32)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="appareils"
    )
    cree_le = models.DateTimeField("mémorisé le", default=timezone.now)
    perime_le = models.DateTimeField("oublié à partir du")

    class Meta:
        verbose_name = "appareil"
        verbose_name_plural = "appareils"
        constraints = [
            models.UniqueConstraint(
                name="appareil_empreinte_unique",
                fields=["empreinte"],
                violation_error_message="Cet appareil est déjà connu.",
            ),
        ]
        indexes = [models.Index(fields=["perime_le"], name="appareil_perime")]

    def __str__(self) -> str:
        return f"Appareil {self.pk}"
