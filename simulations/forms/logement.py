"""Second step, last pages: the home, its aid, family benefits, yearly income from savings."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from portal.ui.formulaires import (
    ChoixField,
    ChoixMultipleField,
    Doute,
    Formulaire,
    MontantField,
    MontantsMensuelsField,
)
from simulations.forms.montants import choix_des_mois, question_sur
from simulations.regles import Mois, StatutLogement

LOGEMENTS = [
    (StatutLogement.LOCATAIRE.value, "Locataire ou colocataire"),
    (StatutLogement.PROPRIETAIRE.value, "Propriétaire, sans prêt en cours"),
    (StatutLogement.ACCEDANT.value, "Propriétaire, avec un prêt en cours"),
    (StatutLogement.LOGE_GRATUITEMENT.value, "Logé ou logée gratuitement"),
    (StatutLogement.LOGE_AVEC_PARTICIPATION.value, "Hébergé ou hébergée, avec une participation aux frais"),
    (StatutLogement.AUTRE.value, "Autre (foyer, hôtel, sans domicile…)"),
]
# The flat rate of these two does not look at the aid (R.844-3 CSS).
SANS_AIDE_UTILE = {StatutLogement.PROPRIETAIRE.value, StatutLogement.LOGE_GRATUITEMENT.value}

PRESTATIONS = [
    ("af", "Allocations familiales"),
    ("asf", "Allocation de soutien familial"),
    ("cf", "Complément familial"),
    ("paje_base", "Allocation de base de la Paje"),
    ("prepare", "PreParE (congé parental)"),
]
# Benefits of which only a part counts: (name in the exchange format, label of the part).
PARTS = {
    "af": ("af_base", "Part des allocations familiales sans la majoration pour âge"),
    "cf": ("cf_non_majore", "Part du complément familial sans sa majoration"),
}


class LogementForm(Formulaire):
    """Housing, housing benefit, which family benefits, and income from savings."""

    statut = ChoixField(
        label="Votre logement principal",
        choices=LOGEMENTS,
        aide="Propriétaire sans prêt ou logé gratuitement : un forfait logement est retiré, "
        "car vous n’avez ni loyer ni mensualité à payer.",
    )
    prestations = ChoixMultipleField(
        label="Prestations familiales reçues",
        choices=PRESTATIONS,
        required=False,
        help_text="Cochez celles versées pendant ces trois mois. Les montants vous seront demandés à la page suivante.",
        aide="L’allocation de rentrée scolaire, la prime à la naissance et l’AEEH ne comptent pas.",
    )

    def __init__(self, donnees: Any = None, *, mois: Sequence[Mois], **kwargs: Any) -> None:
        super().__init__(donnees, **kwargs)
        self.choix = choix_des_mois(mois)
        self.fields["aide_logement"] = MontantsMensuelsField(
            mois=self.choix,
            label="Allocation logement",
            help_text="APL, ALF ou ALS, même versée à votre propriétaire. Sans aide, écrivez 0.",
            aide="Le montant figure sur votre relevé de la Caf ou sur la quittance de loyer.",
            required=self.data.get(self.add_prefix("statut")) not in SANS_AIDE_UTILE,
        )
        annees = sorted({m.annee - 2 for m in mois})
        self.fields["patrimoine_annuel"] = MontantField(
            label=f"Revenus annuels de placements et du patrimoine en {' ou '.join(map(str, annees))}",
            required=False,
            help_text="Loyers reçus, intérêts imposables, dividendes : le total déclaré aux impôts pour l’année.",
            aide="Les intérêts du livret A ne comptent pas. Si vous n’avez rien, laissez vide.",
        )
        self.order_fields(["statut", "aide_logement", "prestations", "patrimoine_annuel"])

    def doutes(self) -> list[Doute]:
        """Is the housing benefit odd?"""
        aide = self.cleaned_data.get("aide_logement")
        question = question_sur(aide, self.choix) if aide else None
        return [Doute("aide_logement", question)] if question else []


class PrestationsForm(Formulaire):
    """Three amounts for each family benefit that was ticked."""

    def __init__(
        self, donnees: Any = None, *, prestations: Sequence[str], mois: Sequence[Mois], **kwargs: Any
    ) -> None:
        super().__init__(donnees, **kwargs)
        choix = choix_des_mois(mois)
        for nom, libelle in PRESTATIONS:
            if nom not in prestations:
                continue
            self.fields[nom] = MontantsMensuelsField(
                mois=choix,
                label=libelle,
                help_text="Le montant versé chaque mois, tel qu’il figure sur vos paiements.",
            )
            if nom in PARTS:
                part, libelle_part = PARTS[nom]
                self.fields[part] = MontantsMensuelsField(
                    mois=choix,
                    label=libelle_part,
                    required=False,
                    aide="À remplir seulement si une majoration vous est versée : elle ne compte pas dans le calcul.",
                )

    def clean(self) -> dict[str, Any]:
        """A part is never larger than its whole."""
        donnees = super().clean() or self.cleaned_data
        for nom, (part, _) in PARTS.items():
            total, dont = donnees.get(nom), donnees.get(part)
            if total and dont and any(d > t for t, d in zip(total, dont, strict=True)):
                self.add_error(
                    part, "Cette part dépasse le montant total du mois : vérifiez les deux montants."
                )
        return donnees


def prestations_en_contrat(donnees: dict[str, Any]) -> dict[str, list[Decimal]]:
    """Cleaned data of a `PrestationsForm` in the exchange format."""
    return {nom: list(montants) for nom, montants in donnees.items() if montants is not None}
