from django.contrib.postgres.fields import ArrayField
from django.db import models


class Compteur(models.Model):
    """The attempts of one key while Redis is away."""

    cle = models.CharField("empreinte", max_length=64, primary_key=True)
    instants = ArrayField(models.BigIntegerField(), verbose_name="instants", default=list)
    perime_le = models.DateTimeField("effacé à partir du", db_index=True)

    class Meta:
        verbose_name = "compteur"
        verbose_name_plural = "compteurs"

    def __str__(self) -> str:
        return self.cle[:8]


class LieuConnu(models.Model):
    """An address from which an account has succeeded, as a keyed digest of both."""

    cle = models.CharField("empreinte", max_length=64, primary_key=True)
    perime_le = models.DateTimeField("effacé à partir du", db_index=True)

    class Meta:
        verbose_name = "lieu connu"
        verbose_name_plural = "lieux connus"

    def __str__(self) -> str:
        return self.cle[:8]
