"""Second step, first pages: who lives in the household and what each adult does."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from portal.ui.formulaires import (
    ChoixField,
    ChoixMultipleField,
    DateSaisieField,
    Doute,
    Formulaire,
    MontantField,
    MontantsMensuelsField,
    OuiNonField,
)
from simulations.forms.ages import naissance_impossible, question_de_majorite
from simulations.forms.montants import MoisChoix
from simulations.regles import Mois
from simulations.typographie import suivant

SEUL, SEUL_RECENT, COUPLE = "seul", "seul_recent", "couple"
VIE = [
    (SEUL, "Seul ou seule"),
    (SEUL_RECENT, "Seul ou seule, après une séparation ou un veuvage de moins de 18 mois"),
    (COUPLE, "En couple"),
]

ENFANTS_MAX = 12
# « 5 et + » opens as many lines as we offer; only the first five are then required.
CINQ_ET_PLUS = 5
NOMBRES = [(str(n), str(n)) for n in range(CINQ_ET_PLUS)] + [(str(CINQ_ET_PLUS), "5 et +")]
# A child still to be born may be listed (contract of the exchange format): nine months after the claim at most.
MOIS_DE_GROSSESSE = 9

SALARIE, INDEPENDANT, AUTO_ENTREPRENEUR = "salarie", "independant", "auto_entrepreneur"
ETUDIANT, AUTRE = "etudiant", "autre"
STATUTS = [
    (SALARIE, "En activité salariée"),
    (INDEPENDANT, "Travailleur indépendant"),
    (AUTO_ENTREPRENEUR, "Auto-entrepreneur"),
    (ETUDIANT, "Étudiant salarié, stagiaire ou apprenti"),
    (AUTRE, "Autre (sans activité, retraité…)"),
]
AUTRES_REVENUS = [
    ("chomage", "Allocations de chômage"),
    ("ij_maladie", "Indemnités d’arrêt maladie ou d’accident"),
    ("ij_maternite", "Indemnités de maternité, de paternité ou d’adoption"),
    ("pension_alimentaire_recue", "Pension alimentaire reçue"),
    ("retraite", "Retraite"),
    ("pension_invalidite", "Pension d’invalidité"),
]


# R.262-3 CASF and R.512-2 CSS: the first limit met decides.
AIDE_SALAIRE_ENFANT = (
    "Un enfant ne compte plus dans le foyer s’il gagne plus de 55 % du Smic sur six mois, ou si ses ressources "
    "dépassent 40 % du RSA d’une personne seule. Ses revenus, eux, comptent toujours."
)


class FoyerForm(Formulaire):
    """The household."""

    vie = ChoixField(label="Vous vivez", choices=VIE)
    enceinte = OuiNonField(
        label="Vous attendez un enfant",
        aide="Une grossesse en cours ouvre une majoration pour une personne qui vit seule.",
    )
    nombre_enfants = ChoixField(
        label="Nombre de personnes à votre charge",
        choices=NOMBRES,
        aide="Enfants et jeunes de moins de 25 ans qui vivent avec vous, même s’ils ont un petit salaire. "
        "Un enfant à naître peut être indiqué, avec la date prévue : il comptera à sa naissance. "
        "Ne comptez ni vous-même, ni votre conjoint ou conjointe.",
    )

    def clean_nombre_enfants(self) -> int:
        return int(self.cleaned_data["nombre_enfants"])


class EnfantsForm(Formulaire):
    """A birth date for each child and, for those who work, what they earn."""

    def __init__(
        self, donnees: Any = None, *, nombre: int, mois: MoisChoix, mois_demande: Mois, **kwargs: Any
    ) -> None:
        super().__init__(donnees, **kwargs)
        self.obligatoires = nombre
        self.mois_demande = mois_demande
        self.lignes = nombre if nombre < CINQ_ET_PLUS else ENFANTS_MAX
        for rang in range(1, self.lignes + 1):
            self._ajouter(rang, mois)

    def _ajouter(self, rang: int, mois: MoisChoix) -> None:
        numero = f"{rang}{'er' if rang == 1 else 'e'}"
        self.fields[f"naissance_{rang}"] = DateSaisieField(
            label=f"Date de naissance du {numero} enfant",
            help_text="Par exemple 25/07/2012.",
            required=rang <= self.obligatoires,
        )
        self.fields[f"salaire_{rang}"] = MontantsMensuelsField(
            mois=mois,
            required=False,
            label=f"Salaire du {numero} enfant",
            help_text="S’il ou elle travaille.",
        )
        self.fields[f"salaire_avant_{rang}"] = MontantField(
            label=f"Salaire mensuel du {numero} enfant, les six mois d’avant",
            required=False,
            aide=AIDE_SALAIRE_ENFANT,
        )

    def groupes(self) -> list[dict[str, Any]]:
        """The fields of each child, for the template."""
        return [
            {
                "rang": rang,
                "naissance": self[f"naissance_{rang}"],
                "salaire": self[f"salaire_{rang}"],
                "salaire_avant": self[f"salaire_avant_{rang}"],
                "travaille": self._travaille(rang),
            }
            for rang in range(1, self.lignes + 1)
        ]

    def _travaille(self, rang: int) -> bool:
        """Something was typed about this child's wage: its fold is then shown open."""
        noms = [*(f"salaire_{rang}_{i}" for i in range(3)), f"salaire_avant_{rang}"]
        return any(self.data.get(self.add_prefix(n)) for n in noms)

    def clean(self) -> dict[str, Any]:
        """No birth later than nine months after the claim, no wage without a child."""
        donnees = super().clean() or self.cleaned_data
        limite = suivant(self.mois_demande, MOIS_DE_GROSSESSE + 1).premier_jour()
        for rang in range(1, self.lignes + 1):
            naissance = donnees.get(f"naissance_{rang}")
            if naissance and naissance >= limite:
                self.add_error(
                    f"naissance_{rang}", "Cette date est trop loin dans l’avenir : vérifiez l’année."
                )
            gagne = donnees.get(f"salaire_{rang}") or donnees.get(f"salaire_avant_{rang}")
            if gagne and not naissance and f"naissance_{rang}" not in self.errors:
                self.add_error(
                    f"naissance_{rang}", "Indiquez la date de naissance de l’enfant qui a ce salaire."
                )
        donnees["enfants"] = self._en_contrat(donnees)
        return donnees

    def _en_contrat(self, donnees: dict[str, Any]) -> list[dict[str, Any]]:
        """The children, in the exchange format."""
        return [
            {
                "birth_date": naissance.isoformat(),
                "salaire_net": list(donnees.get(f"salaire_{rang}") or [Decimal(0)] * 3),
                "salaire_net_before": donnees.get(f"salaire_avant_{rang}") or Decimal(0),
            }
            for rang in range(1, self.lignes + 1)
            if (naissance := donnees.get(f"naissance_{rang}"))
        ]


class ActiviteForm(Formulaire):
    """What one adult does and receives: it decides which amounts the next page asks for."""

    statuts = ChoixMultipleField(
        label="Vous êtes", choices=STATUTS, help_text="Plusieurs réponses sont possibles."
    )
    aah = OuiNonField(
        label="Vous avez perçu l’allocation aux adultes handicapés (AAH)",
        aide="L’AAH compte comme un revenu d’activité à partir de 29 heures payées au Smic dans le mois.",
    )
    autres_revenus = ChoixMultipleField(
        label="Vous avez aussi reçu",
        choices=AUTRES_REVENUS,
        required=False,
        help_text="Cochez ce qui a été versé pendant ces trois mois.",
    )


class ConjointForm(ActiviteForm):
    """The same for the partner, with a birth date and a pregnancy."""

    date_naissance = DateSaisieField(label="Sa date de naissance", help_text="Par exemple 01/01/1990.")
    enceinte = OuiNonField(label="Votre conjoint ou conjointe attend un enfant", required=False)

    field_order = ["date_naissance", "enceinte", "statuts", "aah", "autres_revenus"]

    def __init__(self, donnees: Any = None, *, mois_demande: Mois, **kwargs: Any) -> None:
        super().__init__(donnees, **kwargs)
        self.mois_demande = mois_demande
        self.fields["statuts"].label = "Votre conjoint ou conjointe est"
        self.fields[
            "aah"
        ].label = "Votre conjoint ou conjointe a perçu l’allocation aux adultes handicapés (AAH)"
        self.fields["autres_revenus"].label = "Votre conjoint ou conjointe a aussi reçu"

    def clean_date_naissance(self) -> date:
        """A date that an adult of this claim can have."""
        naissance: date = self.cleaned_data["date_naissance"]
        refus = naissance_impossible(naissance, self.mois_demande)
        if refus:
            raise forms.ValidationError(refus)
        return naissance

    def doutes(self) -> list[Doute]:
        """Under 18: a question."""
        naissance = self.cleaned_data["date_naissance"]
        question = question_de_majorite(naissance, self.mois_demande, "Votre conjoint ou conjointe a")
        return [Doute("date_naissance", question)] if question else []
