"""Six digits that an application computes from a shared secret and the hour (RFC 6238, SHA-1, steps of 30 seconds).

Pure: the instant is given. What remembers that a step was used is `accounts.services.facteurs`.
"""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import quote, urlencode

PAS_SECONDES = 30
CHIFFRES = 6
# RFC 4226, section 4, R6: 160 bits.
OCTETS = 20
# RFC 6238, section 5.2: one step before and one after, for a telephone whose clock is not quite right.
TOLERANCE = 1


def nouveau_secret() -> bytes:
    """20 random bytes."""
    return secrets.token_bytes(OCTETS)


def pas_de(instant: float) -> int:
    """The step of an instant, in seconds since 1970."""
    return int(instant // PAS_SECONDES)


def code(secret: bytes, pas: int) -> str:
    """The code of one step (RFC 4226, section 5.3)."""
    condense = hmac.digest(secret, pas.to_bytes(8, "big"), hashlib.sha1)
    debut = condense[-1] & 0xF
    nombre = int.from_bytes(condense[debut : debut + 4], "big") & 0x7FFFFFFF
    return f"{nombre % 10**CHIFFRES:0{CHIFFRES}}"


def pas_reconnu(secret: bytes, saisie: str, *, instant: float, apres: int) -> int | None:
    """The step whose code was typed, among those around the instant that come after the step `apres`; None otherwise.

    Every step costs the same comparison, right or wrong.
    """
    ici = pas_de(instant)
    trouve = None
    for pas in range(ici - TOLERANCE, ici + TOLERANCE + 1):
        juste = hmac.compare_digest(code(secret, pas).encode(), saisie.encode())
        if juste and pas > apres and trouve is None:
            trouve = pas
    return trouve


def en_base_32(secret: bytes) -> str:
    """As applications want it: letters and digits 2 to 7, no padding (160 bits need none)."""
    return base64.b32encode(secret).decode().rstrip("=")


def en_groupes(secret: bytes) -> str:
    """The same, to be read and typed: groups of four."""
    texte = en_base_32(secret)
    return " ".join(texte[i : i + 4] for i in range(0, len(texte), 4))


def adresse(secret: bytes, *, titulaire: str, site: str) -> str:
    """What a QR code says to an application (« Key Uri Format »). `titulaire`: a first name and nothing more."""
    etiquette = quote(f"{site}:{titulaire}", safe=":")
    champs = {
        "secret": en_base_32(secret), "issuer": site, "algorithm": "SHA1", "digits": CHIFFRES,
        "period": PAS_SECONDES,
    }  # fmt: skip
    return f"otpauth://totp/{etiquette}?{urlencode(champs, quote_via=quote)}"
