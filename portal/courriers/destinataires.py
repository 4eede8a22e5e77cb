"""Whom a message is for, by channel: what is accepted, and what a screen may show of it."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.courriers.enums import Canal

# E.164. Not the telephone library: it refuses the numbers kept for fiction, the only ones of the demonstration.
_NUMERO = re.compile(r"\+[1-9]\d{7,14}")
# La Poste prints six lines at most above the country (NF Z 10-011).
LIGNES = range(2, 8)
LONGUEUR_ADRESSE = 400


class DestinataireInvalide(ValueError):
    """Not a recipient of this channel. Its text never quotes the value."""


def verifier(canal: str, destinataire: str) -> str:
    """The recipient, tidied: E.164 number, e-mail address, or postal address of 2 to 7 lines."""
    propre = "\n".join(ligne.strip() for ligne in destinataire.strip().splitlines() if ligne.strip())
    if not _VERIFIER[Canal(canal)](propre):
        raise DestinataireInvalide(f"destinataire inutilisable pour le canal {canal}")
    return propre


def _est_un_courriel(valeur: str) -> bool:
    try:
        validate_email(valeur)
    except ValidationError:
        return False
    return True


def _est_une_adresse(valeur: str) -> bool:
    return len(valeur.splitlines()) in LIGNES and len(valeur) <= LONGUEUR_ADRESSE


_VERIFIER = {
    Canal.SMS: lambda valeur: bool(_NUMERO.fullmatch(valeur)),
    Canal.COURRIEL: _est_un_courriel,
    Canal.COURRIER: _est_une_adresse,
}


def masquer(canal: str, destinataire: str) -> str:
    """What a screen may show: « XX XX XX 46 65 », « c•••@exemple.fr », the last line of a postal address."""
    if canal == Canal.SMS:
        return f"XX XX XX {destinataire[-4:-2]} {destinataire[-2:]}"
    if canal == Canal.COURRIEL:
        boite, _, domaine = destinataire.rpartition("@")
        return f"{boite[0]}•••@{domaine}"[:120]
    return destinataire.splitlines()[-1][:120]
