"""The fields of our forms: what people type, read with tolerance, refused with a sentence that says what to type."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.ui.typographie import MOIS, MontantIllisible, de_mois, lire_montant

MONTANT_MAXIMAL = Decimal(1_000_000)
_MOIS_SANS_ACCENT = {nom.translate(str.maketrans("éû", "eu")): rang for rang, nom in enumerate(MOIS, 1)}


class AvecAide:
    """A field may carry a help text behind « ? » and a width in characters."""

    aide = ""
    largeur = ""

    def __init__(self, *args: Any, aide: str = "", largeur: str | None = None, **kwargs: Any) -> None:
        self.aide = aide
        if largeur is not None:
            self.largeur = largeur
        super().__init__(*args, **kwargs)


def _entree(**attributs: str) -> forms.TextInput:
    return forms.TextInput(attrs=attributs)


class OuiNonField(AvecAide, forms.TypedChoiceField):
    """Two cards; cleans to a bool, or None when optional and not answered."""

    genre = "oui_non"
    widget = forms.RadioSelect
    default_error_messages = {
        "required": "Choisissez oui ou non.",
        "invalid_choice": "Choisissez oui ou non.",
    }

    def __init__(self, **kwargs: Any) -> None:
        choix = [("oui", "Oui"), ("non", "Non")]
        super().__init__(choices=choix, coerce=lambda v: v == "oui", empty_value=None, **kwargs)


class ChoixField(AvecAide, forms.ChoiceField):
    """Choice cards, one answer."""

    genre = "choix"
    widget = forms.RadioSelect
    default_error_messages = {
        "required": "Choisissez une réponse.",
        "invalid_choice": "Choisissez une des réponses proposées.",
    }


class ChoixMultipleField(AvecAide, forms.MultipleChoiceField):
    """Checkbox cards, several answers; cleans to a list."""

    genre = "choix_multiple"
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": "Choisissez au moins une réponse.",
        "invalid_choice": "Choisissez parmi les réponses proposées.",
    }


class ListeField(AvecAide, forms.ChoiceField):
    """A list to unfold, for choices too many or too long to be cards."""

    default_error_messages = {
        "required": "Choisissez dans la liste.",
        "invalid_choice": "Choisissez dans la liste.",
    }


class CaseField(AvecAide, forms.BooleanField):
    """One box to tick."""

    default_error_messages = {"required": "Cochez cette case pour continuer."}


class TexteField(AvecAide, forms.CharField):
    """One line of text."""

    genre = "texte"
    default_error_messages = {"required": "Complétez ce champ."}


class MontantField(AvecAide, forms.Field):
    """An amount in euros; cleans to a Decimal, or None when optional and empty."""

    genre = "montant"
    largeur = "12"
    default_error_messages = {
        "required": "Indiquez un montant, ou 0.",
        "invalid": "Indiquez un montant en euros, par exemple 1200,50.",
        "equivoque": "Écrivez ce montant sans séparer les milliers par un point ou une virgule : 1200 ou 1200,50.",
        "negatif": "Indiquez un montant positif, ou 0.",
        "trop_grand": "Indiquez un montant d’au plus un million d’euros.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _entree(inputmode="decimal", autocomplete="off"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            montant = lire_montant(str(value))
        except MontantIllisible as erreur:
            raise self._refus("equivoque" if erreur.equivoque else "invalid") from erreur
        if montant < 0:
            raise self._refus("negatif")
        if montant > MONTANT_MAXIMAL:
            raise self._refus("trop_grand")
        return montant

    def _refus(self, code: str) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code)


class MontantsMensuelsWidget(forms.MultiWidget):
    """Three inputs, `<nom>_0` to `<nom>_2`."""

    def __init__(self) -> None:
        super().__init__([_entree(inputmode="decimal", autocomplete="off") for _ in range(3)])

    def decompress(self, value: Any) -> list[Any]:
        return list(value) if value else [None, None, None]


class MontantsMensuelsField(AvecAide, forms.MultiValueField):
    """An amount for each of three months named in full; cleans to three Decimals, or None when optional and empty.

    `mois`: [("2026-07", "juillet 2026"), …], oldest first. Each error names its month and carries its rank in
    `params["rang"]`, so that the empty input itself is marked.
    """

    genre = "montants"
    default_error_messages = {"required": "Indiquez un montant pour chacun des trois mois, ou 0."}

    def __init__(self, *, mois: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.mois = list(mois)
        self.unitaire = MontantField(required=False)
        champs = [self.unitaire] * 3
        super().__init__(champs, widget=MontantsMensuelsWidget(), require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> tuple[Decimal, ...] | None:
        saisies = list(value or [None, None, None])
        if not any(str(s or "").strip() for s in saisies):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required", params={"rang": 0})
            return None
        montants, refus = [], []
        for rang, saisie in enumerate(saisies):
            try:
                montants.append(self._un_mois(rang, saisie))
            except ValidationError as erreur:
                refus.append(erreur)
        if refus:
            raise ValidationError(refus)
        return tuple(montants)

    def _un_mois(self, rang: int, saisie: Any) -> Decimal:
        nom = self.mois[rang][1]
        try:
            montant = self.unitaire.clean(saisie)
        except ValidationError as erreur:
            message = f"{nom[0].upper()}{nom[1:]} : {erreur.message[0].lower()}{erreur.message[1:]}"
            raise ValidationError(message, code=erreur.code, params={"rang": rang}) from erreur
        if montant is None:
            message = f"Indiquez le montant {de_mois(nom)}, ou 0 si vous n’avez rien reçu."
            raise ValidationError(message, code="required", params={"rang": rang})
        return montant  # type: ignore[no-any-return]


class NombreField(AvecAide, forms.Field):
    """A small whole number; cleans to an int, or None when optional and empty."""

    genre = "texte"
    largeur = "4"
    default_error_messages = {
        "required": "Indiquez un nombre, ou 0.",
        "invalid": "Indiquez un nombre en chiffres, sans virgule, par exemple 2.",
        "trop_grand": "Indiquez un nombre d’au plus {maximum}.",
    }

    def __init__(self, *, maximum: int = 99, **kwargs: Any) -> None:
        self.maximum = maximum
        kwargs.setdefault("widget", _entree(inputmode="numeric", autocomplete="off"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        texte = re.sub(r"\s", "", str(value or ""))
        if not texte:
            return None
        if not re.fullmatch(r"[0-9]+", texte):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(texte.lstrip("0")) > len(str(self.maximum)) or int(texte) > self.maximum:
            message = self.error_messages["trop_grand"].format(maximum=self.maximum)
            raise ValidationError(message, code="trop_grand")
        return int(texte)


class DateSaisieField(AvecAide, forms.Field):
    """A date typed in full: « 01/01/1990 », « 1-1-1990 », « 1er janvier 1990 »; cleans to a date."""

    genre = "texte"
    largeur = "12"
    default_error_messages = {
        "required": "Indiquez une date, par exemple 01/01/1990.",
        "invalid": "Indiquez le jour, le mois et l’année, par exemple 01/01/1990.",
        "annee": "Indiquez l’année en quatre chiffres, par exemple 01/01/1990.",
        "impossible": "Cette date n’existe pas : vérifiez le jour et le mois.",
    }
    _FORME = re.compile(
        r"([0-9]{1,2})(?:er)?[\s/.\-]+([0-9]{1,2}|[a-zéû]{3,9})[\s/.\-]+([0-9]{2,4})", re.IGNORECASE
    )
    _ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        kwargs.setdefault("widget", _entree(autocomplete=autocomplete))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        texte = str(value or "").strip()
        if not texte:
            return None
        iso = self._ISO.fullmatch(texte)
        if iso:
            return self._date(int(iso[1]), int(iso[2]), int(iso[3]))
        lu = self._FORME.fullmatch(texte)
        if lu is None or (mois := numero_du_mois(lu[2])) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(lu[3]) != 4:
            raise ValidationError(self.error_messages["annee"], code="annee")
        return self._date(int(lu[3]), mois, int(lu[1]))

    def _date(self, annee: int, mois: int, jour: int) -> date:
        try:
            return date(annee, mois, jour)
        except ValueError as erreur:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from erreur


def numero_du_mois(texte: str) -> int | None:
    """1 to 12 for « 7 », « 07 » or « juillet » (accents and capitals do not matter); None otherwise."""
    if texte.isascii() and texte.isdigit():
        return int(texte)
    return _MOIS_SANS_ACCENT.get(texte.lower().translate(str.maketrans("éû", "eu")))


class MoisField(AvecAide, forms.Field):
    """« 10/2022 », « 2022-10 » or « octobre 2022 »; cleans to (year, month), or None."""

    genre = "texte"
    largeur = "12"
    default_error_messages = {
        "required": "Indiquez un mois, par exemple 10/2022.",
        "invalid": "Indiquez le mois et l’année, par exemple 10/2022.",
    }
    _FORME = re.compile(r"([0-9]{1,2}|[a-zéû]{3,9})[\s/.\-]+([0-9]{4})", re.IGNORECASE)
    _ISO = re.compile(r"([0-9]{4})-([0-9]{2})")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _entree(autocomplete="off"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> tuple[int, int] | None:
        texte = str(value or "").strip()
        if not texte:
            return None
        iso, lu = self._ISO.fullmatch(texte), self._FORME.fullmatch(texte)
        annee, mois = (iso[1], iso[2]) if iso else (lu[2], lu[1]) if lu else ("", "")
        rang = numero_du_mois(mois) if mois else None
        if rang is None or not 1 <= rang <= 12 or int(annee) < 1:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(annee), rang


class CodePostalField(AvecAide, forms.Field):
    """Five digits, spaces forgiven; cleans to a str."""

    genre = "texte"
    largeur = "5"
    default_error_messages = {
        "required": "Indiquez les 5 chiffres de votre code postal, par exemple 31000.",
        "invalid": "Indiquez les 5 chiffres de votre code postal, par exemple 31000.",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", _entree(inputmode="numeric", autocomplete="postal-code"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        chiffres = re.sub(r"\s", "", str(value or ""))
        if chiffres and not re.fullmatch(r"[0-9]{5}", chiffres):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return chiffres


class MotDePasseField(AvecAide, forms.CharField):
    """A password, never cut, trimmed or sent back to the page (MC-07, MC-35); cleans to a str.

    `nouveau`: one that is being chosen, which a password manager may then propose.
    """

    genre = "mot_de_passe"
    default_error_messages = {"required": "Indiquez votre mot de passe."}

    def __init__(self, *, nouveau: bool = False, **kwargs: Any) -> None:
        attributs = {
            "autocomplete": "new-password" if nouveau else "current-password",
            "autocapitalize": "off",
            "spellcheck": "false",
        }
        kwargs.setdefault("widget", forms.PasswordInput(attrs=attributs))
        super().__init__(strip=False, **kwargs)


class CodeField(AvecAide, forms.Field):
    """A code received or read on paper, spaces and dashes forgiven (MC-26); cleans to a str of that many digits.

    One input, so that a code can be pasted and that telephones propose it. Never sent back to the page.
    """

    genre = "code"
    largeur = "10"
    default_error_messages = {
        "required": "Indiquez le code de {chiffres} chiffres.",
        "invalid": "Le code compte {chiffres} chiffres\u00a0: vérifiez le vôtre.",
    }
    _ECARTES = re.compile(r"[\s\-\u2010-\u2015.]+")

    def __init__(self, *, chiffres: int = 6, **kwargs: Any) -> None:
        self.chiffres = chiffres
        attributs = {"inputmode": "numeric", "autocomplete": "one-time-code", "spellcheck": "false"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attributs))
        messages = {code: dit.format(chiffres=chiffres) for code, dit in self.default_error_messages.items()}
        kwargs["error_messages"] = messages | (kwargs.get("error_messages") or {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        code = self._ECARTES.sub("", str(value or ""))
        if code and not re.fullmatch(rf"[0-9]{{{self.chiffres}}}", code):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return code

    def prepare_value(self, value: Any) -> str:
        return ""
