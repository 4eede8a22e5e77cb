"""The prime of one reference month: L842-3, D843-1, R844-3 to R844-5. Every value met on the way is recorded."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from simulations.regles.calendrier import Mois
from simulations.regles.composition import Composition, composer
from simulations.regles.foyer import ZERO, Foyer, PrestationsFamiliales, StatutLogement
from simulations.regles.parametres import ParametresDuMois
from simulations.regles.revenus import (
    MOIS_PAR_AN,
    ROLES_DES_ADULTES,
    Nature,
    Revenu,
    RevenusPersonne,
    revenus_adulte,
    revenus_enfant,
)


class MotifForfait(Enum):
    """Why a housing flat rate is deducted, or not."""

    SANS_OBJET = "sans_objet"
    PROPRIETAIRE = "proprietaire"
    LOGE_GRATUITEMENT = "loge_gratuitement"
    AIDE_AU_LOGEMENT = "aide_au_logement"
    AIDE_INFERIEURE = "aide_inferieure"


@dataclass(slots=True)
class MoisEvalue:
    """One reference month, worked out. Amounts are unrounded Decimals in euros."""

    parametres: ParametresDuMois
    composition: Composition
    adultes: int
    personnes: int  # n: adults and dependent children
    coefficient: Decimal  # of the base amount, for this household
    montant_forfaitaire: Decimal
    revenus: list[RevenusPersonne]  # the adults in order, then the children who have a wage
    revenus_activite: Decimal
    part_revenus_activite: Decimal
    bonification: Decimal
    prestations: list[Revenu]
    prestations_familiales: Decimal
    patrimoine: Revenu | None
    autres_ressources: Decimal  # everything but activity incomes, family benefits included
    base_ressources: Decimal  # activity incomes and other resources, before the housing flat rate
    motif_forfait: MotifForfait
    plafond_forfait: Decimal
    forfait_logement: Decimal
    complement_ressources: (
        Decimal  # what resources lack to reach the flat amount: they are deemed to reach it
    )
    solde: Decimal  # before it is brought back to zero
    prime: Decimal

    @property
    def mois(self) -> Mois:
        return self.parametres.mois

    @property
    def enfants_a_charge(self) -> int:
        return self.composition.enfants_a_charge

    @property
    def majoration_isolement(self) -> bool:
        return self.composition.majoration_isolement


def evaluer_mois(foyer: Foyer, position: int, parametres: ParametresDuMois) -> MoisEvalue:
    """Work out the reference month at `position` (0 to 2) for a household."""
    composition = composer(foyer, position, parametres)
    adultes = len(foyer.adultes)
    personnes = adultes + composition.enfants_a_charge
    coefficient = coefficient_du_foyer(
        adultes, composition.enfants_a_charge, composition.majoration_isolement, parametres
    )
    forfaitaire = parametres.base.valeur * coefficient
    revenus = _revenus(foyer, position, parametres)
    prestations = _prestations(foyer.prestations, position, composition.enfants_pour_l_asf, parametres)
    familiales = sum([prestation.montant for prestation in prestations], ZERO) if prestations else ZERO
    patrimoine = _patrimoine(foyer.patrimoine_annuel)
    activite, bonus = ZERO, ZERO
    autres = familiales + patrimoine.montant if patrimoine else familiales
    for personne in revenus:
        activite += personne.activite
        bonus += personne.bonification
        autres += personne.autre
    part = parametres.fraction.valeur * activite
    ressources = activite + autres
    motif, plafond, forfait = _forfait_logement(foyer, position, personnes, parametres)
    # L842-3: the resources of a household are deemed at least equal to its flat amount.
    complement = max(forfaitaire - ressources - forfait, ZERO)
    solde = forfaitaire + bonus + part - ressources - forfait - complement
    return MoisEvalue(
        parametres=parametres,
        composition=composition,
        adultes=adultes,
        personnes=personnes,
        coefficient=coefficient,
        montant_forfaitaire=forfaitaire,
        revenus=revenus,
        revenus_activite=activite,
        part_revenus_activite=part,
        bonification=bonus,
        prestations=prestations,
        prestations_familiales=familiales,
        patrimoine=patrimoine,
        autres_ressources=autres,
        base_ressources=ressources,
        motif_forfait=motif,
        plafond_forfait=plafond,
        forfait_logement=forfait,
        complement_ressources=complement,
        solde=solde,
        prime=solde if solde > 0 and composition.majeur else ZERO,
    )


_UN: Final = Decimal(1)


def coefficient_du_foyer(adultes: int, enfants: int, majore: bool, parametres: ParametresDuMois) -> Decimal:
    """How many base amounts make the flat amount of a household (D843-1; L842-7 when it is increased)."""
    if majore:
        return parametres.parent_isole.valeur + parametres.parent_isole_par_enfant.valeur * enfants
    personnes = adultes + enfants
    coefficient = _UN
    if personnes >= 2:
        coefficient += parametres.deuxieme_personne
    if personnes >= 3:
        coefficient += parametres.troisieme_personne
    if personnes >= 4:
        coefficient += parametres.personne_de_plus if adultes == 1 else parametres.quatrieme_en_couple
        coefficient += parametres.personne_de_plus * (personnes - 4)
    return coefficient


def _revenus(foyer: Foyer, position: int, parametres: ParametresDuMois) -> list[RevenusPersonne]:
    revenus = [
        revenus_adulte(role, adulte, position, parametres)
        for role, adulte in zip(ROLES_DES_ADULTES, foyer.adultes, strict=False)
    ]
    for enfant in foyer.enfants:
        if enfant.salaire_net[position]:
            revenus.append(revenus_enfant(enfant, position, parametres))
    return revenus


def _prestations(
    recues: PrestationsFamiliales, position: int, enfants_pour_l_asf: int, parametres: ParametresDuMois
) -> list[Revenu]:
    """The family benefits that count, as they count (R844-4, R844-5): without increases for age or number."""
    prestations = []
    if af := recues.af[position]:
        base = af if recues.af_base is None else min(recues.af_base[position], af)
        prestations.append(Revenu(Nature.AF, base, af))
    if cf := recues.cf[position]:
        base = cf if recues.cf_non_majore is None else recues.cf_non_majore[position]
        prestations.append(Revenu(Nature.CF, base, cf))
    if asf := recues.asf[position]:
        comptee = min(asf, parametres.plafond_asf * enfants_pour_l_asf)
        prestations.append(
            Revenu(Nature.ASF, comptee, asf, parametres.plafond_asf_cite, enfants=enfants_pour_l_asf)
        )
    if paje := recues.paje_base[position]:
        prestations.append(Revenu(Nature.PAJE_BASE, paje, paje))
    if prepare := recues.prepare[position]:
        prestations.append(Revenu(Nature.PREPARE, prepare, prepare))
    return prestations


def _patrimoine(annuel: Decimal) -> Revenu | None:
    """One twelfth of the taxable income of savings and property of the year N-2 (L842-4)."""
    return Revenu(Nature.PATRIMOINE, annuel / MOIS_PAR_AN, annuel) if annuel else None


_LOGEMENT_SANS_CHARGE: Final = {
    StatutLogement.PROPRIETAIRE: MotifForfait.PROPRIETAIRE,
    StatutLogement.LOGE_GRATUITEMENT: MotifForfait.LOGE_GRATUITEMENT,
}


def _forfait_logement(
    foyer: Foyer, position: int, personnes: int, parametres: ParametresDuMois
) -> tuple[MotifForfait, Decimal, Decimal]:
    """Why, at most how much, and how much is deducted for a home that costs nothing or is helped (R844-3)."""
    plafond = parametres.plafonds_forfait[min(personnes, 3) - 1]
    if motif := _LOGEMENT_SANS_CHARGE.get(foyer.logement.statut):
        return motif, plafond, plafond
    aide = foyer.logement.aide_logement[position]
    if not aide:
        return MotifForfait.SANS_OBJET, plafond, ZERO
    if aide < plafond:
        return MotifForfait.AIDE_INFERIEURE, plafond, aide
    return MotifForfait.AIDE_AU_LOGEMENT, plafond, plafond
