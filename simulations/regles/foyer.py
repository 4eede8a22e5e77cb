"""What a household answers: the only things that the law of the prime d’activité reads.

Amounts are Decimals in euros; a triple holds one amount for each reference month, oldest first. Nothing is
checked here: `simulations.echange.lire_foyer` reads and checks answers that come from outside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from simulations.regles.calendrier import Mois

Triplet = tuple[Decimal, Decimal, Decimal]

ZERO: Final = Decimal(0)
ZEROS: Final[Triplet] = (ZERO, ZERO, ZERO)


class StatutLogement(Enum):
    """How the household occupies its home; the values are those of the exchange format."""

    LOCATAIRE = "tenant"
    PROPRIETAIRE = "owner"
    ACCEDANT = "owner_loan"
    LOGE_GRATUITEMENT = "free"
    LOGE_AVEC_PARTICIPATION = "free_with_contribution"
    AUTRE = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adulte:
    """The claimant or the partner."""

    date_naissance: date
    etudiant: bool = False  # student, trainee or apprentice in the month after the quarter
    enceinte: bool = False
    salaire_net: Triplet = ZEROS  # net, before income tax is withheld
    chomage: Triplet = ZEROS
    ij_maladie: Triplet = ZEROS  # daily allowances, sickness or accident
    ij_maladie_avant: Triplet = ZEROS  # the same, in the three months before the quarter
    ij_maternite: Triplet = ZEROS  # daily allowances, maternity, paternity or adoption
    ae_vente: Triplet = ZEROS  # turnover of a micro-enterprise: sales
    ae_services_bic: Triplet = ZEROS  # turnover of a micro-enterprise: commercial services
    ae_liberal_bnc: Triplet = ZEROS  # turnover of a micro-enterprise: liberal profession
    aah: Triplet = ZEROS
    pension_alimentaire_recue: Triplet = ZEROS
    retraite: Triplet = ZEROS
    pension_invalidite: Triplet = ZEROS
    date_arret_travail: date | None = None
    tns_annuel: Mapping[int, Decimal] = field(default_factory=dict, hash=False)  # profit by calendar year


@dataclass(frozen=True, slots=True, kw_only=True)
class Enfant:
    """A child of the list, born or to be born."""

    date_naissance: date
    salaire_net: Triplet = ZEROS
    salaire_net_avant: Decimal = ZERO  # the constant monthly wage of the six months before the quarter


@dataclass(frozen=True, slots=True, kw_only=True)
class Logement:
    """The home, and the housing benefit received for it."""

    statut: StatutLogement = StatutLogement.AUTRE
    aide_logement: Triplet = ZEROS


@dataclass(frozen=True, slots=True, kw_only=True)
class PrestationsFamiliales:
    """Family benefits received in each reference month."""

    af: Triplet = ZEROS
    af_base: Triplet | None = None  # without the age increase; as `af` when not given
    asf: Triplet = ZEROS
    cf: Triplet = ZEROS
    cf_non_majore: Triplet | None = None  # without its increase; as `cf` when not given
    paje_base: Triplet = ZEROS
    prepare: Triplet = ZEROS


@dataclass(frozen=True, slots=True, kw_only=True)
class Foyer:
    """A household on the month of its claim. Two adults are a couple, whatever its legal form."""

    mois_demande: Mois
    adultes: tuple[Adulte, ...]
    enfants: tuple[Enfant, ...] = ()
    logement: Logement = Logement()
    prestations: PrestationsFamiliales = PrestationsFamiliales()
    patrimoine_annuel: Decimal = ZERO  # taxable income of savings and property, for the year N-2
    isolement_recent: bool = False  # separated or widowed for less than 18 months
    regime: str | None = None  # "M-1" or "M-2" overrides the quarter that the claim month calls for
