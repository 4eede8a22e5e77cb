"""The pivot identity: six claims that the State has checked, and whether they are those of somebody we know.

All six must agree with what the Caf holds, the last three through the NIR, which says the sex and the place of birth
(structure published by the Insee). Anything incomplete or uncertain is for a human: no score, no « nearly ».
"""

import json
import re
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

from accounts.models import Personne
from accounts.mots_de_passe import plier
from accounts.nir import Nir
from portal.chiffrement import empreintes

FRANCE = "99100"
SEXES = {"1": "male", "3": "male", "7": "male", "2": "female", "4": "female", "8": "female"}
LONGUEUR_MAX = 300
# Corsica was one département, numbered 20 in a NIR, until the births of 1976.
CORSE_DIVISEE = date(1976, 1, 1)
# The new départements of Île-de-France hold from the births of 1968: before, those of Seine and of Seine-et-Oise.
ILE_DE_FRANCE_DIVISEE = date(1968, 1, 1)
ANCIENS = {
    "91": ("78",), "92": ("75", "78"), "93": ("75", "78"), "94": ("75", "78"), "95": ("78",),
}  # fmt: skip
_PAYS = re.compile(r"99[0-9]{3}")
_MOTS = re.compile(r"[\s\-\u2010-\u2015]+")


@dataclass(frozen=True)
class Pivot:
    """As it was received, an empty text for what was not; kept out of `repr`."""

    nom_naissance: str = field(repr=False)
    prenoms: tuple[str, ...] = field(repr=False)
    naissance: str = field(repr=False)
    sexe: str = field(repr=False)
    lieu: str = field(repr=False)
    pays: str = field(repr=False)

    @property
    def date_naissance(self) -> date | None:
        """None for a day or a month that nobody knows (« 1970-00-00 »)."""
        try:
            return date.fromisoformat(self.naissance) if len(self.naissance) == 10 else None
        except ValueError:
            return None


def lire_pivot(dits: dict[str, Any]) -> Pivot:
    """From the claims of a userinfo. Never raises: what is missing or odd becomes an empty text."""
    liste = dits.get("given_name_array")
    prenoms = liste if isinstance(liste, list) else _texte(dits.get("given_name")).split()
    return Pivot(
        _texte(dits.get("family_name")),
        tuple(filter(None, map(_texte, prenoms))),
        *(_texte(dits.get(nom)) for nom in ("birthdate", "gender", "birthplace", "birthcountry")),
    )


def condenser(pivot: Pivot) -> dict[str, bytes]:
    """Its keyed digests by the name of the key, the current one first: how a changed identity is seen."""
    nom, prenoms, *reste = astuple(pivot)
    ecrit = [_serrer(nom), [_serrer(p) for p in prenoms], *reste]
    return empreintes(json.dumps(ecrit).encode(), "pivot")


def correspond(pivot: Pivot, personne: Personne, nir: Nir | None) -> bool:
    """Whether these are the six of this person, whose number this is."""
    naissance = pivot.date_naissance
    return (
        nir is not None
        and naissance is not None
        and naissance == personne.date_naissance
        and bool(_serrer(pivot.nom_naissance))
        and _serrer(pivot.nom_naissance) == _serrer(personne.nom_naissance)
        and _memes_prenoms(pivot.prenoms, personne.prenoms)
        and pivot.sexe == SEXES[nir.en_clair()[0]]
        and _meme_lieu(pivot, nir, naissance)
    )


def _memes_prenoms(recus: tuple[str, ...], connus: str) -> bool:
    """All of them in the same order, or the first ones: a file may hold the usual one only, never another one."""
    a = [mot for prenom in recus for mot in _mots(prenom)]
    b = _mots(connus)
    communs = min(len(a), len(b))
    return communs > 0 and (a[:communs] == b[:communs] or "".join(a) == "".join(b))


def _meme_lieu(pivot: Pivot, nir: Nir, naissance: date) -> bool:
    """The five characters after the month. A temporary number says nothing of them."""
    if not _PAYS.fullmatch(pivot.pays):
        return False
    dit = nir.en_clair()[5:10]
    if nir.provisoire or pivot.pays != FRANCE:
        return nir.provisoire or dit == pivot.pays
    lieu = pivot.lieu.upper()
    return len(lieu) == 5 and dit in {lieu, *_anciens(lieu, naissance)}


def _anciens(lieu: str, naissance: date) -> list[str]:
    departement, commune = lieu[:2], lieu[2:]
    if departement in {"2A", "2B"} and naissance < CORSE_DIVISEE:
        return [f"20{commune}"]
    if naissance < ILE_DE_FRANCE_DIVISEE:
        return [f"{ancien}{commune}" for ancien in ANCIENS.get(departement, ())]
    return []


def _mots(texte: str) -> list[str]:
    return [serre for mot in _MOTS.split(texte) if (serre := _serrer(mot))]


def _serrer(texte: str) -> str:
    """Without case, accents, spaces, hyphens or apostrophes."""
    return "".join(c for c in plier(texte) if c.isalnum())


def _texte(valeur: object) -> str:
    return valeur.strip() if isinstance(valeur, str) and len(valeur) <= LONGUEUR_MAX else ""
