"""Log lines: request identifier on each, and no personal number in any.

`masquer` works on the final text of a line, exception included, so that nothing escapes it by way of an argument.
"""

import logging
import re
from contextvars import ContextVar

from django.conf import settings
from pythonjsonlogger.json import JsonFormatter

identifiant_requete: ContextVar[str] = ContextVar("identifiant_requete", default="-")

_BLANC = r"[ .\u00a0\u202f-]?"
# An IBAN: two letters, two digits, then 11 to 30 letters or digits, often grouped by four.
_IBAN = re.compile(rf"\b[A-Z]{{2}}\d{{2}}(?:{_BLANC}[A-Z0-9]){{11,30}}\b", re.IGNORECASE)
# A NIR: 13 digits (2A and 2B at their place), perhaps a key of two, perhaps grouped.
_NIR = re.compile(
    rf"(?<![0-9A-Za-z])[1-478]{_BLANC}\d{{2}}{_BLANC}\d{{2}}{_BLANC}(?:\d{{2}}|2[AB]){_BLANC}\d{{3}}{_BLANC}\d{{3}}"
    rf"(?:{_BLANC}\d{{2}})?(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# A code sent to a person: 6 or 8 digits that stand alone.
_CODE = re.compile(r"(?<![\w.:/-])(?:\d{6}|\d{8})(?![\w:/-]|\.\d)")


def masquer(texte: str) -> str:
    """The same text, with NIR-shaped, IBAN-shaped and code-shaped digits replaced."""
    texte = _IBAN.sub("[iban]", texte)
    texte = _NIR.sub("[nir]", texte)
    return _CODE.sub("[code]", texte)


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
    """One JSON object a line, each text of it masked."""

    def process_log_record(self, log_data: dict[str, object]) -> dict[str, object]:
        propre = {cle: masquer(v) if isinstance(v, str) else v for cle, v in log_data.items()}
        return super().process_log_record(propre)
