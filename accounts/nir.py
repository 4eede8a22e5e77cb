"""The NIR (numéro de Sécurité sociale): what was typed, read with tolerance, then never shown again.

Thirteen characters — sex, year, month, département, commune, order — and perhaps a key of two (décret 82-103, art. 4;
structure published by the Insee). A first digit 3 or 4 is a waiting number, 7 or 8 a temporary one: the institution
that gave it chose its other figures, so nothing but its length is asked of it, and its key is dropped unread.
"""

import hmac
import re
from typing import Any, NoReturn

from django.conf import settings

from accounts.enums import NatureNir

LONGUEUR, LONGUEUR_AVEC_CLE = 13, 15
NATURES = {
    "1": NatureNir.DEFINITIF,
    "2": NatureNir.DEFINITIF,
    "3": NatureNir.ATTENTE,
    "4": NatureNir.ATTENTE,
    "7": NatureNir.PROVISOIRE,
    "8": NatureNir.PROVISOIRE,
}
# 01 to 12 are months; the others stand for a month that is unknown or already full (20 to 42, 50 to 99).
MOIS = frozenset(f"{m:02}" for m in (*range(1, 13), *range(20, 43), *range(50, 100)))
# The key counts Corsica's letters as these figures.
CORSE = {"2A": "19", "2B": "18"}
COMMUNE_FICTIVE, ORDRE_FICTIF = "000", "999"
VRAI_NUMERO = "N’entrez jamais votre vrai numéro sur ce site de démonstration"

# What people put between the groups; every kind of space is removed with it.
_SEPARATEURS = re.compile(r"[\s.\-]+")
_FORME = re.compile(r"[0-9]{5}(?:[0-9]{2}|2[AB])[0-9]{6}(?:[0-9]{2})?")


class NirIllisible(ValueError):
    """What was typed is not a NIR. `code` says why: longueur, forme, premier, mois, departement, ordre, cle."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class VraiNumero(ValueError):
    """The number may be somebody's, and nobody here has the right to keep it."""

    def __init__(self) -> None:
        super().__init__(VRAI_NUMERO)


class Nir:
    """A number that was read. Immutable; it says who it is only when asked by `en_clair()`."""

    __slots__ = ("_corps",)
    _corps: str

    def __init__(self, saisie: str) -> None:
        """Read 13 or 15 characters, spaces tolerated. Raises NirIllisible, which never holds what was typed."""
        object.__setattr__(self, "_corps", _lire(saisie))

    def __setattr__(self, nom: str, valeur: object) -> NoReturn:
        raise AttributeError("un NIR ne change pas")

    def __repr__(self) -> str:
        return "Nir(•••)"

    def __eq__(self, autre: object) -> bool:
        return isinstance(autre, Nir) and hmac.compare_digest(self._corps, autre._corps)

    def __hash__(self) -> int:
        return hash((Nir, self._corps))

    def __copy__(self) -> "Nir":
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Nir":
        return self

    def __reduce_ex__(self, _protocole: Any) -> NoReturn:
        raise TypeError("un NIR ne se sérialise pas : scellez-le")

    def en_clair(self) -> str:
        """The 13 characters. To be sealed, fingerprinted or compared; never logged, never in a URL."""
        return self._corps

    def masque(self) -> str:
        """For a screen: the last two figures only, « • •• •• •• ••• •84 »."""
        return f"• •• •• •• ••• •{self._corps[-2:]}"

    @property
    def cle(self) -> str:
        """The key, two digits: 97 minus the remainder by 97."""
        return cle_de(self._corps)

    @property
    def nature(self) -> NatureNir:
        return NATURES[self._corps[0]]

    @property
    def provisoire(self) -> bool:
        """True for a temporary or a waiting number: another will replace it."""
        return self.nature != NatureNir.DEFINITIF

    def est_fictif(self) -> bool:
        """True when it can be nobody's: commune 000, or order 999."""
        return self._corps[7:10] == COMMUNE_FICTIVE or self._corps[10:] == ORDRE_FICTIF


def cle_de(corps: str) -> str:
    """The key of 13 characters."""
    chiffres = corps[:5] + CORSE.get(corps[5:7], corps[5:7]) + corps[7:]
    return f"{97 - int(chiffres) % 97:02}"


def exiger_acceptable(nir: Nir) -> None:
    """Raises VraiNumero for a number that may be real where no operator is named to answer for it."""
    if settings.NIR_FICTIFS_SEULEMENT and not nir.est_fictif():
        raise VraiNumero


def _lire(saisie: str) -> str:
    compact = _SEPARATEURS.sub("", saisie).upper()
    if len(compact) not in (LONGUEUR, LONGUEUR_AVEC_CLE):
        raise NirIllisible("longueur")
    if not _FORME.fullmatch(compact):
        raise NirIllisible("forme")
    corps, cle = compact[:LONGUEUR], compact[LONGUEUR:]
    if corps[0] not in NATURES:
        raise NirIllisible("premier")
    if NATURES[corps[0]] == NatureNir.DEFINITIF:
        _verifier(corps, cle)
    return corps


def _verifier(corps: str, cle: str) -> None:
    """What a definitive number must respect. 97 and 98 are overseas, 99 is abroad."""
    if corps[3:5] not in MOIS:
        raise NirIllisible("mois")
    if corps[5:7] == "00":
        raise NirIllisible("departement")
    if corps[10:] == "000":
        raise NirIllisible("ordre")
    if cle and cle != cle_de(corps):
        raise NirIllisible("cle")
