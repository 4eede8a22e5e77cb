"""First step: can this simulator answer this person?"""

from datetime import date
from typing import Any

from django import forms

from portal.cafs import codes_postaux
from portal.ui.formulaires import (
    ChoixField,
    CodePostalField,
    DateSaisieField,
    Doute,
    Formulaire,
    ListeField,
    MoisField,
    OuiNonField,
)
from simulations.forms.ages import naissance_impossible, question_de_majorite
from simulations.regles import Mois, mois_de_reference
from simulations.typographie import periode

# Older quarters have scales, but nobody replays them and the payslips of the time are gone.
PREMIER_MOIS_REJOUABLE = Mois(2019, 1)

REGIMES = [
    ("", "Celui que la loi prévoit à cette date"),
    ("M-1", "Les trois mois juste avant la demande"),
    ("M-2", "Les trois mois d’avant, décalés d’un mois"),
]


class AccesForm(Formulaire):
    """Residence, place, age, work; and, for advisers, the quarter to replay."""

    reside_en_france = OuiNonField(
        label="Vous résidez en France",
        aide="En métropole ou outre-mer, de façon stable : vous y passez au moins neuf mois par an.",
    )
    code_postal = CodePostalField(
        label="Code postal", help_text="Celui de votre logement, par exemple 31000."
    )
    commune = ListeField(label="Commune", help_text="Ce code postal est partagé par deux départements.")
    date_naissance = DateSaisieField(label="Votre date de naissance", help_text="Par exemple 01/01/1990.")
    revenus_professionnels = OuiNonField(
        label="Revenus professionnels",  # `__init__` adds the dates
        aide="Salaires, chiffre d’affaires, bénéfices, indemnités de chômage partiel. "
        "Il suffit qu’une seule personne du foyer en ait perçu, même un seul mois.",
    )
    mois_demande = MoisField(
        label="Mois de la demande",
        required=False,
        help_text="Par exemple 10/2022. Sans réponse, c’est le mois en cours.",
        aide="Pour refaire le calcul d’un trimestre passé, depuis janvier 2019. "
        "Les trois mois étudiés changent avec lui.",
    )
    regime = ChoixField(
        label="Trimestre étudié",
        choices=REGIMES,
        required=False,
        aide="À n’utiliser que pour un département d’essai (octobre 2024 à février 2025) ou un contrôle.",
    )

    def __init__(self, donnees: Any = None, *, aujourd_hui: date, **kwargs: Any) -> None:
        super().__init__(donnees, **kwargs)
        self.aujourd_hui = aujourd_hui
        debut, fin = periode(self._mois())
        question = "Vous, ou une personne de votre foyer, avez perçu des revenus professionnels"
        self.fields["revenus_professionnels"].label = f"{question} entre le {debut} et le {fin}"
        communes = self._communes()
        if communes:
            self.fields["commune"].choices = [("", "Choisissez"), *communes]  # type: ignore[attr-defined]
        else:
            del self.fields["commune"]

    def _mois(self) -> tuple[Mois, Mois, Mois]:
        """The months that the question about income names: those of the claim month typed, else of today."""
        courant = Mois.du_jour(self.aujourd_hui)
        if not self.is_bound:
            return mois_de_reference(courant)
        try:
            saisi = self.fields["mois_demande"].clean(self.data.get(self.add_prefix("mois_demande")))
            demande = Mois(*saisi) if saisi else courant
        except (forms.ValidationError, ValueError):
            return mois_de_reference(courant)
        regime = self.data.get(self.add_prefix("regime"))
        return mois_de_reference(demande, regime if regime in dict(REGIMES) and regime else None)

    def _communes(self) -> list[tuple[str, str]]:
        """The communes to choose from when the postal code belongs to several départements."""
        saisi = self.data.get(self.add_prefix("code_postal"), "") if self.is_bound else ""
        return codes_postaux.communes_a_choisir(saisi)

    def clean_mois_demande(self) -> Mois:
        """The month of the claim; without an answer, the current one."""
        courant = Mois.du_jour(self.aujourd_hui)
        saisi = self.cleaned_data.get("mois_demande")
        if not saisi:
            return courant
        if saisi[0] > 9999 or not PREMIER_MOIS_REJOUABLE <= Mois(*saisi) <= courant:
            raise forms.ValidationError(
                f"Indiquez un mois entre janvier 2019 et {courant.en_lettres()}, par exemple 10/2022."
            )
        return Mois(*saisi)

    def clean(self) -> dict[str, Any]:
        """Adds the département that the postal code or the commune gives, or None (no Caf of its own)."""
        donnees = super().clean() or self.cleaned_data
        if "date_naissance" in donnees and "mois_demande" in donnees:
            refus = naissance_impossible(donnees["date_naissance"], donnees["mois_demande"])
            if refus:
                self.add_error("date_naissance", refus)
        if "code_postal" in donnees:
            donnees["lieu"] = codes_postaux.chercher(donnees["code_postal"], donnees.get("commune") or None)
        return donnees

    def doutes(self) -> list[Doute]:
        """A postal code that is only probable; under 18, because an adult partner may open the right."""
        doutes = []
        lieu = self.cleaned_data["lieu"]
        if lieu.a_confirmer and lieu.departement:
            doutes.append(Doute("code_postal", lieu.explication))
        naissance, demande = self.cleaned_data["date_naissance"], self.cleaned_data["mois_demande"]
        question = question_de_majorite(naissance, demande, "Vous avez")
        if question:
            doutes.append(Doute("date_naissance", question))
        return doutes
