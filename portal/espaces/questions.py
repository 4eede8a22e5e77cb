"""Questions that people ask, and those of the moment: an answer that depends on the day is computed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.urls import reverse

from portal.cafs import calendrier
from portal.espaces.prestations import DONNEES
from portal.ui.typographie import MOIS, date_longue, de_mois

NOMBRE_A_L_ACCUEIL = 6
# Since March 2025 a quarterly declaration made in month M bears on M-4, M-3 and M-2.
PREMIER_MOIS_DECLARE = 4
DERNIER_MOIS_DECLARE = 2


@dataclass(frozen=True, slots=True)
class Lien:
    """Where an answer goes on: a URL name and its arguments."""

    texte: str
    url: str
    args: tuple[str, ...] = ()

    @property
    def adresse(self) -> str:
        return reverse(self.url, args=self.args)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer, one string for each paragraph; `mots` are other words that lead to it.

    `mois` are the months in which the home page may ask it (all when empty); `accueil` False: it never does.
    """

    slug: str
    titre: str
    reponse: tuple[str, ...]
    mots: str = ""
    lien: Lien | None = None
    mois: frozenset[int] = frozenset()
    accueil: bool = True


def _decaler(jour: date, mois: int) -> date:
    """First day of the month that is `mois` months after (before, when negative) that of `jour`."""
    rang = jour.year * 12 + jour.month - 1 + mois
    return date(rang // 12, rang % 12 + 1, 1)


def _nom(jour: date) -> str:
    return MOIS[jour.month - 1]


def mois_declares(jour: date) -> tuple[date, date, date]:
    """First days of the three months on which a quarterly declaration made on `jour` bears."""
    un, deux, trois = (_decaler(jour, -n) for n in range(PREMIER_MOIS_DECLARE, DERNIER_MOIS_DECLARE - 1, -1))
    return un, deux, trois


def _liste(mois: tuple[date, date, date]) -> str:
    """« août, septembre et octobre 2026 », each month with its year when they are not the same."""
    un_an = mois[0].year == mois[2].year
    un, deux, trois = (_nom(m) if un_an else f"{_nom(m)} {m.year}" for m in mois)
    return f"{un}, {deux} et {trois} {mois[2].year}" if un_an else f"{un}, {deux} et {trois}"


def _quand_paye(jour: date) -> dict[str, Any]:
    prochain = calendrier.prochains_paiements(jour, 1)[0]
    quand = f"Le {date_longue(prochain)}"
    if prochain == jour:
        quand = f"Aujourd’hui, {date_longue(jour)}"
    return {
        "titre": f"Quand serai-je payé en {_nom(prochain)} ?",
        "reponse": (
            f"{quand}, pour vos droits {de_mois(_nom(_decaler(prochain, -1)))}.",
            "Votre banque peut afficher la somme jusqu’à trois jours plus tard.",
        ),
    }


def _quels_mois(jour: date) -> dict[str, Any]:
    suivant = _decaler(jour, 1)
    return {
        "titre": "RSA, prime d’activité : quels mois dois-je déclarer ?",
        "reponse": (
            f"Pour une déclaration faite en {_nom(jour)} : {_liste(mois_declares(jour))}.",
            f"Pour une déclaration faite en {_nom(suivant)} : {_liste(mois_declares(suivant))}.",
            "La date qui compte est celle du bulletin de paie, pas celle du virement.",
            "Vous n’avez rien gagné ? Déclarez 0 : sans déclaration, le paiement s’arrête.",
        ),
    }


_CALCULEES: dict[str, Callable[[date], dict[str, Any]]] = {
    "quand-paye": _quand_paye,
    "quels-mois-declarer": _quels_mois,
}


@cache
def _lues() -> tuple[dict[str, Any], ...]:
    lues = json.loads((DONNEES / "questions.json").read_text(encoding="utf-8"))
    return tuple({**ligne, "lien": _lien(ligne), "mois": frozenset(ligne.get("mois", ()))} for ligne in lues)


def _lien(ligne: dict[str, Any]) -> Lien | None:
    lien = ligne.get("lien")
    return Lien(lien["texte"], lien["url"], tuple(lien["args"])) if lien else None


def _ecrire(ligne: dict[str, Any], jour: date) -> Question:
    calculer = _CALCULEES.get(ligne["slug"])
    champs = ligne | (calculer(jour) if calculer else {})
    return Question(**champs | {"reponse": tuple(champs["reponse"])})


def toutes(jour: date) -> list[Question]:
    """Every question, as it is answered on `jour`."""
    return [_ecrire(ligne, jour) for ligne in _lues()]


def choisies(slugs: tuple[str, ...], jour: date) -> list[Question]:
    """These questions, in this order, as they are answered on `jour`."""
    par_slug = {q.slug: q for q in toutes(jour)}
    return [par_slug[slug] for slug in slugs]


def du_moment(jour: date, nombre: int = NOMBRE_A_L_ACCUEIL) -> list[Question]:
    """The questions of the home page on `jour`: those of the season come, those of another season go."""
    de_saison = [q for q in toutes(jour) if q.accueil and (not q.mois or jour.month in q.mois)]
    return de_saison[:nombre]
