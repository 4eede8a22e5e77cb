"""The 7-bit alphabet of SMS (3GPP TS 23.038, section 6.2.1), and what fits in one message of 160 septets."""

import unicodedata

SEPTETS_MAX = 160

BASE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Written as an escape then a character of the base: two septets.
EXTENSION = frozenset("\f^{}\\[~]|€")

# What good typography uses and a telephone of 1992 has not.
_TYPOGRAPHIE = {
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"',
    "»": '"', "–": "-", "—": "-", "\u2011": "-", "…": "...", "œ": "oe", "Œ": "OE",
}  # fmt: skip


class NeTientPas(ValueError):
    """The text is not one SMS: `septets` over 160, or characters that the alphabet has not."""


def simplifier(texte: str) -> str:
    """The same text, its typography flattened and the accents unknown to the alphabet dropped (« Loïc » → « Loic »)."""
    texte = unicodedata.normalize("NFC", texte)
    for blanc in "\u00a0\u202f":
        texte = texte.replace(f"«{blanc}", '"').replace(f"{blanc}»", '"')
    return "".join(_simplifie(c) for c in texte)


def _simplifie(caractere: str) -> str:
    if caractere in BASE or caractere in EXTENSION:
        return caractere
    if caractere in _TYPOGRAPHIE:
        return _TYPOGRAPHIE[caractere]
    nu = "".join(c for c in unicodedata.normalize("NFD", caractere) if not unicodedata.combining(c))
    return nu if nu and set(nu) <= BASE else caractere


def septets(texte: str) -> int:
    """Length in septets: 1 for the base alphabet, 2 for its extension. Raises `NeTientPas` on any other character."""
    inconnus = sum(c not in BASE and c not in EXTENSION for c in texte)
    if inconnus:
        # Which ones is not said: this sentence may reach a log.
        raise NeTientPas(f"{inconnus} caractères hors de l’alphabet GSM-7")
    return len(texte) + sum(c in EXTENSION for c in texte)


def verifier(texte: str) -> str:
    """The text itself when it is one SMS. Raises `NeTientPas`."""
    longueur = septets(texte)
    if longueur > SEPTETS_MAX:
        raise NeTientPas(f"{longueur} septets, {SEPTETS_MAX} au plus")
    return texte
