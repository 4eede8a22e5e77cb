import json
from dataclasses import asdict
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee
from portal.courriers.contenu import Contenu, de_json, en_json
from portal.courriers.enums import FINAUX, Canal, Etat
from portal.courriers.etats import mouvement_permis


class Courrier(models.Model):
    """One SMS, e-mail or letter, from its deposit to its final state. Whom it is for and what it says are sealed."""

    reference = models.CharField(
        "référence", max_length=16, unique=True, default=nouvelle_reference, editable=False
    )
    canal = models.CharField("canal", max_length=8, choices=Canal.choices, editable=False)
    modele = models.CharField("modèle", max_length=60, editable=False)
    destinataire_scelle = models.BinaryField("destinataire scellé")
    destinataire_masque = models.CharField("destinataire", max_length=120, editable=False)
    contenu_scelle = models.BinaryField("contenu scellé", null=True)
    secret = models.BooleanField("porte un secret", default=False, editable=False)
    etat = models.CharField("état", max_length=9, choices=Etat.choices, editable=False)
    essais = models.PositiveSmallIntegerField("essais", default=0, editable=False)
    fournisseur = models.CharField("fournisseur", max_length=80, blank=True, editable=False)
    simule = models.BooleanField("simulé", default=False, editable=False)
    lot = models.CharField("lot", max_length=16, blank=True, editable=False)
    cree_le = models.DateTimeField("déposé le", default=timezone.now, editable=False)
    pas_avant = models.DateTimeField("pas avant", default=timezone.now, editable=False)
    perime_le = models.DateTimeField("inutile à partir du", null=True, editable=False)
    releve_le = models.DateTimeField("remis en file à partir du", default=timezone.now, editable=False)
    marque_le = models.DateTimeField("marqué le", null=True, editable=False)
    fini_le = models.DateTimeField("terminé le", null=True, editable=False)

    class Meta:
        verbose_name = "courrier"
        verbose_name_plural = "courriers"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="courrier_canal_connu",
                condition=Q(canal__in=Canal.values),
                violation_error_message="Le canal est sms, courriel ou courrier.",
            ),
            models.CheckConstraint(
                name="courrier_etat_connu",
                condition=Q(etat__in=Etat.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="courrier_secret_efface_a_la_fin",
                condition=Q(secret=False) | ~Q(etat__in=FINAUX) | Q(contenu_scelle=None),
                violation_error_message="Un secret ne reste pas dans un courrier terminé.",
            ),
            models.CheckConstraint(
                name="courrier_fini_est_date",
                condition=Q(etat__in=FINAUX, fini_le__isnull=False) | (~Q(etat__in=FINAUX) & Q(fini_le=None)),
                violation_error_message="Un courrier terminé a une date de fin, et lui seul.",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["releve_le"], name="courrier_a_relever", condition=Q(etat=Etat.A_ENVOYER)),
            models.Index(fields=["marque_le"], name="courrier_en_cours", condition=Q(etat=Etat.EN_COURS)),
            models.Index(fields=["fini_le"], name="courrier_fini", condition=Q(fini_le__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} {self.reference}"

    @property
    def destinataire(self) -> str:
        """The full recipient, for a provider only. Raises `Indechiffrable`."""
        return ouvrir_donnee(bytes(self.destinataire_scelle), self.contexte_destinataire()).decode()

    @destinataire.setter
    def destinataire(self, valeur: str) -> None:
        self.destinataire_scelle = sceller_donnee(valeur.encode(), self.contexte_destinataire())

    @property
    def contenu(self) -> Contenu:
        """What it says, for a provider only. Raises `Indechiffrable` once wiped, altered or moved."""
        return de_json(ouvrir_donnee(bytes(self.contenu_scelle or b""), self.contexte_contenu()))

    @contenu.setter
    def contenu(self, valeur: Contenu) -> None:
        self.contenu_scelle = sceller_donnee(en_json(asdict(valeur)), self.contexte_contenu())

    def contexte_destinataire(self) -> str:
        return f"courrier/{self.reference}/destinataire"

    def contexte_contenu(self) -> str:
        return f"courrier/{self.reference}/contenu"


class Mouvement(models.Model):
    """One move of one message: never changed, gone with its message."""

    courrier = models.ForeignKey(
        Courrier, on_delete=models.CASCADE, related_name="mouvements", editable=False
    )
    transition = models.CharField("mouvement", max_length=8, editable=False)
    de = models.CharField("de", max_length=9, blank=True, choices=Etat.choices, editable=False)
    vers = models.CharField("vers", max_length=9, choices=Etat.choices, editable=False)
    essai = models.PositiveSmallIntegerField("essai", editable=False)
    fournisseur = models.CharField("fournisseur", max_length=80, blank=True, editable=False)
    motif = models.CharField("motif", max_length=60, blank=True, editable=False)
    le = models.DateTimeField("le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "mouvement"
        verbose_name_plural = "mouvements"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mouvement_du_tableau",
                condition=mouvement_permis(),
                violation_error_message="Ce mouvement n’est pas dans le tableau des passages.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.de} → {self.vers}"


class EnvoiSimule(models.Model):
    """What the demonstration would have sent, sealed. Empty wherever real providers are named."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    canal = models.CharField("canal", max_length=8, choices=Canal.choices, editable=False)
    scelle = models.BinaryField("contenu scellé")
    le = models.DateTimeField("le", default=timezone.now, editable=False, db_index=True)

    class Meta:
        verbose_name = "envoi simulé"
        verbose_name_plural = "envois simulés"

    def __str__(self) -> str:
        return f"{self.get_canal_display()} {self.reference}"

    @property
    def pli(self) -> dict[str, Any]:
        """`destinataire`, `sujet`, `texte`, `html`, `pdf` (base 64) as they would have left."""
        return json.loads(ouvrir_donnee(bytes(self.scelle), self.contexte_scelle()))  # type: ignore[no-any-return]

    @pli.setter
    def pli(self, valeur: dict[str, Any]) -> None:
        self.scelle = sceller_donnee(en_json(valeur), self.contexte_scelle())

    def contexte_scelle(self) -> str:
        return f"envoi-simule/{self.reference}"
