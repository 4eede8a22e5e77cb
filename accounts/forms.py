"""The forms of this room: their words, and what makes an answer acceptable. Whether it is right, services say."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts import secrets
from accounts.champs import NirField
from accounts.enums import Canal, FormeSecret
from accounts.mots_de_passe import Proprietaire, fautes, politique_active
from accounts.nir import Nir
from portal.antirobot.formulaires import ProtectionMixin
from portal.ui.formulaires import CaseField, ChoixField, CodeField, Formulaire, MotDePasseField, TexteField

LONGUEUR_NOM = 80
AIDE_NIR = (
    "Il est sur votre carte Vitale et sur vos bulletins de paie. Tapez les 13 premiers caractères ; les 2 derniers, "
    "la clé, ne sont pas utiles. Les espaces ne comptent pas."
)


class ConnexionForm(Formulaire):
    """MC-02 to MC-08. On a device that remembers somebody, only their password is asked."""

    nir = NirField(
        label="Numéro de Sécurité sociale", help_text="13 caractères, sans la clé.", aide=AIDE_NIR,
        autocomplete="username",
    )  # fmt: skip
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


class IdentiteForm(ProtectionMixin, Formulaire):
    """MC-15 to MC-17: who forgot a password."""

    nir = NirField(
        label="Numéro de Sécurité sociale", help_text="13 caractères, sans la clé.", aide=AIDE_NIR,
        autocomplete="username",
    )  # fmt: skip
    nom_naissance = TexteField(
        label="Nom de naissance",
        help_text="Celui de votre acte de naissance. Les accents et les majuscules ne comptent pas.",
        max_length=LONGUEUR_NOM,
        aide="Même si vous utilisez un autre nom depuis un mariage.",
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
        error_messages={"required": "Indiquez votre nom de naissance."},
    )


class CanalForm(Formulaire):
    """MC-19 to MC-24: where the code goes. `choix` as `Recuperation.choix`; cleans to a rank in it."""

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


class CodeCourrierForm(Formulaire):
    """MC-44: what a letter brought, eight digits or sixteen characters."""

    nir = NirField(
        label="Numéro de Sécurité sociale", help_text="13 caractères, sans la clé.", aide=AIDE_NIR,
        autocomplete="username",
    )  # fmt: skip
    code = TexteField(
        label="Code reçu par courrier",
        help_text="8 chiffres, ou 16 caractères. Les espaces et les tirets ne comptent pas.",
        largeur="21",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Indiquez le code de votre courrier : 8 chiffres ou 16 caractères."},
    )

    def clean_code(self) -> str:
        lu = secrets.lire(self.cleaned_data["code"])
        if len(lu) not in {secrets.CHIFFRES[FormeSecret.PREMIER], secrets.LONGUEUR_LETTRE}:
            raise ValidationError(
                "Le code d’un courrier compte 8 chiffres, ou 16 caractères : vérifiez le vôtre.", code="forme"
            )
        return lu


class NouveauMotDePasseForm(Formulaire):
    """MC-31 to MC-41: the rules of the active policy, and nothing of what is known of the person."""

    mot_de_passe = MotDePasseField(label="Nouveau mot de passe", nouveau=True)
    confirmation = MotDePasseField(label="Confirmation du nouveau mot de passe", nouveau=True)

    def __init__(self, *args: Any, proprietaire: Proprietaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proprietaire = proprietaire

    def clean_mot_de_passe(self) -> str:
        mot: str = self.cleaned_data["mot_de_passe"]
        trouvees = fautes(mot, politique=politique_active(), personne=self.proprietaire)
        if trouvees:
            raise ValidationError([ValidationError(f.phrase, code=f.cle) for f in trouvees])
        return mot

    def clean(self) -> dict[str, Any]:
        mot, encore = self.cleaned_data.get("mot_de_passe"), self.cleaned_data.get("confirmation")
        if mot is not None and encore is not None and mot != encore:
            message = "Les deux mots de passe ne sont pas les mêmes : retapez-les."
            self.add_error("confirmation", ValidationError(message, code="differents"))
        return self.cleaned_data
