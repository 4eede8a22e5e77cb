"""What somebody has besides a password: an application that counts time, a key, a sheet of codes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import EtatLevee, NatureFacteur
from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee

LONGUEUR_NOM = 60


class Facteur(models.Model):
    """One second factor of an account. It counts once `confirme_le` says that its owner has used it once."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="facteurs", editable=False
    )
    nature = models.CharField("nature", max_length=4, choices=NatureFacteur.choices, editable=False)
    nom = models.CharField("nom", max_length=LONGUEUR_NOM)
    # The shared secret of an application; of a key, what it attested (its public half).
    secret_scelle = models.BinaryField("secret scellé", editable=False)
    # Digest of a key's credential identifier: a key finds its account by it.
    identifiant = models.BinaryField("empreinte de l’identifiant", max_length=32, null=True, editable=False)
    # The last time step that was used, or the last count that the key gave: neither goes back.
    compteur = models.BigIntegerField("compteur", default=0, editable=False)
    cree_le = models.DateTimeField("ajouté le", default=timezone.now, editable=False)
    confirme_le = models.DateTimeField("confirmé le", null=True, editable=False)
    utilise_le = models.DateTimeField("utilisé le", null=True, editable=False)

    class Meta:
        verbose_name = "second facteur"
        verbose_name_plural = "seconds facteurs"
        constraints = [
            models.UniqueConstraint(
                name="facteur_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre facteur a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="facteur_nature_connue",
                condition=Q(nature__in=NatureFacteur.values),
                violation_error_message="Un second facteur est une application ou une clé.",
            ),
            models.UniqueConstraint(
                name="facteur_une_application",
                fields=["compte"],
                condition=Q(nature=NatureFacteur.TOTP, confirme_le__isnull=False),
                violation_error_message="Une application est déjà reliée à ce compte.",
            ),
            models.UniqueConstraint(
                name="facteur_cle_d_un_seul_compte",
                fields=["identifiant"],
                violation_error_message="Cette clé est déjà reliée à un compte.",
            ),
            models.CheckConstraint(
                name="facteur_cle_identifiee",
                condition=Q(nature=NatureFacteur.CLE, identifiant__isnull=False)
                | Q(nature=NatureFacteur.TOTP, identifiant__isnull=True),
                violation_error_message="Une clé a un identifiant, une application n’en a pas.",
            ),
        ]
        # For the purge: those that were shown and never confirmed.
        indexes = [
            models.Index(fields=["cree_le"], condition=Q(confirme_le=None), name="facteur_a_confirmer")
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} {self.reference}"

    @property
    def secret(self) -> bytes:
        """Raises `Indechiffrable` when the row was moved or altered."""
        return ouvrir_donnee(bytes(self.secret_scelle), self.contexte_scelle())

    @secret.setter
    def secret(self, secret: bytes) -> None:
        self.secret_scelle = sceller_donnee(secret, self.contexte_scelle())

    def contexte_scelle(self) -> str:
        return f"facteur/{self.reference}"


class CodeSecours(models.Model):
    """One line of a sheet printed for the day when nothing else is at hand: kept as a keyed digest, used once."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="codes_secours", editable=False
    )
    cle = models.CharField("clé de l’empreinte", max_length=40, editable=False)
    empreinte = models.BinaryField("empreinte", max_length=32, editable=False)
    cree_le = models.DateTimeField("imprimé le", default=timezone.now, editable=False)
    utilise_le = models.DateTimeField("utilisé le", null=True, editable=False)

    class Meta:
        verbose_name = "code de secours"
        verbose_name_plural = "codes de secours"
        constraints = [
            models.UniqueConstraint(
                name="code_secours_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre code a déjà cette référence.",
            ),
        ]

    def __str__(self) -> str:
        return f"Code de secours {self.reference}"


# Nothing more comes of these.
FINIES = [EtatLevee.FAITE, EtatLevee.ANNULEE]


class Levee(models.Model):
    """Somebody who has lost every second factor asks to do without: a letter, then a wait."""

    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="levees", editable=False
    )
    etat = models.CharField("état", max_length=8, choices=EtatLevee.choices, editable=False)
    cree_le = models.DateTimeField("demandée le", default=timezone.now, editable=False)
    effective_le = models.DateTimeField("possible à partir du", null=True, editable=False)

    class Meta:
        verbose_name = "retrait de second facteur"
        verbose_name_plural = "retraits de second facteur"
        constraints = [
            models.CheckConstraint(
                name="levee_etat_connu",
                condition=Q(etat__in=EtatLevee.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.UniqueConstraint(
                name="levee_une_a_la_fois",
                fields=["compte"],
                condition=Q(etat__in=[EtatLevee.DEMANDEE, EtatLevee.PROUVEE]),
                violation_error_message="Un retrait est déjà demandé.",
            ),
            models.CheckConstraint(
                name="levee_attend_une_fois_prouvee",
                condition=~Q(etat__in=[EtatLevee.PROUVEE, EtatLevee.FAITE]) | Q(effective_le__isnull=False),
                violation_error_message="Un retrait prouvé a une date.",
            ),
        ]
        indexes = [models.Index(fields=["cree_le"], condition=Q(etat__in=FINIES), name="levee_finie")]

    def __str__(self) -> str:
        return f"Retrait {self.pk} ({self.get_etat_display()})"
