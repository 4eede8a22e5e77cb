"""Our forms: plain Django forms, plus two things that public forms need.

`accepte()`: an odd answer is not refused, a question is asked once beside it (`doutes`). `recopier()`: the same
amount in three months without JavaScript.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from portal.ui.champs import (
    AvecAide,
    CaseField,
    ChoixField,
    ChoixMultipleField,
    CodeField,
    CodePostalField,
    DateSaisieField,
    ListeField,
    MoisField,
    MontantField,
    MontantsMensuelsField,
    MotDePasseField,
    NombreField,
    OuiNonField,
    TexteField,
)

__all__ = [
    "AvecAide",
    "CaseField",
    "ChoixField",
    "ChoixMultipleField",
    "CodeField",
    "CodePostalField",
    "DateSaisieField",
    "Doute",
    "Formulaire",
    "ListeField",
    "MoisField",
    "MontantField",
    "MontantsMensuelsField",
    "MotDePasseField",
    "NombreField",
    "OuiNonField",
    "TexteField",
]


@dataclass(frozen=True)
class Doute:
    """A question about the answer given to one field."""

    champ: str
    question: str


class Formulaire(forms.Form):
    """A form of the portal. Errors are ours, beside the field: the browser's own checks are off."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doutes_en_attente: list[Doute] = []
        # By field: where the answer it is shown with comes from, when it was known before it was typed.
        self.origines: dict[str, str] = {}

    def doutes(self) -> list[Doute]:
        """What to ask about valid answers; a subclass says."""
        return []

    def accepte(self) -> bool:
        """Valid, and every doubt confirmed for the very values that raised it."""
        if not self.is_valid():
            return False
        self.doutes_en_attente = [d for d in self.doutes() if not self._confirme(d.champ)]
        return not self.doutes_en_attente

    def sait_recopier(self, nom: str) -> bool:
        """Whether `nom`, as the page has it, is a field of three months of this form."""
        return any(
            self.add_prefix(n) == nom for n, c in self.fields.items() if isinstance(c, MontantsMensuelsField)
        )

    def recopier(self, nom: str) -> "Formulaire":
        """Fill the three months of the field `nom` with the first one filled; nothing is checked yet.

        `nom`: the name as the page has it, with the prefix of this form if it has one. Returns this form, bound
        to the new answers, without errors to show. A name that is not such a field changes nothing.
        """
        donnees = QueryDict(mutable=True)
        donnees.update(self.data)
        if self.sait_recopier(nom):
            cles = [f"{nom}_{rang}" for rang in range(3)]
            premier = next((v for cle in cles if (v := donnees.get(cle, "").strip())), "")
            for cle in cles:
                donnees[cle] = premier
        self.data = donnees
        return self.taire_les_erreurs()

    def taire_les_erreurs(self) -> "Formulaire":
        """This form as it was typed, before it is checked: nothing is wrong yet."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data: dict[str, Any] = {}
        return self

    def empreinte(self, nom: str) -> str:
        """Short digest of what was typed in one field: a confirmation holds for that answer only."""
        saisie = self.fields[nom].widget.value_from_datadict(self.data, self.files, self.add_prefix(nom))
        return hashlib.sha256(repr(saisie).encode()).hexdigest()[:12]

    def nom_confirmation(self, nom: str) -> str:
        """Name of the checkbox that confirms the answer of one field."""
        return "confirme_" + self.add_prefix(nom)

    def _confirme(self, nom: str) -> bool:
        return bool(self.data.get(self.nom_confirmation(nom)) == self.empreinte(nom))
