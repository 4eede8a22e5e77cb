"""JSON whose numbers are Decimals, in both directions: 188.09 is read and written with these very digits."""

import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from json.encoder import encode_basestring
from typing import Any

_INFINI = Decimal("Infinity")


class JsonIllisible(ValueError):
    """The bytes are not JSON; the message is a French sentence."""


def lire_json(octets: bytes) -> Any:
    """Read JSON with every number as a Decimal. Raises JsonIllisible."""
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        raise JsonIllisible(f"ce n’est pas du texte UTF-8 (octet {erreur.start + 1})") from None
    try:
        return json.loads(texte, parse_float=_nombre, parse_int=_nombre, parse_constant=Decimal)
    except json.JSONDecodeError as erreur:
        raise JsonIllisible(f"ce n’est pas du JSON (ligne {erreur.lineno}, colonne {erreur.colno})") from None
    except RecursionError:
        raise JsonIllisible("ce JSON est trop imbriqué") from None


def ecrire_json(valeur: Any) -> str:
    """Write text, numbers, booleans, lists and objects as JSON, on one line."""
    match valeur:
        case None:
            return "null"
        case bool():
            return "true" if valeur else "false"
        case str():
            return encode_basestring(valeur)
        case Decimal():
            return _chiffres(valeur)
        case dict():
            return (
                "{"
                + ", ".join([f"{ecrire_json(str(cle))}: {ecrire_json(v)}" for cle, v in valeur.items()])
                + "}"
            )
        case list() | tuple():
            return "[" + ", ".join([ecrire_json(element) for element in valeur]) + "]"
        case _:
            return json.dumps(valeur)


def ecrire_liste(lignes: Iterable[str]) -> str:
    """A JSON list of elements already written, one a line."""
    return "[" + ",\n ".join(lignes) + "]\n"


def _nombre(texte: str) -> Decimal:
    try:
        return Decimal(texte)
    except InvalidOperation:  # an exponent of more than eighteen digits
        return _INFINI


def _chiffres(nombre: Decimal) -> str:
    if not nombre.is_finite():
        return "null"
    # A zero keeps no sign: −0,00 comes from an amount deducted that rounds to nothing.
    return str(nombre) if nombre else str(abs(nombre))
