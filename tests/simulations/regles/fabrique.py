"""Small households for the tests, read through the exchange format, and the answers they are compared with."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from simulations.echange import lire_foyer
from simulations.regles import Estimation, Foyer, Ligne, Operation, Revalorisation, estimer

DONNEES = Path(__file__).parents[1] / "donnees"
CENTIME = Decimal("0.01")


def donnees(nom: str) -> Any:
    """A data file, its numbers read as Decimals."""
    texte = (DONNEES / nom).read_text(encoding="utf-8")
    return json.loads(texte, parse_float=Decimal, parse_int=Decimal)


def trois(montant: Any) -> list[Any]:
    """The same amount in each of the three months, or three amounts as they are."""
    return list(montant) if isinstance(montant, list | tuple) else [montant] * 3


def adulte(naissance: str = "1990-01-01", **reponses: Any) -> dict[str, Any]:
    """An adult of 1990; an amount alone stands for three equal months."""
    return {"birth_date": naissance, **{cle: _valeur(cle, valeur) for cle, valeur in reponses.items()}}


def enfant(naissance: str, salaire: Any = 0, avant: Any = 0) -> dict[str, Any]:
    return {
        "birth_date": naissance,
        "salaire_net": trois(_exact(salaire)),
        "salaire_net_before": _exact(avant),
    }


def foyer(*adultes: dict[str, Any], mois: str = "2024-09", enfants: Any = (), **reponses: Any) -> Foyer:
    """A household that claims in September 2024: June to August 2024, one scale, one SMIC (11.65)."""
    objet: dict[str, Any] = {"claim_month": mois, "adults": list(adultes), "children": list(enfants)}
    if "statut" in reponses or "aide" in reponses:
        aide = trois(_exact(reponses.pop("aide", 0)))
        objet["housing"] = {"status": reponses.pop("statut", "tenant"), "aide_logement": aide}
    if prestations := reponses.pop("prestations", None):
        objet["family_benefits"] = {cle: trois(_exact(montant)) for cle, montant in prestations.items()}
    return lire_foyer({**objet, **reponses})


def estime(
    *adultes: dict[str, Any],
    revalorisation: Revalorisation = Revalorisation.PAR_MOIS_DE_REFERENCE,
    **reponses: Any,
) -> Estimation:
    return estimer(foyer(*adultes, **reponses), revalorisation=revalorisation)


def euros(texte: str) -> Decimal:
    return Decimal(texte)


def recalcul(ligne: Ligne) -> Decimal:
    """The amount of a line, from the lines under it alone."""
    somme = sum((enfant.montant for enfant in ligne.enfants), Decimal(0))
    match ligne.operation:
        case Operation.VALEUR:
            return ligne.montant
        case Operation.SOMME:
            return somme
        case Operation.MOYENNE:
            return somme / len(ligne.enfants)
        case Operation.ARRONDI:
            return somme.quantize(CENTIME, rounding="ROUND_HALF_UP")


def toutes_les_lignes(ligne: Ligne) -> list[Ligne]:
    return [ligne, *(dessous for enfant in ligne.enfants for dessous in toutes_les_lignes(enfant))]


def trouve(ligne: Ligne, cle: str) -> Ligne:
    """The first line of that key."""
    return next(candidate for candidate in toutes_les_lignes(ligne) if candidate.cle == cle)


def _valeur(cle: str, valeur: Any) -> Any:
    if cle in {"student", "pregnant", "date_arret_travail"}:
        return valeur
    if cle == "tns_annuel":
        return {annee: _exact(benefice) for annee, benefice in valeur.items()}
    return trois(_exact(valeur))


def _exact(valeur: Any) -> Any:
    if isinstance(valeur, list | tuple):
        return [_exact(element) for element in valeur]
    return Decimal(valeur) if isinstance(valeur, str) else valeur
