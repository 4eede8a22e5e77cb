"""From the answers of the form to a household: the same object that the command reads."""

from decimal import Decimal
from typing import Any

from portal.parcours.etapes import Acquis
from simulations.echange import lire_foyer
from simulations.forms.logement import prestations_en_contrat
from simulations.forms.revenus import revenus_en_contrat
from simulations.forms.situation import COUPLE, ETUDIANT, SEUL_RECENT
from simulations.regles import Foyer


def en_contrat(acquis: Acquis) -> dict[str, Any]:
    """The household in the exchange format (docs/estimateur.md). All the steps must be valid."""
    acces, foyer, logement = acquis["acces"], acquis["foyer"], acquis["logement"]
    contrat: dict[str, Any] = {
        "claim_month": acces["mois_demande"].iso,
        "isolement_recent": foyer["vie"] == SEUL_RECENT,
        "adults": _adultes(acquis),
        "children": acquis.get("enfants", {}).get("enfants", []),
        "housing": {
            "status": logement["statut"],
            "aide_logement": list(logement["aide_logement"] or [Decimal(0)] * 3),
        },
        "family_benefits": prestations_en_contrat(acquis.get("prestations", {})),
        "patrimoine_annuel": logement["patrimoine_annuel"] or Decimal(0),
    }
    if acces["regime"]:
        contrat["regime"] = acces["regime"]
    return contrat


def foyer_de(acquis: Acquis) -> Foyer:
    """The household itself. Raises `FoyerInvalide` if a form let through what the contract refuses."""
    return lire_foyer(en_contrat(acquis))


def _adultes(acquis: Acquis) -> list[dict[str, Any]]:
    demandeur = {
        "birth_date": acquis["acces"]["date_naissance"].isoformat(),
        "pregnant": acquis["foyer"]["enceinte"],
        "student": ETUDIANT in acquis["activite"]["statuts"],
        **revenus_en_contrat(acquis.get("revenus", {})),
    }
    if acquis["foyer"]["vie"] != COUPLE:
        return [demandeur]
    lui = acquis["conjoint"]
    conjoint = {
        "birth_date": lui["date_naissance"].isoformat(),
        "pregnant": bool(lui["enceinte"]),
        "student": ETUDIANT in lui["statuts"],
        **revenus_en_contrat(acquis.get("revenus-conjoint", {})),
    }
    return [demandeur, conjoint]
