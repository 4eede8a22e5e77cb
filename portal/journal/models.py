from django.db import models
from django.db.models.functions import Now

from portal.journal.registre import phrase


class Evenement(models.Model):
    """One row, written once. The table is partitioned by month: the migrations hold its SQL, not Django."""

    instant = models.DateTimeField("le", db_default=Now())
    action = models.CharField("action", max_length=60)
    acteur = models.CharField("compte", max_length=16, blank=True)
    nature = models.CharField("nature du compte", max_length=8, blank=True)
    sujet = models.CharField("objet", max_length=60, blank=True)
    caf = models.CharField("Caf", max_length=3, blank=True)
    requete = models.CharField("requête", max_length=64, blank=True)
    donnees = models.JSONField("détails", default=dict)

    class Meta:
        managed = False
        db_table = "journal_evenement"
        verbose_name = "événement"
        verbose_name_plural = "événements"

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"

    @property
    def phrase(self) -> str:
        return phrase(self.action)


class NatureScellement(models.TextChoices):
    """A link of the chain: a batch that is sealed, or a whole month that leaves."""

    LOT = "lot", "Lot scellé"
    DEPART = "depart", "Mois effacé"


class Scellement(models.Model):
    """One link of the chain. Numbered 1, 2, 3…; kept for ever, so that the chain still holds once months have left.

    A batch answers for every row whose id is above the former batch's `dernier`, up to its own; all of one month.
    """

    id = models.BigIntegerField(primary_key=True)
    nature = models.CharField("nature", max_length=6, choices=NatureScellement.choices)
    mois = models.DateField("mois")
    premier = models.BigIntegerField("premier événement")
    dernier = models.BigIntegerField("dernier événement")
    nombre = models.BigIntegerField("nombre d’événements")
    lignes = models.CharField("empreinte des lignes", max_length=64)
    empreinte = models.CharField("empreinte", max_length=64)
    instant = models.DateTimeField("scellé le")

    class Meta:
        managed = False
        db_table = "journal_scellement"
        verbose_name = "scellement"
        verbose_name_plural = "scellements"

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.pk}"
