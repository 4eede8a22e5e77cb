"""What somebody says reaches them."""

from django import forms

from accounts import coordonnees
from accounts.enums import Canal
from portal.ui.formulaires import (
    Formulaire,
    TexteField,
)


def _entree(inputmode: str, autocomplete: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={
            "inputmode": inputmode,
            "autocomplete": autocomplete,
            "autocapitalize": "none",
            "spellcheck": "false",
        }
    )


class ContactForm(Formulaire):
    """What somebody says reaches them; cleans `valeur` to what is sent to. Its two kinds are below."""

    canal: Canal

    def clean_valeur(self) -> str:
        lue = coordonnees.LECTURES[self.canal](self.cleaned_data["valeur"])
        coordonnees.exiger_fictive(self.canal, lue)
        return lue


class TelephoneForm(ContactForm):
    """A mobile."""

    canal = Canal.SMS
    valeur = TexteField(
        label="Numéro de mobile",
        help_text="Celui d’un téléphone que vous avez avec vous. Les espaces ne comptent pas.",
        largeur="21",
        max_length=30,
        widget=_entree("tel", "tel"),
        error_messages={
            "required": "Indiquez un numéro de mobile.",
            "max_length": "Ce numéro est trop long\u00a0: vérifiez-le.",
        },
    )


class CourrielForm(ContactForm):
    """An e-mail address."""

    canal = Canal.COURRIEL
    valeur = TexteField(
        label="Adresse électronique",
        help_text="Une boîte que vous êtes seul à lire.",
        max_length=254,
        widget=_entree("email", "email"),
        error_messages={
            "required": "Indiquez une adresse électronique.",
            "max_length": "Cette adresse est trop longue\u00a0: vérifiez-la.",
        },
    )
