"""Which Caf serves a postal code: one, one among several to choose from, or none; and never a silent guess.

A postal code is a delivery route, not a place: sixteen cross a département's border, a few lie wholly on the other
side of it, and CEDEX codes belong to no commune.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.cafs import annuaire

_CINQ_CHIFFRES = re.compile(r"[0-9]{5}")
_CORSE = {"200": "2A", "201": "2A", "202": "2B", "206": "2B"}

_FORME = "Un code postal a cinq chiffres, par exemple 31000."
_INCONNU = "Ce code postal n’est pas dans notre liste. Indiquez celui de votre commune, par exemple 31000."
_A_CHOISIR = "Plusieurs départements partagent ce code postal : choisissez votre commune."
_ARMEES = (
    "Ce code est celui d’un secteur postal des armées : il ne dit pas quelle Caf vous sert. "
    "Indiquez le code postal de votre logement."
)

# Places that have a French postal code and no Caf, by the longest prefix that tells them.
_SANS_CAF = {
    "975": "Saint-Pierre-et-Miquelon n’a pas de Caf : un autre organisme y verse les prestations familiales.",
    "977": "À Saint-Barthélemy, le code postal est 97133.",
    "978": "À Saint-Martin, le code postal est 97150.",
    "980": "Monaco n’a pas de Caf : un organisme monégasque y verse les prestations familiales.",
    "984": "Les Terres australes et antarctiques françaises n’ont pas de Caf.",
    "986": "Wallis-et-Futuna n’a pas de Caf : un organisme local y verse les prestations familiales.",
    "987": "La Polynésie française n’a pas de Caf : un organisme local y verse les prestations familiales.",
    "988": "La Nouvelle-Calédonie n’a pas de Caf : un organisme local y verse les prestations familiales.",
    "989": "L’île de Clipperton n’a pas de Caf.",
    "98": "Ce code postal n’est pas celui d’un département : aucune Caf n’y correspond.",
    "00": _ARMEES,
}


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune that shares its postal code with another département."""

    insee: str
    nom: str
    departement: str


@dataclass(frozen=True, slots=True)
class Lieu:
    """What a postal code says.

    `departement` is the code of the Caf that serves it (« 31 », « 2A », « 971 »), or None. `communes` is what to
    choose from, when the answer depends on it. `explication` is a sentence for the person, when there is no
    département or when it is only probable (`a_confirmer`).
    """

    code_postal: str
    departement: str | None = None
    communes: tuple[Commune, ...] = ()
    explication: str = ""
    a_confirmer: bool = False


@dataclass(frozen=True, slots=True)
class _Donnees:
    ailleurs: dict[str, str]
    partages: dict[str, tuple[Commune, ...]]
    connus: frozenset[str]


@cache
def _donnees() -> _Donnees:
    lues = _lire("codes_postaux.json")
    return _Donnees(
        ailleurs={cp: c["departement"] for cp, c in lues["ailleurs_que_le_prefixe"].items()},
        partages={cp: tuple(Commune(**c) for c in communes) for cp, communes in lues["partages"].items()},
        connus=frozenset(
            debut + fin for debut, fins in _lire("codes_connus.json").items() for fin in fins.split()
        ),
    )


def _lire(fichier: str) -> Any:
    return json.loads((annuaire.DONNEES / fichier).read_text(encoding="utf-8"))


def normaliser(saisi: Any) -> str:
    """The five digits of what was typed, or "" when it is not a postal code. Spaces of any kind are ignored."""
    texte = "".join(saisi.split()) if isinstance(saisi, str) else ""
    return texte if _CINQ_CHIFFRES.fullmatch(texte) else ""


def _prefixe(code_postal: str) -> str:
    """The département that the first digits announce."""
    if code_postal.startswith("20"):
        return _CORSE.get(code_postal[:3], "")
    return code_postal[:3] if code_postal.startswith("97") else code_postal[:2]


def _sans_caf(code_postal: str) -> str:
    """Why no Caf serves this code; "" when one may."""
    if code_postal in _donnees().ailleurs:
        code_postal = _donnees().ailleurs[code_postal]
        return "" if annuaire.caf(code_postal) else _SANS_CAF[code_postal]
    return _SANS_CAF.get(code_postal[:3]) or _SANS_CAF.get(code_postal[:2], "")


def _lieu_partage(code_postal: str, commune: str | None) -> Lieu:
    communes = _donnees().partages[code_postal]
    departements = {c.insee: c.departement for c in communes} | {_prefixe(code_postal): _prefixe(code_postal)}
    if commune in departements:
        return Lieu(code_postal, departements[commune])
    return Lieu(code_postal, None, communes, _A_CHOISIR)


def chercher(code_postal: str, commune: str | None = None) -> Lieu:
    """Which Caf serves this postal code.

    `commune` is a value of `communes_a_choisir` (or the INSEE code of any commune of that postal code). Never
    raises: what is not a postal code gets a `Lieu` without département and a sentence that says what to type.
    """
    cp = normaliser(code_postal)
    if not cp:
        return Lieu(code_postal if isinstance(code_postal, str) else "", explication=_FORME)
    if cp in _donnees().partages:
        return _lieu_partage(cp, commune)
    if raison := _sans_caf(cp):
        return Lieu(cp, explication=raison)
    caf = annuaire.caf(_donnees().ailleurs.get(cp) or _prefixe(cp))
    if caf is None:
        return Lieu(cp, explication=_INCONNU)
    if cp in _donnees().connus:
        return Lieu(cp, caf.code)
    return Lieu(cp, caf.code, explication=_question(cp, caf), a_confirmer=True)


def _question(code_postal: str, caf: annuaire.Caf) -> str:
    """CEDEX codes are not in the list of communes: their first digits are all we know."""
    return (
        f"Le code {code_postal} n’est pas dans notre liste : c’est peut-être un code Cedex. "
        f"Vous habitez bien ce département : {caf.departement} ?"
    )


def communes_a_choisir(saisi: Any) -> list[tuple[str, str]]:
    """Options (value, label) of the commune select for a postal code that several départements share, else [].

    The communes outside the département of the prefix are named; one last option, whose value is that
    département's code, stands for all the others.
    """
    code_postal = normaliser(saisi)
    ordinaire = annuaire.caf(_prefixe(code_postal))
    communes = _donnees().partages.get(code_postal)
    if communes is None or ordinaire is None:
        return []
    ailleurs = [c for c in communes if c.departement != ordinaire.code]
    return [
        *((c.insee, f"{c.nom} ({_nom_du_departement(c.departement)})") for c in ailleurs),
        (ordinaire.code, f"Une autre commune ({ordinaire.departement})"),
    ]


def _nom_du_departement(code: str) -> str:
    caf = annuaire.caf(code)
    return caf.departement if caf else code
