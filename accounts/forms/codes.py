"""Where a code goes, and the code that came."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import secrets
from accounts.enums import Canal, FormeSecret
from accounts.forms.identite import champ_nir
from accounts.services.second_facteur import confiance_possible
from portal.ui.formulaires import (
    CaseField,
    ChoixField,
    CodeField,
    Formulaire,
    MotDePasseField,
    TexteField,
)


class CanalForm(Formulaire):
    """MC-19 to MC-24: where the code goes. `choix` as `Verification.choix`; cleans to a rank in it."""

    coordonnee = ChoixField(label="Où recevoir votre code ?")

    def __init__(self, *args: Any, choix: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["coordonnee"]
        assert isinstance(champ, ChoixField)  # noqa: S101 - declared above
        champ.choices = [(str(rang), libelle(c)) for rang, c in enumerate(choix)]
        champ.initial = "0"
        self.par_courrier_possible = any(c["canal"] == Canal.COURRIER for c in choix)

    @property
    def autre_choisi(self) -> bool:
        """Whether the choice made is not the first one: the others must be in view."""
        return self.is_bound and self.data.get("coordonnee") not in {None, "", "0"}

    def clean_coordonnee(self) -> int:
        return int(self.cleaned_data["coordonnee"])


_CANAUX = {"sms": "SMS au", "courriel": "Courriel à", "courrier": "Courrier à votre adresse,"}
_PAR = {"sms": "par SMS au", "courriel": "par courriel à", "courrier": "par courrier à votre adresse,"}


def libelle(choix: dict[str, str]) -> str:
    """« SMS au XX XX XX 46 65 », its spaces kept together."""
    return f"{_CANAUX[choix['canal']]} {_insecable(choix['masque'])}"


def par(choix: dict[str, str]) -> str:
    """The same in a sentence: « par SMS au XX XX XX 46 65 »."""
    return f"{_PAR[choix['canal']]} {_insecable(choix['masque'])}"


def _insecable(masque: str) -> str:
    return masque.replace(" ", "\u00a0")


class CodeForm(Formulaire):
    """MC-26: the six digits that were sent."""

    code = CodeField(
        chiffres=secrets.CHIFFRES[FormeSecret.CODE],
        label="Votre code",
        help_text="6 chiffres.",
    )


class ConfianceForm(Formulaire):
    """A proof at a login, on a device that may be one's own."""

    confiance = CaseField(
        label="Ne plus me demander de code ici pendant 30 jours",
        required=False,
        help_text="Seulement si cet appareil est à vous, et à vous seul.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not confiance_possible():
            del self.fields["confiance"]


class CodeConnexionForm(CodeForm, ConfianceForm):
    """The six digits that were sent, at a login."""

    field_order = ["code", "confiance"]


class PreuveForm(Formulaire):
    """What is asked again of somebody who is already in."""

    actuel = MotDePasseField(label="Votre mot de passe")

    def __init__(self, *args: Any, a_un_mot_de_passe: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not a_un_mot_de_passe:
            # They come by another door than a password: the code is then the proof.
            del self.fields["actuel"]


_LETTRE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeCourrierForm(Formulaire):
    """MC-44: what a letter brought, eight digits or sixteen characters."""

    nir = champ_nir()
    code = TexteField(
        label="Code reçu par courrier",
        help_text="8 chiffres, ou 16 caractères. Les espaces et les tirets ne comptent pas.",
        largeur="21",
        max_length=60,
        widget=forms.TextInput(attrs=_LETTRE),
        error_messages={"required": "Indiquez le code de votre courrier : 8 chiffres ou 16 caractères."},
    )

    def clean_code(self) -> str:
        lu = secrets.lire(self.cleaned_data["code"])
        if len(lu) not in {secrets.CHIFFRES[FormeSecret.PREMIER], secrets.LONGUEUR_LETTRE}:
            raise ValidationError(
                "Le code d’un courrier compte 8 chiffres, ou 16 caractères : vérifiez le vôtre.", code="forme"
            )
        return lu


class CodeLettreForm(Formulaire):
    """What a letter brought to somebody who has already said who they are."""

    code = TexteField(
        label="Code reçu par courrier",
        help_text="16 caractères. Les espaces et les tirets ne comptent pas.",
        largeur="21",
        max_length=60,
        widget=forms.TextInput(attrs=_LETTRE),
        error_messages={"required": "Indiquez le code de votre courrier."},
    )
