"""A key, an application, a sheet of codes."""

from django import forms
from django.core.exceptions import ValidationError

from accounts import codes_secours
from accounts.forms.codes import ConfianceForm
from accounts.models.facteur import LONGUEUR_NOM as LONGUEUR_NOM_FACTEUR
from portal.ui.formulaires import (
    CodeField,
    Formulaire,
    TexteField,
)


class NomFacteurForm(Formulaire):
    """What its owner calls a key or an application."""

    nom = TexteField(
        label="Nom",
        help_text="Pour la reconnaître parmi d’autres, par exemple « Mon téléphone ».",
        max_length=LONGUEUR_NOM_FACTEUR,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Donnez-lui un nom, par exemple « Mon téléphone »."},
    )


class CodeApplicationForm(Formulaire):
    """The six digits that an application shows."""

    code = CodeField(
        label="Code de votre application",
        help_text="6 chiffres, qui changent toutes les 30 secondes.",
        error_messages={"required": "Indiquez les 6 chiffres que montre votre application."},
    )


class CodeApplicationConnexionForm(CodeApplicationForm, ConfianceForm):
    """The same, at a login."""

    field_order = ["code", "confiance"]


class CodeSecoursForm(Formulaire):
    """One line of the printed sheet."""

    code = TexteField(
        label="Code de secours",
        help_text="12 caractères, sur la feuille que vous avez imprimée. Les espaces et les tirets ne comptent pas.",
        largeur="20",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Indiquez un des codes de votre feuille : 12 caractères."},
    )

    def clean_code(self) -> str:
        lu = codes_secours.lire(self.cleaned_data["code"])
        if not lu:
            raise ValidationError(
                "Un code de secours compte 12 caractères : vérifiez le vôtre.", code="forme"
            )
        return lu
