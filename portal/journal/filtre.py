"""What may be a detail of an event: short, plain, and without the shape of anything personal.

A net, not a proof: it can't tell a name from a word. What is declared is read in review; what has a shape stops here.
"""

import re

from portal.alea import ALPHABET, LONGUEUR
from portal.http.journaux import masquer

type_valeur = str | int | bool | None
LONGUEUR_VALEUR = 200
_COURRIEL = re.compile(r"[^\s@<>]+(?:@|%40)[^\s@<>]+", re.IGNORECASE)
# French or international, grouped in any way: ten digits from 0, or a + (or 00) and 8 to 15 digits.
_TELEPHONE = re.compile(
    r"(?<![\dA-Za-z])(?:(?:\+|00)[\s.()/-]{0,2}\d(?:[\s.()/-]{0,3}\d){7,14}|0(?:[\s.()/-]{0,2}\d){9})(?!\d)"
)
# One reference of `portal.alea`, with or without the name of what it refers to. Random letters and digits may begin
# as an IBAN does; the only real ones of that length are Belgian, two letters and fourteen digits.
_REFERENCE = re.compile(rf"(?:[a-z_]{{2,30}}:)?(?![A-Z]{{2}}\d{{14}}$)(?!\d+$)[{ALPHABET}]{{{LONGUEUR}}}")


class ValeurRefusee(ValueError):
    """The value has the shape of something personal, or is not a plain value. It is never in the message."""


def nettoyer(valeur: object) -> type_valeur:
    """The value with what looks personal masked (NIR, IBAN, e-mail, phone, code). Raises `ValeurRefusee` on a type
    that can't be looked at: only texts of 200 characters at most, integers, booleans and None are plain."""
    if valeur is None or isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, int):
        return valeur if _masquer(str(valeur)) == str(valeur) else _masquer(str(valeur))
    if not isinstance(valeur, str):
        raise ValeurRefusee(f"un détail est un texte, un entier ou un booléen, pas {type(valeur).__name__}")
    if len(valeur) > LONGUEUR_VALEUR:
        raise ValeurRefusee(f"un détail a {LONGUEUR_VALEUR} caractères au plus")
    return _masquer(valeur)


def _masquer(texte: str) -> str:
    if _REFERENCE.fullmatch(texte):
        return texte
    return masquer(_TELEPHONE.sub("[telephone]", _COURRIEL.sub("[courriel]", texte)))
