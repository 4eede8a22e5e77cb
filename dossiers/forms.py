"""What agents type (a number to look for, an habilitation), and what a responsable allows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.champs import NirField
from accounts.enums import Nature
from accounts.models import Compte
from dossiers.enums import Autorisable
from portal.cafs import annuaire
from portal.ui.formulaires import Formulaire, OuiNonField

# The same for what does not exist and for what is another Caf's.
INTROUVABLE = "Rien, dans vos Caf, ne correspond à ce numéro."
CHIFFRES_ALLOCATAIRE = 7


class RechercheForm(Formulaire):
    """One number: of Sécurité sociale, or of allocataire in one of the agent's Caf."""

    nir = NirField(label="Numéro de Sécurité sociale", required=False)
    caf = forms.ChoiceField(label="Caf", required=False)
    numero = forms.RegexField(
        label="Numéro d’allocataire",
        regex=rf"^[0-9]{{{CHIFFRES_ALLOCATAIRE}}}\Z",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Un numéro d’allocataire compte 7\u00a0chiffres."},
    )

    def __init__(self, *args: Any, cafs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["caf"]
        champ.choices = [(code, _nom(code)) for code in cafs]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if self.errors:
            return lu
        if bool(lu.get("nir")) == bool(lu.get("numero")):
            raise ValidationError("Indiquez l’un des deux numéros, et un seul.", code="un_seul")
        if lu.get("numero") and not lu.get("caf"):
            raise ValidationError({"caf": "Choisissez la Caf de ce numéro."}, code="caf")
        return lu


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HabiliterForm(Formulaire):
    """Which agent, which Caf, when."""

    agent = forms.CharField(label="Référence de l’agent", max_length=32)
    caf = forms.ChoiceField(
        label="Caf", choices=lambda: [(c.code, f"{c.code} - {c.nom}") for c in annuaire.toutes()]
    )
    du = forms.DateField(label="À partir du", widget=DateInput)
    au = forms.DateField(label="Ne voit plus rien à partir du (facultatif)", widget=DateInput, required=False)

    def clean_agent(self) -> Compte:
        reference = self.cleaned_data["agent"].strip().upper()
        compte = Compte.objects.filter(reference=reference, nature=Nature.AGENT).first()
        if compte is None:
            raise ValidationError("Aucun agent n’a cette référence.", code="agent_inconnu")
        return compte


class EffacerForm(Formulaire):
    """Which of the contact points that a person removed."""

    coordonnee = forms.ChoiceField(
        label="Coordonnée",
        error_messages={"required": "Aucune coordonnée n’est choisie, ou aucune n’attend."},
    )

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["coordonnee"]
        champ.choices = points


class RetirerForm(Formulaire):
    """When it ends."""

    le = forms.DateField(label="Ne voit plus rien à partir du", widget=DateInput)


def _nom(code: str) -> str:
    caf = annuaire.caf(code)
    return caf.nom if caf else code


class AutorisationsForm(Formulaire):
    """« J’autorise » yes or no, for each thing that may be allowed (MC-83 to MC-87). `prenom`: to whom."""

    def __init__(self, *args: Any, prenom: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for portee in Autorisable:
            self.fields[portee.value] = OuiNonField(
                label=f"J’autorise {prenom} à {portee.label[0].lower()}{portee.label[1:]}"
            )

    @property
    def portees(self) -> set[str]:
        """What is allowed, once the form is valid."""
        return {portee for portee in Autorisable.values if self.cleaned_data[portee]}
