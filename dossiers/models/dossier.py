"""A dossier, the people in it, the Caf that holds it and the agents who work there.

Links are dated: a period starts on its first day and ends before its last bound; an open one has no end.
"""

from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Personne
from dossiers.enums import Autorisable, Role
from portal.alea import nouvelle_reference
from portal.cafs.models import Caisse

PERIODE_DATEE = Q(periode__isempty=False, periode__startswith__isnull=False)
PERIODE_MAL_DATEE = "La période a un premier jour, et se termine après lui."


def periode(du: date, au: date | None = None) -> DateRange:
    """From `du` included to `au` excluded; without end when `au` is None."""
    return DateRange(du, au, "[)")


class Dossier(models.Model):
    """A family as a Caf knows it."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "dossier"
        verbose_name_plural = "dossiers"
        constraints = [
            models.UniqueConstraint(
                name="dossier_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre dossier a déjà cette référence.",
            ),
        ]

    def __str__(self) -> str:
        return f"Dossier {self.reference}"


class LienCaf(models.Model):
    """The Caf that holds a dossier during a period, and the allocataire number there."""

    # Indexed below, with what is read of it.
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="liens_caf", db_index=False)
    caf = models.ForeignKey(Caisse, verbose_name="Caf", on_delete=models.PROTECT, related_name="+")
    numero_allocataire = models.CharField("numéro d’allocataire", max_length=7)
    periode = DateRangeField("période")

    class Meta:
        verbose_name = "lien avec une Caf"
        verbose_name_plural = "liens avec une Caf"
        # Else PostgreSQL reads « the Caf of this dossier » in the index of the numbers, where a dossier comes last.
        indexes = [models.Index(fields=["dossier"], include=["caf", "periode"], name="lien_caf_du_dossier")]
        constraints = [
            models.CheckConstraint(
                name="lien_caf_periode_datee",
                condition=PERIODE_DATEE,
                violation_error_message=PERIODE_MAL_DATEE,
            ),
            models.CheckConstraint(
                name="lien_caf_numero_de_7_chiffres",
                condition=Q(numero_allocataire__regex=r"^[0-9]{7}$"),
                violation_error_message="Un numéro d’allocataire compte 7 chiffres.",
            ),
            ExclusionConstraint(
                name="lien_caf_une_seule_a_la_fois",
                expressions=[("dossier", RangeOperators.EQUAL), ("periode", RangeOperators.OVERLAPS)],
                violation_error_message="Un dossier est dans une seule Caf à la fois.",
            ),
            # Not unique(caf, numéro): a family that comes back finds its number again.
            ExclusionConstraint(
                name="lien_caf_numero_d_un_seul_dossier",
                expressions=[
                    ("caf", RangeOperators.EQUAL),
                    ("numero_allocataire", RangeOperators.EQUAL),
                    ("dossier", RangeOperators.NOT_EQUAL),
                ],
                violation_error_message="Ce numéro d’allocataire est celui d’un autre dossier de cette Caf.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero_allocataire} à la Caf {self.caf_id}"


class Rattachement(models.Model):
    """A person in a dossier, in one role, during a period. A child may be in two dossiers."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="rattachements")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="rattachements")
    role = models.CharField("rôle", max_length=17, choices=Role.choices)
    periode = DateRangeField("période")

    class Meta:
        verbose_name = "rattachement"
        verbose_name_plural = "rattachements"
        constraints = [
            models.CheckConstraint(
                name="rattachement_periode_datee",
                condition=PERIODE_DATEE,
                violation_error_message=PERIODE_MAL_DATEE,
            ),
            models.CheckConstraint(
                name="rattachement_role_connu",
                condition=Q(role__in=Role.values),
                violation_error_message="Le rôle est responsable, conjoint, enfant ou personne à charge.",
            ),
            ExclusionConstraint(
                name="rattachement_un_role_a_la_fois",
                expressions=[
                    ("dossier", RangeOperators.EQUAL),
                    ("personne", RangeOperators.EQUAL),
                    ("periode", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne a déjà un rôle dans ce dossier à ces dates.",
            ),
            *(
                ExclusionConstraint(
                    name=f"rattachement_un_seul_{role}",
                    expressions=[("dossier", RangeOperators.EQUAL), ("periode", RangeOperators.OVERLAPS)],
                    condition=Q(role=role),
                    violation_error_message=f"Ce dossier a déjà un {role} à ces dates.",
                )
                for role in (Role.RESPONSABLE.value, Role.CONJOINT.value)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} du dossier {self.dossier_id}"


class Habilitation(models.Model):
    """An agent sees what a Caf holds, during a period. Nothing else opens a person or a dossier to an agent."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="agent", on_delete=models.PROTECT, related_name="habilitations"
    )
    caf = models.ForeignKey(Caisse, verbose_name="Caf", on_delete=models.PROTECT, related_name="+")
    periode = DateRangeField("période")

    class Meta:
        verbose_name = "habilitation"
        verbose_name_plural = "habilitations"
        constraints = [
            models.CheckConstraint(
                name="habilitation_periode_datee",
                condition=PERIODE_DATEE,
                violation_error_message=PERIODE_MAL_DATEE,
            ),
            # Its index also serves « the Caf of this agent on that day ».
            ExclusionConstraint(
                name="habilitation_une_a_la_fois",
                expressions=[
                    ("compte", RangeOperators.EQUAL),
                    ("caf", RangeOperators.EQUAL),
                    ("periode", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cet agent est déjà habilité à cette Caf à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"Habilitation à la Caf {self.caf_id}"


class Autorisation(models.Model):
    """One thing that the responsable of a dossier lets their partner do, until it is taken back."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="autorisations")
    beneficiaire = models.ForeignKey(
        Personne, verbose_name="bénéficiaire", on_delete=models.PROTECT, related_name="autorisations"
    )
    portee = models.CharField("portée", max_length=9, choices=Autorisable.choices)
    accordee_le = models.DateTimeField("accordée le", default=timezone.now)
    retiree_le = models.DateTimeField("retirée le", null=True, blank=True)

    class Meta:
        verbose_name = "autorisation"
        verbose_name_plural = "autorisations"
        constraints = [
            models.UniqueConstraint(
                name="autorisation_une_a_la_fois",
                fields=["dossier", "beneficiaire", "portee"],
                condition=Q(retiree_le=None),
                violation_error_message="Cette autorisation est déjà en cours.",
            ),
            models.CheckConstraint(
                name="autorisation_portee_connue",
                condition=Q(portee__in=Autorisable.values),
                violation_error_message="On autorise à consulter, à déclarer ou à demander.",
            ),
            models.CheckConstraint(
                name="autorisation_retiree_apres",
                condition=Q(retiree_le=None) | Q(retiree_le__gte=F("accordee_le")),
                violation_error_message="Une autorisation se retire après avoir été donnée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_portee_display()} sur le dossier {self.dossier_id}"
