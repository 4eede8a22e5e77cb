"""The forms of this room: their words, and what makes an answer acceptable. Whether it is right, services say."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts import codes_secours, coordonnees, secrets
from accounts.champs import NirField
from accounts.enums import Canal, FormeSecret
from accounts.models.facteur import LONGUEUR_NOM as LONGUEUR_NOM_FACTEUR
from accounts.mots_de_passe import Proprietaire, fautes, politique_active
from accounts.nir import Nir
from accounts.services.second_facteur import confiance_possible
from portal.antirobot.formulaires import ProtectionMixin
from portal.ui.formulaires import (
    CaseField,
    ChoixField,
    CodeField,
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


def _champ_nir(*, required: bool = True) -> NirField:
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

    nir = _champ_nir()
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

    nir = _champ_nir()


class IdentiteForm(ProtectionMixin, Formulaire):
    """MC-15 to MC-17: who forgot a password."""

    nir = _champ_nir()
    nom_naissance = _champ_nom_naissance(
        "Celui de votre acte de naissance. Les accents et les majuscules ne comptent pas."
    )


class CreationForm(ProtectionMixin, Formulaire):
    """MC-50 to MC-59. Where somebody was born and lives changes what is asked, not what is proven."""

    possede_nir = OuiNonField(
        label="Je possède un numéro de Sécurité sociale",
        aide="Un numéro provisoire compte aussi. Il est sur une carte Vitale, une attestation ou un bulletin de paie.",
    )
    nir = _champ_nir(required=False)
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


_LETTRE = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}


class CodeCourrierForm(Formulaire):
    """MC-44: what a letter brought, eight digits or sixteen characters."""

    nir = _champ_nir()
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


class NouveauMotDePasseForm(Formulaire):
    """MC-31 to MC-41: the rules of the active policy, and nothing of what is known of the person."""

    mot_de_passe = MotDePasseField(
        label="Nouveau mot de passe",
        nouveau=True,
        error_messages={"required": "Choisissez un nouveau mot de passe."},
    )
    confirmation = MotDePasseField(
        label="Confirmation du nouveau mot de passe",
        nouveau=True,
        error_messages={"required": "Retapez le nouveau mot de passe."},
    )

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


class RetourForm(NouveauMotDePasseForm):
    """The same, by somebody who comes back; `changements`: what was done to their contact points lately, in words."""

    defaire = CaseField(label="Ce n’était pas moi\u00a0: annuler ces changements", required=False)

    def __init__(self, *args: Any, changements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not changements:
            del self.fields["defaire"]


class ChangementForm(NouveauMotDePasseForm):
    """The same, by somebody who still has the present one."""

    actuel = MotDePasseField(label="Mot de passe actuel")
    field_order = ["actuel", "mot_de_passe", "confirmation"]


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
