"""Who somebody is. A Personne exists with or without an account; what identifies or reaches it is sealed at rest."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts import coordonnees
from accounts.enums import Canal, NatureNir
from accounts.nir import Nir, exiger_acceptable
from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee


class Personne(models.Model):
    """Civil status and NIR of somebody."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    nom_naissance = models.CharField("nom de naissance", max_length=80)
    nom_usage = models.CharField("nom d’usage", max_length=80, blank=True)
    prenoms = models.CharField("prénoms", max_length=120)
    date_naissance = models.DateField("date de naissance")
    nir_scelle = models.BinaryField("NIR scellé", null=True, editable=False)
    compte = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="personne",
    )
    cree_le = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        constraints = [
            models.UniqueConstraint(
                name="personne_reference_unique",
                fields=["reference"],
                violation_error_message="Une autre personne a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="personne_nommee",
                condition=~Q(nom_naissance="") & ~Q(prenoms=""),
                violation_error_message="Indiquez le nom de naissance et les prénoms.",
            ),
        ]

    def __str__(self) -> str:
        return f"Personne {self.reference}"

    @property
    def nom_complet(self) -> str:
        """« Nadia Morel »: given names, then the name in use."""
        return f"{self.prenoms} {self.nom_usage or self.nom_naissance}"

    @property
    def premier_prenom(self) -> str:
        """« Nadia »: the one somebody is called by."""
        return self.prenoms.split()[0]

    @property
    def nir(self) -> Nir | None:
        """The current number. Raises `Indechiffrable` when the row was moved or altered."""
        if self.nir_scelle is None:
            return None
        return Nir(ouvrir_donnee(bytes(self.nir_scelle), self.contexte_scelle()).decode())

    @nir.setter
    def nir(self, nir: Nir) -> None:
        exiger_acceptable(nir)
        self.nir_scelle = sceller_donnee(nir.en_clair().encode(), self.contexte_scelle())

    def contexte_scelle(self) -> str:
        return f"personne/{self.reference}"


class NirAncien(models.Model):
    """A temporary number that a definitive one has replaced: it still finds the person."""

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    personne = models.ForeignKey(
        Personne, on_delete=models.CASCADE, related_name="nir_anciens", editable=False
    )
    nature = models.CharField("nature", max_length=10, choices=NatureNir.choices, editable=False)
    nir_scelle = models.BinaryField("NIR scellé", editable=False)
    remplace_le = models.DateTimeField("remplacé le", auto_now_add=True)

    class Meta:
        verbose_name = "ancien NIR"
        verbose_name_plural = "anciens NIR"
        constraints = [
            models.UniqueConstraint(
                name="nir_ancien_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre numéro a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="nir_ancien_non_definitif",
                condition=Q(nature__in=[NatureNir.ATTENTE, NatureNir.PROVISOIRE]),
                violation_error_message="Seul un numéro provisoire ou d’attente se remplace.",
            ),
        ]

    def __str__(self) -> str:
        return f"Ancien NIR {self.reference}"

    @property
    def nir(self) -> Nir:
        """The former number. Raises `Indechiffrable` when the row was moved or altered."""
        return Nir(ouvrir_donnee(bytes(self.nir_scelle), self.contexte_scelle()).decode())

    @nir.setter
    def nir(self, nir: Nir) -> None:
        exiger_acceptable(nir)
        self.nir_scelle = sceller_donnee(nir.en_clair().encode(), self.contexte_scelle())

    def contexte_scelle(self) -> str:
        return f"nir_ancien/{self.reference}"


class EmpreinteNir(models.Model):
    """One fingerprint of one number of a person under one key of `CLES_EMPREINTES`.

    Each number has a row for every key of the ring: so a number stays unique while a key is being replaced, and
    processes that know only the former key still find it. `ancien` is empty for the current number.
    """

    personne = models.ForeignKey(
        Personne, on_delete=models.CASCADE, related_name="empreintes", editable=False
    )
    ancien = models.ForeignKey(
        NirAncien, null=True, on_delete=models.CASCADE, related_name="empreintes", editable=False
    )
    cle = models.CharField("clé", max_length=40, editable=False)
    valeur = models.BinaryField("empreinte", max_length=32, editable=False)

    class Meta:
        verbose_name = "empreinte de NIR"
        verbose_name_plural = "empreintes de NIR"
        constraints = [
            models.UniqueConstraint(
                name="empreinte_nir_unique",
                fields=["valeur"],
                violation_error_message="Ce numéro est déjà celui d’une autre personne.",
            ),
            models.UniqueConstraint(
                name="empreinte_nir_une_par_cle",
                fields=["personne", "ancien", "cle"],
                nulls_distinct=False,
                violation_error_message="Cette personne a déjà un numéro.",
            ),
        ]

    def __str__(self) -> str:
        return f"Empreinte {self.pk} sous {self.cle}"


# One figure for what can still be undone: a letter that tells of a change takes up to eight days, which leaves a week
# to object.
DELAI_CONTACT = timedelta(days=15)


class PointsContact(models.QuerySet["PointContact"]):
    """A point that was removed still finds its person for a while: each reader says which of these it wants."""

    def en_service(self) -> "PointsContact":
        """Those that receive codes and messages today."""
        return self.filter(retire_le=None)

    def joignables(self) -> "PointsContact":
        """Those, and those removed since less than `DELAI_CONTACT`: for notices, and to take an account back."""
        return self.filter(Q(retire_le=None) | Q(retire_le__gt=timezone.now() - DELAI_CONTACT))


class PointContact(models.Model):
    """A phone number, an e-mail address or a postal address of a person.

    `en_ligne`: they added it themselves, and proved it. `retire_le`: they removed it; see `PointsContact`.
    """

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    personne = models.ForeignKey(
        Personne, on_delete=models.CASCADE, related_name="points_contact", editable=False
    )
    canal = models.CharField("canal", max_length=8, choices=Canal.choices, editable=False)
    valeur_scellee = models.BinaryField("valeur scellée", editable=False)
    verifie_le = models.DateTimeField("vérifié le", null=True, editable=False)
    cree_le = models.DateTimeField("ajouté le", auto_now_add=True)
    en_ligne = models.BooleanField("ajouté par la personne", default=False, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, editable=False)

    objects = PointsContact.as_manager()

    class Meta:
        verbose_name = "point de contact"
        verbose_name_plural = "points de contact"
        ordering = ["cree_le", "id"]
        constraints = [
            models.UniqueConstraint(
                name="point_contact_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre point de contact a déjà cette référence.",
            ),
            models.CheckConstraint(
                name="point_contact_canal_connu",
                condition=Q(canal__in=Canal.values),
                violation_error_message="Le canal est SMS, courriel ou courrier.",
            ),
            models.CheckConstraint(
                name="point_contact_prouve_avant_tout",
                condition=Q(en_ligne=False, retire_le=None) | Q(verifie_le__isnull=False),
                violation_error_message="Une coordonnée ajoutée en ligne, ou qui sert encore, a été prouvée.",
            ),
            models.CheckConstraint(
                name="point_contact_retire_apres_coup",
                condition=Q(retire_le=None) | Q(retire_le__gte=F("verifie_le")),
                violation_error_message="Une coordonnée se retire après avoir été vérifiée.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["retire_le"], name="point_contact_retire", condition=Q(retire_le__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_canal_display()} {self.reference}"

    @property
    def valeur(self) -> str:
        """In clear. Raises `Indechiffrable` when the row was moved or altered."""
        return ouvrir_donnee(bytes(self.valeur_scellee), self.contexte_scelle()).decode()

    @valeur.setter
    def valeur(self, valeur: str) -> None:
        self.valeur_scellee = sceller_donnee(valeur.encode(), self.contexte_scelle())

    @property
    def masque(self) -> str:
        """What a screen may show of it."""
        return coordonnees.MASQUES[self.canal](self.valeur)

    @property
    def utile_jusqu_au(self) -> datetime | None:
        """Of a removed one: when it stops finding its person."""
        return self.retire_le + DELAI_CONTACT if self.retire_le else None

    @property
    def recent(self) -> bool:
        """Added by whoever is in the account, so lately that its owner may not know it yet."""
        prouve = self.verifie_le
        return self.en_ligne and prouve is not None and prouve > timezone.now() - DELAI_CONTACT

    def contexte_scelle(self) -> str:
        return f"point_contact/{self.canal}/{self.reference}"
