"""Proving who one is: what was proven so far, and the secrets that were sent."""

import json

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import Canal, EtatVerification, FormeSecret, UsageVerification
from accounts.models.personne import Personne
from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee

ESSAIS_MAX = 5


class Verification(models.Model):
    """One attempt by one browser to prove who it belongs to.

    `personne` is empty when what was typed is nobody's: such a row lives as the others do, and nothing leaves for it.
    """

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    usage = models.CharField("usage", max_length=9, choices=UsageVerification.choices, editable=False)
    personne = models.ForeignKey(
        Personne, null=True, on_delete=models.CASCADE, related_name="verifications", editable=False
    )
    # Digests: of the token that this browser holds; of who was typed, for the limits.
    navigateur = models.BinaryField("empreinte du navigateur", max_length=32, editable=False)
    cle_limite = models.CharField("clé des limites", max_length=64, editable=False)
    choix_scelle = models.BinaryField("coordonnées proposées, scellées", editable=False)
    etat = models.CharField("état", max_length=9, choices=EtatVerification.choices, editable=False)
    cree_le = models.DateTimeField("commencée le", default=timezone.now, editable=False)
    perime_le = models.DateTimeField("inutile à partir du", editable=False)

    class Meta:
        verbose_name = "vérification"
        verbose_name_plural = "vérifications"
        constraints = [
            models.UniqueConstraint(
                name="verification_reference_unique",
                fields=["reference"],
                violation_error_message="Une autre vérification a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="verification_etat_connu",
                condition=Q(etat__in=EtatVerification.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="verification_prouvee_par_quelqu_un",
                condition=~Q(etat__in=[EtatVerification.PROUVEE, EtatVerification.TERMINEE])
                | Q(personne__isnull=False),
                violation_error_message="Personne n’a prouvé qui elle est.",
            ),
        ]
        indexes = [models.Index(fields=["perime_le"], name="verification_perimee")]

    def __str__(self) -> str:
        return f"Récupération {self.reference}"

    @property
    def choix(self) -> list[dict[str, str]]:
        """What the page proposes, best first: `reference`, `canal`, `masque`. Decoys look the same. What is
        not theirs yet has its `valeur` instead of a reference."""
        return json.loads(ouvrir_donnee(bytes(self.choix_scelle), self.contexte_scelle()))  # type: ignore[no-any-return]

    @choix.setter
    def choix(self, valeur: list[dict[str, str]]) -> None:
        self.choix_scelle = sceller_donnee(json.dumps(valeur).encode(), self.contexte_scelle())

    def contexte_scelle(self) -> str:
        # The former name of the table: what is sealed under it must still open.
        return f"recuperation/{self.reference}"


class Secret(models.Model):
    """A code or a letter's secret: sent once, kept as a keyed digest, used once at most.

    The worker draws it as it sends it (`emis_le`): no web process ever knows one before it is typed.
    """

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    forme = models.CharField("forme", max_length=7, choices=FormeSecret.choices, editable=False)
    canal = models.CharField("canal", max_length=8, choices=Canal.choices, editable=False)
    personne = models.ForeignKey(
        Personne, null=True, on_delete=models.CASCADE, related_name="secrets", editable=False
    )
    verification = models.ForeignKey(
        Verification, null=True, on_delete=models.CASCADE, related_name="secrets", editable=False
    )
    # Which of the proposed contact points; empty when no verification asked for it.
    rang = models.PositiveSmallIntegerField("rang dans le choix", null=True, editable=False)
    cle = models.CharField("clé de l’empreinte", max_length=40, blank=True, editable=False)
    empreinte = models.BinaryField("empreinte", max_length=32, null=True, editable=False)
    essais = models.PositiveSmallIntegerField("essais", default=0, editable=False)
    cree_le = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    perime_le = models.DateTimeField("périmé le", editable=False)
    emis_le = models.DateTimeField("envoyé le", null=True, editable=False)
    utilise_le = models.DateTimeField("utilisé le", null=True, editable=False)
    annule_le = models.DateTimeField("annulé le", null=True, editable=False)

    class Meta:
        verbose_name = "secret envoyé"
        verbose_name_plural = "secrets envoyés"
        constraints = [
            models.UniqueConstraint(
                name="secret_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre secret a déjà cette référence.",
            ),
            models.UniqueConstraint(
                name="secret_un_seul_code_a_la_fois",
                fields=["verification"],
                condition=Q(utilise_le=None, annule_le=None) & ~Q(forme=FormeSecret.LETTRE),
                violation_error_message="Un nouveau code annule le précédent.",
            ),
            models.CheckConstraint(
                name="secret_essais_bornes",
                condition=Q(essais__lte=ESSAIS_MAX),
                violation_error_message="Ce code a été essayé trop de fois.",
            ),
            models.CheckConstraint(
                name="secret_utilise_ou_annule",
                condition=Q(utilise_le=None) | Q(annule_le=None),
                violation_error_message="Un secret annulé ne sert plus.",
            ),
            models.CheckConstraint(
                name="secret_ne_part_que_pour_quelqu_un",
                condition=Q(empreinte=None) | Q(personne__isnull=False),
                violation_error_message="Rien ne part pour personne.",
            ),
            models.CheckConstraint(
                name="secret_perime_apres_sa_demande",
                condition=Q(perime_le__gt=F("cree_le")),
                violation_error_message="Un secret vit après sa demande.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["cree_le"], name="secret_a_emettre", condition=Q(emis_le=None, annule_le=None)
            ),
            models.Index(fields=["perime_le"], name="secret_perime"),
        ]

    def __str__(self) -> str:
        return f"{self.get_forme_display()} {self.reference}"
