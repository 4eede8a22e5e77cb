"""Contact points: one value for each channel, read with tolerance, and the masked form that a screen may show.

An address for SMS is in E.164 (`+33639980001`), a postal one is its lines separated by newlines.
"""

import re
from collections.abc import Callable

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from accounts.enums import Canal

# « FR » alone refuses the local numbers of overseas: 0690…, 0696…, 0694…, 0692…, 0639….
REGIONS = ("FR", "GP", "MQ", "GF", "RE", "YT")
# Numbers that the Arcep keeps for fiction (décision 2018-0881): 06 39 98 xx xx. Nobody will ever have one.
FICTION = re.compile(r"\+3363998[0-9]{4}")
# Domains that nobody will ever own (RFC 2606).
DOMAINE_FICTIF = re.compile(r"[@.](?:example|invalid|test|localhost|example\.(?:com|net|org))$")
REEL = (
    "Sur ce site de démonstration, n’écrivez que des coordonnées fictives\u00a0: un mobile en 06 39 98, une adresse "
    "électronique en «\u00a0.example\u00a0»."
)
MOBILES = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
# A line of an address, at most (norme NF Z10-011).
LONGUEUR_LIGNE, LIGNES_ADRESSE = 38, range(2, 8)
_CODE_POSTAL_ET_VILLE = re.compile(r"([0-9]{5}) (\S.*)")
_courriel_valide = EmailValidator()


def lire_telephone(saisie: str) -> str:
    """A mobile number in E.164. Raises ValidationError."""
    possibles = [n for n in (_numero(saisie, region) for region in REGIONS) if n is not None]
    for numero in possibles:
        if _recevable(numero):
            return _e164(numero)
    if any(phonenumbers.is_valid_number(n) for n in possibles):
        raise ValidationError(
            "Ce numéro ne reçoit pas de SMS : indiquez un numéro de mobile.", code="telephone_fixe"
        )
    raise ValidationError(
        "Indiquez un numéro de mobile complet, par exemple 06 39 98 00 00.", code="telephone"
    )


def lire_courriel(saisie: str) -> str:
    """An e-mail address, its domain in lower case. Raises ValidationError."""
    adresse = saisie.strip()
    try:
        _courriel_valide(adresse)
    except ValidationError:
        message = "Indiquez une adresse électronique complète, par exemple prenom@exemple.fr."
        raise ValidationError(message, code="courriel") from None
    nom, _, domaine = adresse.rpartition("@")
    return f"{nom}@{domaine.lower()}"


def lire_adresse(saisie: str) -> str:
    """The lines of a French postal address, the last one « 31000 TOULOUSE ». Raises ValidationError."""
    lignes = [" ".join(ligne.split()) for ligne in saisie.splitlines() if ligne.strip()]
    if len(lignes) not in LIGNES_ADRESSE or not _CODE_POSTAL_ET_VILLE.fullmatch(lignes[-1]):
        message = (
            "Terminez l’adresse par une ligne avec le code postal et la ville, par exemple 31000 TOULOUSE."
        )
        raise ValidationError(message, code="adresse")
    if any(len(ligne) > LONGUEUR_LIGNE for ligne in lignes):
        message = f"Une ligne d’adresse compte au plus {LONGUEUR_LIGNE} caractères : coupez la plus longue."
        raise ValidationError(message, code="adresse_longue")
    return "\n".join(lignes)


def exiger_fictive(canal: str, valeur: str) -> None:
    """In a demonstration, where anybody reads what would have left, only what can reach nobody. Raises ValidationError.

    A postal address can't be told from a real one: nothing is printed there.
    """
    fictives = {
        Canal.SMS: FICTION.fullmatch(valeur),
        Canal.COURRIEL: DOMAINE_FICTIF.search(valeur),
        Canal.COURRIER: True,
    }
    if settings.DEMONSTRATION and not fictives[Canal(canal)]:
        raise ValidationError(REEL, code="coordonnee_reelle")


def masquer_telephone(valeur: str) -> str:
    """« XX XX XX 46 65 » (MC-19)."""
    return f"XX XX XX {valeur[-4:-2]} {valeur[-2:]}"


def masquer_courriel(valeur: str) -> str:
    """« c•••@exemple.fr »."""
    nom, _, domaine = valeur.rpartition("@")
    return f"{nom[0]}•••@{domaine}"


def masquer_adresse(valeur: str) -> str:
    """« 31XXX T••• »."""
    lu = _CODE_POSTAL_ET_VILLE.fullmatch(valeur.splitlines()[-1])
    return f"{lu[1][:2]}XXX {lu[2][0]}•••" if lu else "•••"


LECTURES: dict[str, Callable[[str], str]] = {
    Canal.SMS: lire_telephone,
    Canal.COURRIEL: lire_courriel,
    Canal.COURRIER: lire_adresse,
}
MASQUES: dict[str, Callable[[str], str]] = {
    Canal.SMS: masquer_telephone,
    Canal.COURRIEL: masquer_courriel,
    Canal.COURRIER: masquer_adresse,
}


def _numero(saisie: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(saisie, region)
    except phonenumbers.NumberParseException:
        return None


def _recevable(numero: phonenumbers.PhoneNumber) -> bool:
    if settings.DEMONSTRATION and FICTION.fullmatch(_e164(numero)):
        return True
    return phonenumbers.is_valid_number(numero) and phonenumbers.number_type(numero) in MOBILES


def _e164(numero: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(numero, phonenumbers.PhoneNumberFormat.E164)


def code_postal(adresse: str) -> str:
    """The five digits of a postal address as `lire_adresse` returns it; empty when it has none."""
    lu = _CODE_POSTAL_ET_VILLE.fullmatch(adresse.splitlines()[-1]) if adresse else None
    return lu[1] if lu else ""
