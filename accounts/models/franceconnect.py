"""FranceConnect: the link between an identity there and a person here, and each journey of a browser there and back."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import EtatPassage, UsagePassage
from accounts.models.personne import Personne
from portal.alea import nouvelle_reference
from portal.chiffrement import ouvrir_donnee, sceller_donnee


class LienFranceConnect(models.Model):
    """One person is one subject of one issuer. No claim is kept, only a keyed digest of the pivot identity.

    `sub` is as it was given: an opaque name that FranceConnect drew for us alone, and that opens nothing.
    """

    emetteur = models.CharField("émetteur", max_length=200, editable=False)
    sub = models.CharField("identifiant chez l’émetteur", max_length=255, editable=False)
    personne = models.ForeignKey(
        Personne, on_delete=models.CASCADE, related_name="liens_franceconnect", editable=False
    )
    pivot_cle = models.CharField("clé de l’empreinte de l’identité", max_length=40, editable=False)
    pivot_empreinte = models.BinaryField("empreinte de l’identité", max_length=32, editable=False)
    lie_le = models.DateTimeField("relié le", default=timezone.now, editable=False)
    # The last time another identity came under the same name and the person was told.
    alerte_le = models.DateTimeField("identité changée, dit le", null=True, editable=False)

    class Meta:
        verbose_name = "lien FranceConnect"
        verbose_name_plural = "liens FranceConnect"
        constraints = [
            models.UniqueConstraint(
                name="lien_franceconnect_unique",
                fields=["emetteur", "sub"],
                violation_error_message="Cette identité FranceConnect est déjà reliée à un compte.",
            ),
            models.UniqueConstraint(
                name="lien_franceconnect_un_par_personne",
                fields=["emetteur", "personne"],
                violation_error_message="Ce compte est déjà relié à une identité FranceConnect.",
            ),
            models.CheckConstraint(
                name="lien_franceconnect_nomme",
                condition=~Q(emetteur="") & ~Q(sub=""),
                violation_error_message="Une identité FranceConnect a un émetteur et un identifiant.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lien FranceConnect {self.pk}"


class PassageFranceConnect(models.Model):
    """One journey there and back of one browser, used once.

    What must come back with it, then who came back, is sealed, and wiped as soon as it has served.
    """

    reference = models.CharField("référence", max_length=16, default=nouvelle_reference, editable=False)
    usage = models.CharField("usage", max_length=9, choices=UsagePassage.choices, editable=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="compte à relier",
        null=True,
        on_delete=models.CASCADE,
        related_name="passages_franceconnect",
        editable=False,
    )
    # Digests: of the token that this browser holds, of the state that must come back.
    navigateur = models.BinaryField("empreinte du navigateur", max_length=32, editable=False)
    state = models.BinaryField("empreinte de l’aller", max_length=32, editable=False)
    contenu_scelle = models.BinaryField("contenu scellé", null=True, editable=False)
    etat = models.CharField("état", max_length=9, choices=EtatPassage.choices, editable=False)
    cree_le = models.DateTimeField("commencé le", default=timezone.now, editable=False)
    perime_le = models.DateTimeField("inutile à partir du", editable=False)

    class Meta:
        verbose_name = "passage par FranceConnect"
        verbose_name_plural = "passages par FranceConnect"
        constraints = [
            models.UniqueConstraint(
                name="passage_franceconnect_reference_unique",
                fields=["reference"],
                violation_error_message="Un autre passage a déjà cette référence.",
            ),
            models.UniqueConstraint(
                name="passage_franceconnect_state_unique",
                fields=["state"],
                violation_error_message="Un autre passage attend déjà cette réponse.",
            ),
            models.CheckConstraint(
                name="passage_franceconnect_etat_connu",
                condition=Q(etat__in=EtatPassage.values),
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                name="passage_franceconnect_lien_d_un_compte",
                condition=Q(usage=UsagePassage.LIEN, compte__isnull=False)
                | Q(usage__in=[UsagePassage.CONNEXION, UsagePassage.SORTIE], compte=None),
                violation_error_message="Seul un compte ouvert se relie du dedans.",
            ),
            models.CheckConstraint(
                name="passage_franceconnect_fini_ne_garde_rien",
                condition=~Q(etat=EtatPassage.FINI) | Q(contenu_scelle=None),
                violation_error_message="Un passage fini ne garde rien.",
            ),
            models.CheckConstraint(
                name="passage_franceconnect_perime_apres_son_depart",
                condition=Q(perime_le__gt=F("cree_le")),
                violation_error_message="Un passage vit après son départ.",
            ),
        ]
        indexes = [models.Index(fields=["perime_le"], name="passage_franceconnect_perime")]

    def __str__(self) -> str:
        return f"Passage {self.reference}"

    @property
    def contenu(self) -> dict[str, Any]:
        """What must come back (`nonce`, `verificateur`, `suite`), then who came; empty once over."""
        if self.contenu_scelle is None:
            return {}
        return json.loads(ouvrir_donnee(bytes(self.contenu_scelle), self.contexte_scelle()))  # type: ignore[no-any-return]

    @contenu.setter
    def contenu(self, valeur: dict[str, Any]) -> None:
        self.contenu_scelle = (
            sceller_donnee(json.dumps(valeur).encode(), self.contexte_scelle()) if valeur else None
        )

    def contexte_scelle(self) -> str:
        return f"passage_franceconnect/{self.reference}"
