"""The parameters of one month, worked out once and shared by every household.

The tables (`baremes`) say what the texts say; here stand the thresholds that follow from them, in euros.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from simulations.regles import baremes
from simulations.regles.baremes import ParametreCite
from simulations.regles.calendrier import Mois

CENTIME: Final = Decimal("0.01")

# Everything is computed in this context, whatever the caller’s. Some quotients do not end (by 3, by 12, by the
# width of the bonus): 34 digits leave more than 20 decimals to the largest household that can be entered.
CONTEXTE: Final = Context(prec=34, rounding=ROUND_HALF_UP)


class Revalorisation(Enum):
    """Which scale applies to a quarter that a new scale cuts in two; the texts do not settle it.

    The SMIC, the BMAF and the RSA are those of each reference month in both cases.
    """

    PAR_MOIS_DE_REFERENCE = "par_mois_de_reference"  # each month by the scale of that month
    PAR_MOIS_DU_DROIT = "par_mois_du_droit"  # the three months by the scale of the claim month


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParametresDuMois:
    """What the law says for one reference month. Amounts are Decimals in euros a month."""

    mois: Mois
    premier_jour: int  # ordinal of the first of the month
    arret_recent_apres: int  # ordinal of the first of the month three months before

    base: ParametreCite
    fraction: ParametreCite
    smic: ParametreCite
    taux_bonification: ParametreCite
    debut_bonification: ParametreCite
    fin_bonification: ParametreCite
    seuil_aah_cite: tuple[ParametreCite, ...]
    plafond_asf_cite: tuple[ParametreCite, ...]
    parent_isole: ParametreCite
    parent_isole_par_enfant: ParametreCite
    taux_forfait: tuple[ParametreCite, ...]  # for one, two, three persons or more
    abattement_vente: ParametreCite
    abattement_services_bic: ParametreCite
    abattement_liberal_bnc: ParametreCite

    deuxieme_personne: Decimal
    troisieme_personne: Decimal
    quatrieme_en_couple: Decimal
    personne_de_plus: Decimal
    bases_forfait: tuple[Decimal, ...]  # the flat amounts that these are shares of
    plafonds_forfait: tuple[Decimal, ...]  # as `taux_forfait`
    bonification_maximum: Decimal
    bonification_depuis: Decimal
    bonification_entiere_des: Decimal
    bonification_etendue: Decimal
    seuil_aah: Decimal
    plafond_asf: Decimal
    seuil_autonomie: Decimal
    ressources_enfant: Decimal
    ressources_enfant_ouvrant_majoration: Decimal

    age_minimum: int
    age_limite_a_charge: int
    age_limite_asf: int
    age_limite_jeune_enfant: int


@lru_cache(maxsize=1024)
def parametres_du_mois(mois: Mois, mois_du_bareme: Mois) -> ParametresDuMois:
    """The parameters of the reference month `mois`, with the scale of the prime of `mois_du_bareme`.

    Sources: D843-1 to D843-3 and R844-3 of the Code de la sécurité sociale for the scale; the rest as of `mois`.
    """
    with localcontext(CONTEXTE):
        return ParametresDuMois(
            mois=mois,
            premier_jour=mois.premier_jour().toordinal(),
            arret_recent_apres=(mois - MOIS_DE_MALADIE_EN_ACTIVITE).premier_jour().toordinal(),
            **_montant_forfaitaire(mois_du_bareme),
            **_forfait_logement(mois_du_bareme),
            **_bonification(mois_du_bareme, baremes.SMIC_HORAIRE.en_vigueur(mois).valeur),
            **_revenus(mois),
            **_enfants(mois),
        )


# R844-1: daily sickness allowances replace the wage as activity income for the first three months of the stop.
MOIS_DE_MALADIE_EN_ACTIVITE: Final = 3


def _montant_forfaitaire(mois: Mois) -> dict[str, Any]:
    return {
        "base": baremes.MONTANT_DE_BASE.en_vigueur(mois),
        "fraction": baremes.FRACTION_DES_REVENUS.en_vigueur(mois),
        "parent_isole": baremes.PARENT_ISOLE_BASE.en_vigueur(mois),
        "parent_isole_par_enfant": baremes.PARENT_ISOLE_PAR_ENFANT.en_vigueur(mois),
        "deuxieme_personne": _valeur(baremes.MAJORATION_DEUXIEME_PERSONNE, mois),
        "troisieme_personne": _valeur(baremes.MAJORATION_TROISIEME_PERSONNE, mois),
        "quatrieme_en_couple": _valeur(baremes.MAJORATION_QUATRIEME_PERSONNE_COUPLE, mois),
        "personne_de_plus": _valeur(baremes.MAJORATION_PERSONNE_SUPPLEMENTAIRE, mois),
    }


def _forfait_logement(mois: Mois) -> dict[str, Any]:
    """R844-3 takes a share of the ordinary flat amount of one, two or three persons, for lone parents too."""
    base = _valeur(baremes.MONTANT_DE_BASE, mois)
    deux = 1 + _valeur(baremes.MAJORATION_DEUXIEME_PERSONNE, mois)
    trois = deux + _valeur(baremes.MAJORATION_TROISIEME_PERSONNE, mois)
    taux = (
        baremes.FORFAIT_LOGEMENT_UNE_PERSONNE.en_vigueur(mois),
        baremes.FORFAIT_LOGEMENT_DEUX_PERSONNES.en_vigueur(mois),
        baremes.FORFAIT_LOGEMENT_TROIS_PERSONNES.en_vigueur(mois),
    )
    bases = (base, base * deux, base * trois)
    plafonds = tuple(part.valeur * montant for part, montant in zip(taux, bases, strict=True))
    return {"taux_forfait": taux, "bases_forfait": bases, "plafonds_forfait": plafonds}


def _bonification(mois: Mois, smic: Decimal) -> dict[str, Any]:
    """The scale of the bonus is in hours of SMIC; only its maximum is rounded, to the cent (D843-2)."""
    taux = baremes.TAUX_DE_LA_BONIFICATION.en_vigueur(mois)
    debut = baremes.DEBUT_DE_LA_BONIFICATION.en_vigueur(mois)
    fin = baremes.FIN_DE_LA_BONIFICATION.en_vigueur(mois)
    return {
        "taux_bonification": taux,
        "debut_bonification": debut,
        "fin_bonification": fin,
        "bonification_maximum": (taux.valeur * _valeur(baremes.MONTANT_DE_BASE, mois)).quantize(CENTIME),
        "bonification_depuis": debut.valeur * smic,
        "bonification_entiere_des": fin.valeur * smic,
        "bonification_etendue": (fin.valeur - debut.valeur) * smic,
    }


def _revenus(mois: Mois) -> dict[str, Any]:
    smic = baremes.SMIC_HORAIRE.en_vigueur(mois)
    heures = baremes.SEUIL_AAH_EN_ACTIVITE.en_vigueur(mois)
    return {
        "smic": smic,
        "seuil_aah_cite": (heures, smic),
        "seuil_aah": heures.valeur * smic.valeur,
        "abattement_vente": baremes.ABATTEMENT_VENTE.en_vigueur(mois),
        "abattement_services_bic": baremes.ABATTEMENT_SERVICES_BIC.en_vigueur(mois),
        "abattement_liberal_bnc": baremes.ABATTEMENT_LIBERAL_BNC.en_vigueur(mois),
    }


def _enfants(mois: Mois) -> dict[str, Any]:
    part, bmaf = baremes.PLAFOND_ASF.en_vigueur(mois), baremes.BMAF.en_vigueur(mois)
    rsa = _valeur(baremes.RSA_PERSONNE_SEULE, mois)
    # What a first child adds for a lone parent: leaving it out would cost the family that much.
    premier_enfant = (
        _valeur(baremes.PARENT_ISOLE_BASE, mois) - 1 + _valeur(baremes.PARENT_ISOLE_PAR_ENFANT, mois)
    )
    return {
        "plafond_asf_cite": (part, bmaf),
        "plafond_asf": part.valeur * bmaf.valeur,
        "seuil_autonomie": _seuil_d_autonomie(mois),
        "ressources_enfant": _valeur(baremes.RESSOURCES_ENFANT_A_CHARGE, mois) * rsa,
        "ressources_enfant_ouvrant_majoration": premier_enfant * rsa,
        "age_minimum": int(_valeur(baremes.AGE_MINIMUM, mois)),
        "age_limite_a_charge": int(_valeur(baremes.AGE_LIMITE_ENFANT_A_CHARGE, mois)),
        "age_limite_asf": int(_valeur(baremes.AGE_LIMITE_ENFANT_ASF, mois)),
        "age_limite_jeune_enfant": int(_valeur(baremes.AGE_LIMITE_DU_JEUNE_ENFANT, mois)),
    }


def _seuil_d_autonomie(mois: Mois) -> Decimal:
    """55 % of the monthly SMIC, in euros: what a student (L842-2 3°) or a working child (R512-2) has to exceed."""
    heures = _valeur(baremes.PART_DU_SMIC_MENSUEL, mois) * _valeur(baremes.HEURES_DU_SMIC_MENSUEL, mois)
    return heures * _valeur(baremes.SMIC_HORAIRE, mois)


def _valeur(bareme: baremes.Bareme, mois: Mois) -> Decimal:
    return bareme.en_vigueur(mois).valeur
