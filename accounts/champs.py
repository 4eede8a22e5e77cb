"""The fields that ask who somebody is: as those of `portal.ui`, tolerant, and clear about what to type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.nir import VRAI_NUMERO, Nir, NirIllisible, VraiNumero, exiger_acceptable
from portal.ui.formulaires import AvecAide

ATTRIBUTS_NIR = {"autocapitalize": "characters", "spellcheck": "false"}


class NirField(AvecAide, forms.Field):
    """13 or 15 characters (MC-02 to MC-04); cleans to a Nir, or None when optional and empty.

    `autocomplete`: « username » where somebody logs in. Temporary and waiting numbers are read as the others are: see
    `Nir.nature` to route them.
    """

    genre = "texte"
    largeur = "21"
    default_error_messages = {
        "required": "Indiquez votre numéro de Sécurité sociale : 13 caractères.",
        "longueur": "Un numéro de Sécurité sociale compte 13 caractères, ou 15 avec la clé : vérifiez le vôtre.",
        "forme": "Écrivez ce numéro en chiffres ; seul un département de Corse prend une lettre : 2A ou 2B.",
        "premier": "Ce numéro commence par 1 ou 2, ou par 3, 4, 7 ou 8 s’il est provisoire : vérifiez le vôtre.",
        "mois": "Le 4e et le 5e chiffre donnent le mois de naissance : vérifiez-les.",
        "departement": "Le 6e et le 7e caractère donnent le département de naissance : vérifiez-les.",
        "ordre": "Les trois derniers des 13 caractères ne peuvent pas être 000 : vérifiez-les.",
        "cle": "La clé (les 2 derniers chiffres) ne va pas avec les 13 premiers caractères : vérifiez votre numéro.",
        "vrai_numero": VRAI_NUMERO,
    }

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        attributs = {"autocomplete": autocomplete, **ATTRIBUTS_NIR}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Nir | None:
        if not str(value or "").strip():
            return None
        try:
            nir = value if isinstance(value, Nir) else Nir(str(value))
            exiger_acceptable(nir)
        # `from None`: nothing that follows the error has the number at hand.
        except NirIllisible as erreur:
            raise ValidationError(self.error_messages[erreur.code], code=erreur.code) from None
        except VraiNumero:
            raise ValidationError(self.error_messages["vrai_numero"], code="vrai_numero") from None
        return nir

    def prepare_value(self, value: Any) -> Any:
        """A Nir never goes back to a page by itself; what a person typed does, to be corrected."""
        return "" if isinstance(value, Nir) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed comes back to be corrected, save a number that has no business here."""
        try:
            self.to_python(data)
        except ValidationError as erreur:
            if erreur.code == "vrai_numero":
                return ""
        return data
