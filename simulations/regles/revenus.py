"""What each person receives in a month, as the law counts it: L842-4, L842-8, R844-1, D843-2, D843-4."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from simulations.regles.baremes import ParametreCite
from simulations.regles.foyer import ZERO, Adulte, Enfant
from simulations.regles.parametres import ParametresDuMois

MOIS_PAR_AN = 12


class Nature(Enum):
    """The kinds of income that the prime reads."""

    SALAIRE = "salaire"
    VENTE = "ae_vente"
    SERVICES_BIC = "ae_services_bic"
    LIBERAL_BNC = "ae_liberal_bnc"
    IJ_MATERNITE = "ij_maternite"
    IJ_MALADIE_ACTIVITE = "ij_maladie_activite"
    BENEFICE = "benefice_independant"
    AAH_ACTIVITE = "aah_activite"
    CHOMAGE = "chomage"
    RETRAITE = "retraite"
    PENSION_INVALIDITE = "pension_invalidite"
    PENSION_ALIMENTAIRE = "pension_alimentaire"
    IJ_MALADIE = "ij_maladie"
    AAH = "aah"
    PATRIMOINE = "patrimoine"
    AF = "af"
    CF = "cf"
    ASF = "asf"
    PAJE_BASE = "paje_base"
    PREPARE = "prepare"


class Revenu(NamedTuple):
    """One income of a month, as counted (`montant`) and as received (`recu`), in euros."""

    nature: Nature
    montant: Decimal
    recu: Decimal
    parametres: tuple[ParametreCite, ...] = ()  # what turns one into the other
    annee: int | None = None  # of a profit
    enfants: int | None = None  # for whom an allowance is counted


class Role(Enum):
    """Who a person is to the one who reads the calculation."""

    DEMANDEUR = "demandeur"
    CONJOINT = "conjoint"
    ENFANT = "enfant"


ROLES_DES_ADULTES = (Role.DEMANDEUR, Role.CONJOINT)


@dataclass(slots=True)
class RevenusPersonne:
    """A person’s month: activity incomes and their sum, other incomes and theirs, and the bonus."""

    role: Role
    personne: Adulte | Enfant
    activites: list[Revenu]
    autres: list[Revenu]
    activite: Decimal
    autre: Decimal
    bonification: Decimal


def revenus_adulte(
    role: Role, adulte: Adulte, position: int, parametres: ParametresDuMois
) -> RevenusPersonne:
    """The incomes of an adult in the reference month at `position` (0 to 2)."""
    activites = _activites(adulte, position, parametres)
    autres = _remplacements(adulte, position)
    _ranger_maladie(adulte, position, parametres, activites, autres)
    activite = _somme(activites)
    if aah := adulte.aah[position]:
        # D843-4: the allowance counts as activity income beside a real activity, each person for himself.
        if activite >= parametres.seuil_aah:
            activites.append(Revenu(Nature.AAH_ACTIVITE, aah, aah, parametres.seuil_aah_cite))
            activite += aah
        else:
            autres.append(Revenu(Nature.AAH, aah, aah, parametres.seuil_aah_cite))
    return RevenusPersonne(
        role,
        adulte,
        activites,
        autres,
        activite,
        _somme(autres) if autres else ZERO,
        bonification(activite, parametres),
    )


def revenus_enfant(enfant: Enfant, position: int, parametres: ParametresDuMois) -> RevenusPersonne:
    """The wage of a child, dependent or not: it is a resource of the household and has a bonus of its own."""
    salaire = enfant.salaire_net[position]
    activites = [Revenu(Nature.SALAIRE, salaire, salaire)]
    return RevenusPersonne(
        Role.ENFANT, enfant, activites, [], salaire, ZERO, bonification(salaire, parametres)
    )


def bonification(activite: Decimal, parametres: ParametresDuMois) -> Decimal:
    """The bonus of one person, in euros a month: a slope from 59 SMIC hours up to its maximum (D843-2)."""
    if activite <= parametres.bonification_depuis:
        return ZERO
    if activite >= parametres.bonification_entiere_des:
        return parametres.bonification_maximum
    au_dela = activite - parametres.bonification_depuis
    return parametres.bonification_maximum * au_dela / parametres.bonification_etendue


_SANS_ABATTEMENT = (
    (Nature.CHOMAGE, "chomage"),
    (Nature.RETRAITE, "retraite"),
    (Nature.PENSION_INVALIDITE, "pension_invalidite"),
    (Nature.PENSION_ALIMENTAIRE, "pension_alimentaire_recue"),
)


def _activites(adulte: Adulte, position: int, parametres: ParametresDuMois) -> list[Revenu]:
    revenus = []
    if salaire := adulte.salaire_net[position]:
        revenus.append(Revenu(Nature.SALAIRE, salaire, salaire))
    if vente := adulte.ae_vente[position]:
        revenus.append(_apres_abattement(Nature.VENTE, vente, parametres.abattement_vente))
    if services := adulte.ae_services_bic[position]:
        revenus.append(_apres_abattement(Nature.SERVICES_BIC, services, parametres.abattement_services_bic))
    if honoraires := adulte.ae_liberal_bnc[position]:
        revenus.append(_apres_abattement(Nature.LIBERAL_BNC, honoraires, parametres.abattement_liberal_bnc))
    if maternite := adulte.ij_maternite[position]:
        revenus.append(Revenu(Nature.IJ_MATERNITE, maternite, maternite))
    if adulte.tns_annuel and (benefice := _benefice(adulte, parametres)):
        revenus.append(benefice)
    return revenus


def _apres_abattement(nature: Nature, chiffre: Decimal, abattement: ParametreCite) -> Revenu:
    """The turnover of a micro-enterprise, less the share that the tax law takes for its costs."""
    return Revenu(nature, chiffre * (1 - abattement.valeur), chiffre, (abattement,))


def _benefice(adulte: Adulte, parametres: ParametresDuMois) -> Revenu | None:
    """One twelfth of the last known profit: that of the year of the month, else of one of the two years before."""
    annee = parametres.mois.annee
    for exercice in (annee, annee - 1, annee - 2):
        benefice = adulte.tns_annuel.get(exercice, ZERO)
        if benefice > 0:
            return Revenu(Nature.BENEFICE, benefice / MOIS_PAR_AN, benefice, annee=exercice)
    return None


def _remplacements(adulte: Adulte, position: int) -> list[Revenu]:
    revenus = []
    for nature, champ in _SANS_ABATTEMENT:
        if montant := getattr(adulte, champ)[position]:
            revenus.append(Revenu(nature, montant, montant))
    return revenus


def _ranger_maladie(
    adulte: Adulte,
    position: int,
    parametres: ParametresDuMois,
    activites: list[Revenu],
    autres: list[Revenu],
) -> None:
    """Put the daily sickness allowances among activity incomes or among the others (R844-1)."""
    if not (indemnites := adulte.ij_maladie[position]):
        return
    if _maladie_en_activite(adulte, position, parametres):
        activites.append(Revenu(Nature.IJ_MALADIE_ACTIVITE, indemnites, indemnites))
    else:
        autres.append(Revenu(Nature.IJ_MALADIE, indemnites, indemnites))


def _maladie_en_activite(adulte: Adulte, position: int, parametres: ParametresDuMois) -> bool:
    """A short stop, or one beside a wage, is still activity; an old one has become a replacement income."""
    if adulte.salaire_net[position] > 0:
        return True
    if adulte.date_arret_travail is None:
        # The month at the same place of the quarter before is the month three months earlier.
        return not adulte.ij_maladie_avant[position]
    return adulte.date_arret_travail.toordinal() > parametres.arret_recent_apres


def _somme(revenus: list[Revenu]) -> Decimal:
    if len(revenus) == 1:  # by far the most frequent: one wage
        return revenus[0].montant
    return sum([revenu.montant for revenu in revenus], ZERO)
