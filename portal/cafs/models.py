"""The mirror of the directory, for foreign keys.

The row is called `Caisse`, not `Caf`: `annuaire.Caf` is what pages read, in memory; this is only what the other
tables point at. `charger_reference` writes it, nobody edits it.
"""

from django.db import models


class Caisse(models.Model):
    """One of the 101 Caf, by the code of its département."""

    code = models.CharField("code", max_length=3, primary_key=True)
    nom = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "Caf"
        verbose_name_plural = "Caf"
        ordering = ("code",)
        constraints = (
            models.CheckConstraint(
                name="caisse_code_de_departement",
                condition=models.Q(code__regex=r"^([0-9]{2}|2[AB]|97[1-6])$"),
                violation_error_message="Le code d’une Caf est celui de son département : 31, 2A ou 974.",
            ),
        )

    def __str__(self) -> str:
        return self.nom
