"""Who acts for somebody else: a body or one person, who enters in its name, and for whom by a court's decision."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.models import Personne
from dossiers.enums import Mesure, MotifFin, NatureTuteur
from dossiers.models.dossier import PERIODE_DATEE, PERIODE_MAL_DATEE, Dossier
from portal.alea import nouvelle_reference
from portal.cafs.models import Caisse


class Tuteur(models.Model):
    """Whom a judge has named: a body with several users, or one person. `nom` is what everybody reads."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    nature = models.CharField("nature", max_length=9, choices=NatureTuteur.choices)
    nom = models.CharField("nom", max_length=120)
    # Whose agents know it: they alone say who enters in its name, wherever the dossiers are.
    caf = models.ForeignKey(
        Caisse, verbose_name="Caf qui le connaît", on_delete=models.PROTECT, related_name="+"
    )
    cree_le = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "tuteur"
        verbose_name_plural = "tuteurs"
        constraints = [
            models.UniqueConstraint(
                name="tuteur_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre tuteur a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="tuteur_nomme",
                condition=~Q(nom=""),
                violation_error_message="Indiquez le nom du tuteur.",
            ),
            models.CheckConstraint(
                name="tuteur_nature_connue",
                condition=Q(nature__in=NatureTuteur.values),
                violation_error_message="Un tuteur est une personne ou un organisme.",
            ),
            # Two people may have the same name; two bodies that do would be mistaken for one another.
            models.UniqueConstraint(
                Lower("nom"),
                name="tuteur_un_organisme_par_nom",
                condition=Q(nature=NatureTuteur.ORGANISME),
                violation_error_message="Un organisme porte déjà ce nom : cherchez-le, ou précisez sa ville.",
            ),
        ]

    def __str__(self) -> str:
        return f"Tuteur {self.reference}"


class MembreTuteur(models.Model):
    """A person who enters in the name of a tuteur, with their own number and password, during a period."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    tuteur = models.ForeignKey(Tuteur, on_delete=models.PROTECT, related_name="membres")
    personne = models.ForeignKey(Personne, on_delete=models.PROTECT, related_name="tutelles")
    # What the tuteur is, which never changes: the two last rules can only read this table.
    seul = models.BooleanField("le tuteur est cette personne", default=False)
    periode = DateRangeField("période")

    class Meta:
        verbose_name = "membre d’un tuteur"
        verbose_name_plural = "membres d’un tuteur"
        constraints = [
            models.UniqueConstraint(
                name="membre_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre membre a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="membre_periode_datee",
                condition=PERIODE_DATEE,
                violation_error_message=PERIODE_MAL_DATEE,
            ),
            ExclusionConstraint(
                name="membre_une_fois_a_la_fois",
                expressions=[
                    ("tuteur", RangeOperators.EQUAL),
                    ("personne", RangeOperators.EQUAL),
                    ("periode", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Cette personne entre déjà au nom de ce tuteur à ces dates.",
            ),
            ExclusionConstraint(
                name="membre_seul_de_son_tuteur",
                expressions=[("tuteur", RangeOperators.EQUAL), ("periode", RangeOperators.OVERLAPS)],
                condition=Q(seul=True),
                violation_error_message="Ce tuteur est une personne : personne d’autre n’entre en son nom.",
            ),
            ExclusionConstraint(
                name="membre_un_tuteur_en_son_nom",
                expressions=[("personne", RangeOperators.EQUAL), ("periode", RangeOperators.OVERLAPS)],
                condition=Q(seul=True),
                violation_error_message="Cette personne est déjà enregistrée comme tuteur : cherchez-la.",
            ),
        ]

    def __str__(self) -> str:
        return f"Membre {self.reference}"


class Mandat(models.Model):
    """What a tuteur may do on a dossier for one person of it, during a period."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    tuteur = models.ForeignKey(Tuteur, on_delete=models.PROTECT, related_name="mandats")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="mandats")
    protegee = models.ForeignKey(
        Personne, verbose_name="personne protégée", on_delete=models.PROTECT, related_name="mandats"
    )
    mesure = models.CharField("mesure", max_length=22, choices=Mesure.choices)
    consulter = models.BooleanField("consulter", default=False)
    declarer = models.BooleanField("déclarer", default=False)
    demander = models.BooleanField("demander", default=False)
    coordonnees_bancaires = models.BooleanField("coordonnées bancaires", default=False)
    periode = DateRangeField("période")
    jugement_le = models.DateField("décision du", null=True, blank=True)
    jugement_reference = models.CharField("référence de la décision", max_length=40, blank=True)
    motif_fin = models.CharField(
        "pourquoi il a pris fin", max_length=10, choices=MotifFin.choices, blank=True
    )
    cree_le = models.DateTimeField("enregistré le", auto_now_add=True)

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        constraints = [
            models.UniqueConstraint(
                name="mandat_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre mandat a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="mandat_periode_datee",
                condition=PERIODE_DATEE,
                violation_error_message=PERIODE_MAL_DATEE,
            ),
            models.CheckConstraint(
                name="mandat_mesure_connue",
                condition=Q(mesure__in=Mesure.values),
                violation_error_message="Choisissez la mesure dans la liste.",
            ),
            models.CheckConstraint(
                name="mandat_motif_connu",
                condition=Q(motif_fin__in=["", *MotifFin.values]),
                violation_error_message="Choisissez dans la liste pourquoi le mandat prend fin.",
            ),
            models.CheckConstraint(
                name="mandat_permet_quelque_chose",
                condition=Q(consulter=True)
                | Q(declarer=True)
                | Q(demander=True)
                | Q(coordonnees_bancaires=True),
                violation_error_message="Cochez au moins une chose que ce mandat permet.",
            ),
            # Its index also serves « the mandates of these tuteurs on that day ».
            ExclusionConstraint(
                name="mandat_un_a_la_fois",
                expressions=[
                    ("tuteur", RangeOperators.EQUAL),
                    ("dossier", RangeOperators.EQUAL),
                    ("protegee", RangeOperators.EQUAL),
                    ("periode", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ce tuteur a déjà un mandat pour cette personne à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"Mandat {self.reference}"
