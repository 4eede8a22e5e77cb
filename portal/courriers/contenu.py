"""What a message says, whatever carries it."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Contenu:
    """`sujet` is empty for an SMS, `html` for all but an e-mail; `texte` of a letter is its paragraphs."""

    sujet: str
    texte: str
    html: str = ""


def en_json(valeur: dict[str, Any]) -> bytes:
    return json.dumps(valeur, ensure_ascii=False).encode()


def de_json(octets: bytes) -> Contenu:
    return Contenu(**json.loads(octets))
