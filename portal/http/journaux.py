"""Log lines: request identifier on each, and no personal number in any.

`masquer` works on the final text of a line, exception included, so that nothing escapes it by way of an argument.
It prefers hiding too much: a figure lost from a log line costs less than a NIR kept in it.
"""

import logging
import re
from collections.abc import Mapping
from contextvars import ContextVar

from django.conf import settings
from pythonjsonlogger.json import JsonFormatter

identifiant_requete: ContextVar[str] = ContextVar("identifiant_requete", default="-")

# A space as URLs, repr() and HTML write it; read as a space first, so that it hides nothing.
_ESPACE_CODE = re.compile(r"%20|%C2%A0|%E2%80%AF|\\xa0|\\u00a0|\\u202f|&nbsp;", re.IGNORECASE)
# What people and forms put between the groups of a number.
_BLANC = r"[\s._+-]{0,2}"
_PAYS_IBAN = (
    "AD|AE|AL|AT|AZ|BA|BE|BG|BH|BI|BR|BY|CH|CR|CY|CZ|DE|DJ|DK|DO|EE|EG|ES|FI|FK|FO|FR|GB|GE|GI|GL|GR|GT|HN|HR|HU|IE|"
    "IL|IQ|IS|IT|JO|KW|KZ|LB|LC|LI|LT|LU|LV|LY|MC|MD|ME|MK|MN|MR|MT|MU|NI|NL|NO|OM|PK|PL|PS|PT|QA|RO|RS|RU|SA|SC|SD|"
    "SE|SI|SK|SM|SO|ST|SV|TL|TN|TR|UA|VA|VG|XK|YE"
)
# Where a word may begin; « %3D » before it, in an address quoted inside another, is no part of it.
_DEBUT = r"(?:(?<![0-9A-Za-z])|(?<=%[0-9A-Fa-f]{2}))"
# An IBAN: a country, two digits, then 11 to 30 letters or digits, grouped in any way.
_IBAN = re.compile(
    rf"{_DEBUT}(?:{_PAYS_IBAN}){_BLANC}\d{_BLANC}\d(?:{_BLANC}[A-Z0-9]){{11,30}}(?![0-9A-Z])",
    re.IGNORECASE,
)
# A NIR: 13 digits (2A and 2B at their place), perhaps a key of two, grouped in any way.
_NIR = re.compile(
    rf"(?<!\d)[1-478](?:{_BLANC}\d){{4}}{_BLANC}(?:\d{_BLANC}\d|2{_BLANC}[AB])(?:{_BLANC}\d){{6}}"
    rf"(?:{_BLANC}\d{_BLANC}\d)?(?!\d)",
    re.IGNORECASE,
)
# Anything else that long: an account number, a NIR glued to something.
_LONG = re.compile(r"(?<!\d\.)\d{13,}")
# A code sent to a person: 6 or 8 digits that stand alone, or two groups of three or four. Not the decimals of a
# duration, not a piece of a hexadecimal identifier, not « 200 512 » (status and bytes) at the end of a request.
_CODE = re.compile(
    rf"{_DEBUT}(?<!\d\.)(?<!\d,)(?<!\" )"
    r"(?:\d{6}|\d{8}|\d{3}[\s-]\d{3}|\d{4}\s\d{4})"
    r"(?![A-Za-z0-9]|[.,]\d|-[0-9a-f]{4}-)"
)
# The secret of a letter, four groups of four, or a code of a printed sheet, three with a digit; unlike a reference of
# ours they are written with their hyphens.
_LETTRE = re.compile(
    rf"{_DEBUT}(?<!-)(?:[0-9A-Z]{{4}}(?:-[0-9A-Z]{{4}}){{3}}|(?=[A-Z-]*\d)[0-9A-Z]{{4}}(?:-[0-9A-Z]{{4}}){{2}})"
    r"(?![0-9A-Z-])",
    re.IGNORECASE,
)
# The identifier of a request as many proxies write it: no NIR and no IBAN has this shape, and it must stay whole.
_UUID = re.compile(r"(?<![0-9A-Z-])([0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})(?![0-9A-Z-])", re.IGNORECASE)


def masquer(texte: str) -> str:
    """The same text, with NIR-shaped, IBAN-shaped and code-shaped digits replaced."""
    morceaux = _UUID.split(texte)
    return "".join(m if rang % 2 else _masquer(m) for rang, m in enumerate(morceaux))


def _masquer(texte: str) -> str:
    texte = _IBAN.sub("[iban]", _ESPACE_CODE.sub("\u00a0", texte))
    texte = _NIR.sub("[nir]", texte)
    texte = _LONG.sub("[numero]", texte)
    return _CODE.sub("[code]", _LETTRE.sub("[code]", texte))


def masquer_valeur(valeur: object) -> object:
    """`masquer` through whatever may be logged as a field: texts, numbers, and what holds them."""
    if valeur is None or isinstance(valeur, bool | float):
        return valeur
    if isinstance(valeur, int):
        return valeur if masquer(str(valeur)) == str(valeur) else masquer(str(valeur))
    if isinstance(valeur, Mapping):
        return {masquer(str(cle)): masquer_valeur(v) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple | set | frozenset):
        return [masquer_valeur(v) for v in valeur]
    if isinstance(valeur, bytes):
        valeur = valeur.decode(errors="replace")
    return masquer(str(valeur))


class ContexteFilter(logging.Filter):
    """Adds the request identifier and the process to each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.requete = identifiant_requete.get()
        record.processus = settings.PROCESSUS
        return True


class FormatLisible(logging.Formatter):
    """One readable line, masked."""

    def format(self, record: logging.LogRecord) -> str:
        return masquer(super().format(record))


class FormatJson(JsonFormatter):
    """One JSON object a line, each field of it masked."""

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        # Django joins the request to its errors: its text is the address with what people typed in a search.
        log_data.pop("request", None)
        propre = {masquer(cle): masquer_valeur(v) for cle, v in log_data.items()}
        return super().process_log_record(propre)
