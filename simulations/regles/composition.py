"""Who counts in the household, month by month: R843-1, L842-7; R262-3 of the Code de l’action sociale.

A child of the list is one of three things on the first of a month: to be born, on its own feet, or dependent.
"""

from dataclasses import dataclass
from decimal import Decimal

from simulations.regles.calendrier import age_en_annees, age_en_mois
from simulations.regles.foyer import ZERO, Enfant, Foyer
from simulations.regles.parametres import ParametresDuMois

# Position of the month after the quarter, in which the right to the lone-parent increase is read once more.
MOIS_D_EVALUATION = 3

# A pregnancy is known to the fund from its fourth month: the child is at most five months away.
_MOIS_AVANT_LA_NAISSANCE = -5


@dataclass(slots=True)
class Composition:
    """The family on the first of a month."""

    enfants_a_charge: int
    enfants_pour_l_asf: int
    grossesse: bool
    jeune_enfant: bool  # under three
    majoration_isolement: bool
    majeur: bool  # someone is 18 or more


def composer(foyer: Foyer, position: int, parametres: ParametresDuMois) -> Composition:
    """The family on the first of the reference month at `position` (0 to 2; 3 is the month after the quarter)."""
    jour = parametres.premier_jour
    grossesse, majeur = _lire_adultes(foyer, parametres)
    candidats: list[Enfant] = []  # born, under 25 and not on their own feet
    pour_l_asf = 0
    jeune_enfant = False
    for enfant in foyer.enfants:
        jours_vecus = jour - enfant.date_naissance.toordinal()
        if jours_vecus < 0:
            grossesse = grossesse or age_en_mois(jours_vecus) >= _MOIS_AVANT_LA_NAISSANCE
            continue
        age = age_en_annees(jours_vecus)
        majeur = majeur or age >= parametres.age_minimum
        if age >= parametres.age_limite_a_charge or _est_autonome(enfant, position, parametres):
            continue
        candidats.append(enfant)
        pour_l_asf += age < parametres.age_limite_asf
        jeune_enfant = jeune_enfant or age < parametres.age_limite_jeune_enfant
    a_charge = _compter_a_charge(foyer, candidats, grossesse, position, parametres)
    isole = _est_majore(foyer, a_charge, grossesse, jeune_enfant)
    return Composition(a_charge, pour_l_asf, grossesse, jeune_enfant, isole, majeur)


def _lire_adultes(foyer: Foyer, parametres: ParametresDuMois) -> tuple[bool, bool]:
    """Whether an adult says to be pregnant, and whether one is of age."""
    grossesse = majeur = False
    for adulte in foyer.adultes:
        grossesse = grossesse or adulte.enceinte
        jours_vecus = parametres.premier_jour - adulte.date_naissance.toordinal()
        majeur = majeur or age_en_annees(jours_vecus) >= parametres.age_minimum
    return grossesse, majeur


def _est_autonome(enfant: Enfant, position: int, parametres: ParametresDuMois) -> bool:
    """A mean wage of 55 % of the SMIC or more, over the six months before: the child earns its own living."""
    if not (enfant.salaire_net_avant or any(enfant.salaire_net)):
        return False
    salaires = (enfant.salaire_net_avant,) * (6 - position) + enfant.salaire_net[:position]
    return sum(salaires, ZERO) >= 6 * parametres.seuil_autonomie


def _compter_a_charge(
    foyer: Foyer, candidats: list[Enfant], grossesse: bool, position: int, parametres: ParametresDuMois
) -> int:
    seuil = parametres.ressources_enfant
    if len(candidats) == 1 and foyer.isolement_recent and len(foyer.adultes) == 1 and not grossesse:
        # Without this child the parent would lose the whole increase, so it may earn more before it is left out.
        seuil = parametres.ressources_enfant_ouvrant_majoration
    return sum(_ressources_sur_trois_mois(enfant, position) < 3 * seuil for enfant in candidats)


def _ressources_sur_trois_mois(enfant: Enfant, position: int) -> Decimal:
    """The child’s wages of the three months before, in euros; nothing if the wage has just stopped."""
    avant = enfant.salaire_net_avant
    salaires = (avant, avant, avant, *enfant.salaire_net, ZERO)
    if not salaires[position + 3] and salaires[position + 2]:
        return ZERO
    return sum(salaires[position : position + 3], ZERO)


def _est_majore(foyer: Foyer, a_charge: int, grossesse: bool, jeune_enfant: bool) -> bool:
    """The increase of a lone parent (L842-7): with a child under three, expecting one, or alone since recently."""
    if len(foyer.adultes) != 1 or not (grossesse or a_charge):
        return False
    return jeune_enfant or foyer.isolement_recent or grossesse
