"""The context of the result page, from the answers."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.cafs import annuaire
from portal.parcours.etapes import Acquis
from simulations import resultat
from simulations.courbe import tracer
from simulations.foyer_saisi import foyer_de
from simulations.regles import Estimation, Foyer, Mois, Motif, estimer


def presenter(acquis: Acquis, essai: Decimal | None) -> dict[str, Any]:
    """Everything that `prime_activite/resultat.html` reads. Computes about a hundred households: a few ms."""
    foyer = foyer_de(acquis)
    estimation = estimer(foyer, revalorisation=resultat.bareme())
    points = resultat.courbe(foyer)
    vous = resultat.Point(resultat.salaire_moyen(foyer), estimation.montant)
    return {
        "foyer": foyer,
        "estimation": estimation,
        "versee": estimation.motif is Motif.PRIME_VERSEE,
        "motif": estimation.motif.value,
        "arbre": estimation.arbre(),
        "mois_du_droit": resultat.mois_du_droit(foyer.mois_demande),
        "certitude": resultat.certitude(foyer, estimation),
        "scenarios": resultat.scenarios(foyer, estimation, essai),
        "essai": essai,
        "courbe": tracer(points, vous),
        "vous": vous,
        "vous_hors_courbe": resultat.estimer_a_salaire(foyer, vous.salaire) != estimation.montant,
        "salaires_ouvrant_droit": resultat.salaires_ouvrant_droit(points),
        "salarie_conjoint": resultat.rang_du_salarie(foyer) == 1,
        "trimestre_passe": foyer.mois_demande != Mois.du_jour(timezone.localdate()),
        "enfants_non_comptes": enfants_non_comptes(foyer, estimation),
        "a_preparer": resultat.a_preparer(foyer),
        "caf_du_lieu": annuaire.caf(acquis["acces"]["lieu"].departement),
    }


def enfants_non_comptes(foyer: Foyer, estimation: Estimation) -> str:
    """A sentence when the calculation counts fewer children than the person listed; empty otherwise."""
    indiques, comptes = len(foyer.enfants), estimation.mois[-1].enfants_a_charge
    if comptes >= indiques:
        return ""
    return (
        f"Vous avez indiqué {indiques} enfant{'s' if indiques > 1 else ''}, le calcul en compte {comptes} en "
        f"{estimation.mois[-1].mois.en_lettres()}\u00a0: un enfant ne compte pas avant sa naissance, "
        "à partir de 25\u00a0ans, ou quand ses propres revenus dépassent la limite."
    )
