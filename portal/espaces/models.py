from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.cafs import annuaire
from portal.espaces import horloge
from portal.espaces.enums import Theme

LONGUEUR_TITRE = 90  # longer ones break the cards of the home page
LONGUEUR_RESUME = 220


class Actualite(models.Model):
    """A piece of news, national or of one Caf, shown from `publie_le` until `depublie_le`."""

    titre = models.CharField("titre", max_length=LONGUEUR_TITRE)
    slug = models.SlugField("adresse", max_length=100)
    resume = models.CharField(
        "résumé", max_length=LONGUEUR_RESUME, help_text="Deux phrases au plus, lues sur la page d’accueil."
    )
    corps = models.TextField("texte", help_text="Une ligne vide sépare deux paragraphes.")
    theme = models.CharField("thème", max_length=20, choices=Theme.choices)
    caf = models.ForeignKey(
        "cafs.Caisse",
        verbose_name="Caf",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Sans Caf, l’actualité est nationale.",
    )
    publie_le = models.DateTimeField("publiée le")
    depublie_le = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "actualité"
        verbose_name_plural = "actualités"
        ordering = ["-publie_le", "-id"]
        indexes = [
            models.Index(fields=["-publie_le", "-id"], name="actualite_par_date"),
            # With the other, the next instant that changes a page is found without reading the past.
            models.Index(
                fields=["depublie_le"], condition=Q(depublie_le__isnull=False), name="actualite_par_retrait"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="actualite_adresse_unique",
                fields=["slug"],
                violation_error_message="Une autre actualité a déjà cette adresse.",
            ),
            models.CheckConstraint(
                name="actualite_retiree_apres_publication",
                condition=Q(depublie_le__isnull=True) | Q(depublie_le__gt=F("publie_le")),
                violation_error_message="La date de retrait doit suivre la date de publication.",
            ),
            models.CheckConstraint(
                name="actualite_theme_connu",
                condition=Q(theme__in=Theme.values),
                violation_error_message="Choisissez un des cinq thèmes.",
            ),
            models.CheckConstraint(
                name="actualite_ecrite",
                condition=~Q(titre="") & ~Q(slug="") & ~Q(resume="") & ~Q(corps=""),
                violation_error_message="Le titre, l’adresse, le résumé et le texte sont obligatoires.",
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    def get_absolute_url(self) -> str:
        return reverse("espaces:actualite", args=[self.slug])

    @property
    def portee(self) -> str:
        """Whom it concerns: « National », or the name of a Caf (read from memory, not by a join)."""
        caf = annuaire.caf(self.caf_id)
        return caf.nom if caf else "National"

    @property
    def jour(self) -> date:
        """Day of publication, in the zone of its Caf."""
        return horloge.jour(self.publie_le, annuaire.caf(self.caf_id))

    def en_vigueur(self, maintenant: datetime) -> bool:
        """True between publication and withdrawal."""
        return self.publie_le <= maintenant and (self.depublie_le is None or maintenant < self.depublie_le)
