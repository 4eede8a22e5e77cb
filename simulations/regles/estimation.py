"""The amount of a claim: three months worked out, their mean, and the conditions of the right (L842-2, D846-2)."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import Enum
from functools import lru_cache
from typing import Final

from simulations.regles import baremes
from simulations.regles.baremes import ParametreCite
from simulations.regles.calendrier import Mois, mois_de_reference
from simulations.regles.composition import MOIS_D_EVALUATION, composer
from simulations.regles.foyer import ZERO, Foyer
from simulations.regles.lignes import Ligne
from simulations.regles.mensuel import MoisEvalue, evaluer_mois
from simulations.regles.parametres import (
    CENTIME,
    CONTEXTE,
    ParametresDuMois,
    Revalorisation,
    parametres_du_mois,
)

# A quotient that does not end leaves a residue at the thirtieth decimal. Cutting it here keeps three months of
# exactly 15 euros from being worth 14.999…, and keeps the order of the persons from moving a cent.
_RESIDU: Final = Decimal("1e-18")


class Motif(Enum):
    """Why the amount is what it is; all but the first say why nothing is paid."""

    PRIME_VERSEE = "prime_versee"
    SANS_ACTIVITE = "sans_activite"
    ETUDIANT_SOUS_LE_SEUIL = "etudiant_sous_le_seuil"
    MOINS_DE_18_ANS = "moins_de_18_ans"
    RESSOURCES_TROP_ELEVEES = "ressources_trop_elevees"
    MOINS_DE_15_EUROS = "moins_de_15_euros"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimestre:
    """The parameters of a quarter: of its three months, of the month after, and of the claim."""

    mois: tuple[ParametresDuMois, ParametresDuMois, ParametresDuMois]
    evaluation: ParametresDuMois
    minimum: ParametreCite
    crds: ParametreCite


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimation:
    """The prime of a household: one amount, paid in each of the three months from the claim.

    `montant` is gross of the CRDS and `montant_net_crds` net of it, both in euros and cents; `moyenne` is the mean
    of the three months before it is rounded and before the conditions of the right. `droit_ouvert` says whether
    someone meets the condition of activity, `motif` why nothing is paid when nothing is.
    """

    foyer: Foyer
    trimestre: Trimestre
    mois: tuple[MoisEvalue, MoisEvalue, MoisEvalue]
    moyenne: Decimal
    droit_ouvert: bool
    motif: Motif
    montant: Decimal
    montant_net_crds: Decimal

    def arbre(self) -> Ligne:
        """The calculation as a tree of lines in French, whose total is `montant`."""
        # Drawn only when someone reads it: most evaluations are compared, summed or stored as an amount.
        from simulations.regles.arbre import dessiner

        return dessiner(self)


def estimer(
    foyer: Foyer, *, revalorisation: Revalorisation = Revalorisation.PAR_MOIS_DE_REFERENCE
) -> Estimation:
    """Estimate the prime d’activité of a household.

    `revalorisation` chooses the scale of a quarter that a new scale cuts in two. Raises ValueError for a regime
    that does not exist; a household read by `simulations.echange.lire_foyer` never raises.
    Sources: L842-1 to L842-8, D843-1 to D843-4, R843-1, R844-1 to R844-5, D846-2 of the Code de la sécurité
    sociale.
    """
    with localcontext(CONTEXTE):
        return _estimer(foyer, revalorisation)


def _estimer(foyer: Foyer, revalorisation: Revalorisation) -> Estimation:
    trimestre = _trimestre(foyer.mois_demande, foyer.regime, revalorisation)
    mois = (
        evaluer_mois(foyer, 0, trimestre.mois[0]),
        evaluer_mois(foyer, 1, trimestre.mois[1]),
        evaluer_mois(foyer, 2, trimestre.mois[2]),
    )
    moyenne = ((mois[0].prime + mois[1].prime + mois[2].prime) / 3).quantize(_RESIDU)
    droit_ouvert = _droit_ouvert(foyer, mois, trimestre.evaluation)
    versee = droit_ouvert and moyenne >= trimestre.minimum.valeur
    montant = (moyenne if versee else ZERO).quantize(CENTIME)
    return Estimation(
        foyer=foyer,
        trimestre=trimestre,
        mois=mois,
        moyenne=moyenne,
        droit_ouvert=droit_ouvert,
        motif=Motif.PRIME_VERSEE if versee else _motif_du_zero(foyer, mois, moyenne, droit_ouvert),
        montant=montant,
        montant_net_crds=(montant * (1 - trimestre.crds.valeur)).quantize(CENTIME),
    )


@lru_cache(maxsize=1024)
def _trimestre(mois_demande: Mois, regime: str | None, revalorisation: Revalorisation) -> Trimestre:
    r1, r2, r3 = mois_de_reference(mois_demande, regime)

    def parametres(mois: Mois) -> ParametresDuMois:
        par_droit = revalorisation is Revalorisation.PAR_MOIS_DU_DROIT
        return parametres_du_mois(mois, mois_demande if par_droit else mois)

    return Trimestre(
        mois=(parametres(r1), parametres(r2), parametres(r3)),
        evaluation=parametres(r3 + 1),
        minimum=baremes.MONTANT_MINIMUM_VERSE.en_vigueur(mois_demande),
        crds=baremes.CRDS.en_vigueur(mois_demande),
    )


def _droit_ouvert(foyer: Foyer, mois: tuple[MoisEvalue, ...], evaluation: ParametresDuMois) -> bool:
    """Whether an adult works enough (L842-2), or a lone parent has the increase in the month after the quarter."""
    for rang, adulte in enumerate(foyer.adultes):
        activites = [evalue.revenus[rang].activite for evalue in mois]
        if not adulte.etudiant and any(activites):
            return True
        if all(activite > evaluation.seuil_autonomie for activite in activites):
            return True
    return len(foyer.adultes) == 1 and composer(foyer, MOIS_D_EVALUATION, evaluation).majoration_isolement


def _motif_du_zero(foyer: Foyer, mois: tuple[MoisEvalue, ...], moyenne: Decimal, droit_ouvert: bool) -> Motif:
    if not any(evalue.composition.majeur for evalue in mois):
        return Motif.MOINS_DE_18_ANS
    if not droit_ouvert:
        return _motif_sans_droit(foyer, mois)
    if not any(evalue.revenus_activite for evalue in mois):
        return Motif.SANS_ACTIVITE
    return Motif.MOINS_DE_15_EUROS if moyenne else Motif.RESSOURCES_TROP_ELEVEES


def _motif_sans_droit(foyer: Foyer, mois: tuple[MoisEvalue, ...]) -> Motif:
    """No right without an adult’s activity: a student who earns something is told about the floor."""
    for rang in range(len(foyer.adultes)):
        if any(evalue.revenus[rang].activite for evalue in mois):
            return Motif.ETUDIANT_SOUS_LE_SEUIL
    return Motif.SANS_ACTIVITE
