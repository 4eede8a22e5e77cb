import json

from django.conf import settings
from django.db import models

from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee


class Brouillon(models.Model):
    """What a logged-in person has typed so far in one parcours, sealed at rest."""

    reference = models.CharField(
        "référence", max_length=16, unique=True, default=nouvelle_reference, editable=False
    )
    parcours = models.CharField("démarche", max_length=40, editable=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="brouillons", editable=False
    )
    contenu = models.BinaryField("réponses scellées", editable=False)
    cree_le = models.DateTimeField("commencé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)
    perime_le = models.DateTimeField("effacé à partir du", editable=False)

    class Meta:
        verbose_name = "brouillon"
        verbose_name_plural = "brouillons"
        indexes = [
            models.Index(fields=["compte", "parcours", "-modifie_le"], name="brouillon_du_compte"),
            models.Index(fields=["perime_le"], name="brouillon_perime"),
        ]

    def __str__(self) -> str:
        return f"{self.parcours} {self.reference}"

    @property
    def reponses(self) -> dict[str, dict[str, list[str]]]:
        """What was typed, by step. Raises `Indechiffrable` when the row was moved or altered."""
        return json.loads(ouvrir_donnee(bytes(self.contenu), self.contexte_scelle()))  # type: ignore[no-any-return]

    @reponses.setter
    def reponses(self, valeur: dict[str, dict[str, list[str]]]) -> None:
        self.contenu = sceller_donnee(json.dumps(valeur).encode(), self.contexte_scelle())

    def contexte_scelle(self) -> str:
        return f"brouillon/{self.parcours}/{self.reference}"
