"""The secrets that are sent to somebody: how they are drawn, written, read back and compared. Pure, save the keys.

Six digits by SMS or e-mail (ASVS 5.0, 6.5.3: 20 bits, ten minutes); eight digits by post for a first login (26 bits,
under the strict limits of `portal.limites.regles.PREMIERE_CONNEXION`); 16 characters by post otherwise (80 bits).
"""

import hmac
import re
import secrets as alea
from datetime import timedelta

from accounts.enums import FormeSecret
from portal.alea import ALPHABET, nouvelle_reference
from portal.chiffrement import empreintes

DUREES = {
    FormeSecret.CODE: timedelta(minutes=10),
    FormeSecret.PREMIER: timedelta(days=15),
    FormeSecret.LETTRE: timedelta(days=15),
    FormeSecret.LEVEE: timedelta(days=15),
}
DUREES_EN_MOTS = {
    FormeSecret.CODE: "10\u00a0minutes",
    FormeSecret.PREMIER: "15\u00a0jours",
    FormeSecret.LETTRE: "15\u00a0jours",
    FormeSecret.LEVEE: "15\u00a0jours",
}
CHIFFRES = {FormeSecret.CODE: 6, FormeSecret.PREMIER: 8}
LONGUEUR_LETTRE = 16
# Letters that the alphabet leaves out, read as the digits they look like.
_CONFUSIONS = str.maketrans("OIL", "011")
_SEPARATEURS = re.compile(r"[\s.\-\u2010-\u2015]+")


def tirer(forme: str) -> str:
    """A new secret of this form, as it is compared."""
    if forme in CHIFFRES:
        return "".join(alea.choice("0123456789") for _ in range(CHIFFRES[FormeSecret(forme)]))
    return nouvelle_reference(LONGUEUR_LETTRE)


def ecrire(valeur: str) -> str:
    """As a person reads it: « 123456 » as it is, longer ones by groups of four (« 1234 5678 »)."""
    if len(valeur) <= CHIFFRES[FormeSecret.CODE]:
        return valeur
    lien = " " if valeur.isdigit() else "-"
    return lien.join(valeur[i : i + 4] for i in range(0, len(valeur), 4))


def lire(saisie: str) -> str:
    """What was typed, as it is compared; empty when it can't be a secret of ours."""
    compact = _SEPARATEURS.sub("", saisie).upper()
    if compact.isascii() and compact.isdigit():
        return compact if len(compact) in (*CHIFFRES.values(), LONGUEUR_LETTRE) else ""
    return lire_lettres(compact, LONGUEUR_LETTRE)


def lire_lettres(saisie: str, longueur: int) -> str:
    """What was typed, as that many characters of our alphabet; empty when it can't be."""
    lu = _SEPARATEURS.sub("", saisie).upper().translate(_CONFUSIONS)
    return lu if len(lu) == longueur and set(lu) <= set(ALPHABET) else ""


def resumer(reference: str, valeur: str) -> tuple[str, bytes]:
    """Name of the current key, and the digest under it. `reference` makes equal secrets differ."""
    return next(iter(_resumes(reference, valeur).items()))


def est_le_bon(reference: str, cle: str, empreinte: bytes | memoryview | None, saisie: str) -> bool:
    """Compare in constant time; a secret that nobody sent, or whose key is gone, equals nothing."""
    resume = _resumes(reference, saisie).get(cle, b"")
    return hmac.compare_digest(resume or b"-", bytes(empreinte or b""))


def _resumes(reference: str, valeur: str) -> dict[str, bytes]:
    return empreintes(f"{reference}\0{valeur}".encode(), "secret")
