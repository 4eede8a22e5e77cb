"""Who one says one is: the login, a forgotten password, a creation."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.champs import NirField
from accounts.mots_de_passe import politique_active
from accounts.nir import Nir
from portal.antirobot.formulaires import ProtectionMixin
from portal.ui.formulaires import (
    CaseField,
    ChoixField,
    CodePostalField,
    DateSaisieField,
    Formulaire,
    MotDePasseField,
    OuiNonField,
    TexteField,
)

LONGUEUR_NOM, LONGUEUR_PRENOMS = 80, 120
DATE_A_VENIR = "Cette date n’est pas encore passée\u00a0: vérifiez l’année."
AIDE_NIR = (
    "Il est sur votre carte Vitale et sur vos bulletins de paie. Tapez les 13 premiers caractères ; les 2 derniers, "
    "la clé, ne sont pas utiles. Les espaces ne comptent pas."
)


def champ_nir(*, required: bool = True) -> NirField:
    return NirField(
        required=required,
        label="Numéro de Sécurité sociale",
        help_text="13 caractères, sans la clé.",
        aide=AIDE_NIR,
        autocomplete="username",
    )


def _champ_nom_naissance(help_text: str) -> TexteField:
    return TexteField(
        label="Nom de naissance",
        help_text=help_text,
        max_length=LONGUEUR_NOM,
        aide="Même si vous utilisez un autre nom depuis un mariage.",
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre nom de naissance."},
    )


class ConnexionForm(Formulaire):
    """MC-02 to MC-08. On a device that remembers somebody, only their password is asked."""

    nir = champ_nir()
    provisoire = CaseField(
        label="J’ai un identifiant provisoire",
        required=False,
        help_text="Il commence par 3, 4, 7 ou 8 : tapez-le à la place du numéro de Sécurité sociale.",
    )
    mot_de_passe = MotDePasseField(label="Mot de passe")
    memoriser = CaseField(
        label="Se souvenir de moi",
        required=False,
        help_text="Cet appareil retiendra votre prénom, jamais votre numéro ni votre mot de passe. À éviter s’il "
        "sert à d’autres.",
    )

    def __init__(self, *args: Any, appareil_connu: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        politique = politique_active()
        self.fields["mot_de_passe"].help_text = f"{politique.minimum} à {politique.maximum} caractères."
        if appareil_connu:
            for nom in ("nir", "provisoire", "memoriser"):
                del self.fields[nom]

    def clean(self) -> dict[str, Any]:
        nir: Nir | None = self.cleaned_data.get("nir")
        if self.cleaned_data.get("provisoire") and nir is not None and not nir.provisoire:
            message = (
                "Un identifiant provisoire commence par 3, 4, 7 ou 8. Si c’est votre numéro de Sécurité sociale, "
                "décochez « J’ai un identifiant provisoire »."
            )
            self.add_error("nir", ValidationError(message, code="provisoire"))
        return self.cleaned_data


class RelierForm(Formulaire):
    """MC-11: the number, once, beside the identity that FranceConnect gave."""

    nir = champ_nir()


class IdentiteForm(ProtectionMixin, Formulaire):
    """MC-15 to MC-17: who forgot a password."""

    nir = champ_nir()
    nom_naissance = _champ_nom_naissance(
        "Celui de votre acte de naissance. Les accents et les majuscules ne comptent pas."
    )


class CreationForm(ProtectionMixin, Formulaire):
    """MC-50 to MC-59. Where somebody was born and lives changes what is asked, not what is proven."""

    possede_nir = OuiNonField(
        label="Je possède un numéro de Sécurité sociale",
        aide="Un numéro provisoire compte aussi. Il est sur une carte Vitale, une attestation ou un bulletin de paie.",
    )
    nir = champ_nir(required=False)
    civilite = ChoixField(label="Civilité", choices=[("madame", "Madame"), ("monsieur", "Monsieur")])
    nom_naissance = _champ_nom_naissance("Celui de l’acte de naissance.")
    prenoms = TexteField(
        label="Prénom(s)",
        max_length=LONGUEUR_PRENOMS,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre prénom, ou vos prénoms."},
    )
    nom_usage = TexteField(
        label="Nom d’usage",
        required=False,
        max_length=LONGUEUR_NOM,
        aide="Celui d’un conjoint, ou d’un parent, si vous l’utilisez.",
    )
    date_naissance = DateSaisieField(
        label="Date de naissance", help_text="Par exemple 01/01/1990.", autocomplete="bday"
    )
    lieu = ChoixField(
        label="Lieu de naissance",
        choices=[("france", "France métropolitaine ou outre-mer"), ("etranger", "Étranger")],
    )
    commune = TexteField(
        label="Commune de naissance",
        required=False,
        help_text="Si vous êtes né en France.",
        max_length=LONGUEUR_NOM,
    )
    pays = TexteField(
        label="Pays de naissance",
        required=False,
        help_text="Si vous êtes né à l’étranger.",
        max_length=LONGUEUR_NOM,
    )
    reside = OuiNonField(label="Je réside ou j’étudie en France")
    code_postal = CodePostalField(
        label="Code postal actuel", required=False, help_text="Celui de votre logement, par exemple 75001."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("nir", "commune", "pays", "code_postal"):
            # Asked for by another answer (`clean`); the page shows it only with that answer.
            self.fields[nom].conditionnel = True  # type: ignore[attr-defined]

    def sans_numero(self) -> bool:
        """Said before anything else is checked: there is no account without a number (MC-48)."""
        return self.data.get(self.add_prefix("possede_nir")) == "non"

    def clean(self) -> dict[str, Any]:
        lu = self.cleaned_data
        self._exiger("nir", lu.get("possede_nir") is True, "required")
        self._exiger("commune", lu.get("lieu") == "france", "Indiquez la commune où vous êtes né.")
        self._exiger("pays", lu.get("lieu") == "etranger", "Indiquez le pays où vous êtes né.")
        self._exiger("code_postal", lu.get("reside") is True, "required")
        naissance = lu.get("date_naissance")
        if naissance is not None and naissance > timezone.localdate():
            self.add_error("date_naissance", ValidationError(DATE_A_VENIR, code="avenir"))
        return lu

    def _exiger(self, nom: str, utile: bool, message: str) -> None:
        """A field that an earlier answer makes needed; `message` is a sentence, or the name of one of its own."""
        if utile and not self.errors.get(nom) and not self.cleaned_data.get(nom):
            phrase = self.fields[nom].error_messages.get(message, message)
            self.add_error(nom, ValidationError(phrase, code="required"))
