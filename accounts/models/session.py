"""What a browser holds of an account: a session, and perhaps a device token that remembers whose it is.

What the browser holds is never in the database, only its digest: a copy of these tables opens nothing.
"""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import UsageAppareil

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
    """A browser that its owner asked to be known: it shows a masked name, or does without a second factor.

    Neither opens anything by itself.
    """

    empreinte = models.BinaryField("empreinte du jeton", max_length=32)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="compte", on_delete=models.CASCADE, related_name="appareils"
    )
    usage = models.CharField(
        "usage", max_length=9, choices=UsageAppareil.choices, default=UsageAppareil.MEMOIRE
    )
    navigateur = models.CharField("navigateur", max_length=LONGUEUR_NAVIGATEUR, blank=True)
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
            models.CheckConstraint(
                name="appareil_usage_connu",
                condition=Q(usage__in=UsageAppareil.values),
                violation_error_message="Un appareil est mémorisé ou de confiance.",
            ),
        ]
        indexes = [models.Index(fields=["perime_le"], name="appareil_perime")]

    def __str__(self) -> str:
        return f"Appareil {self.pk}"
