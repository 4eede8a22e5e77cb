"""What the result page shows, all of it computed by the engine: amount, certainty, what if, when it is zero."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

from django.conf import settings

from simulations.regles import (
    Adulte,
    Enfant,
    Estimation,
    Foyer,
    Mois,
    Revalorisation,
    estimer,
    mois_de_reference,
)
from simulations.regles.foyer import Triplet
from simulations.typographie import suivant

DUREE_DU_DROIT = 3  # months, R.843-1 CSS
PAS_DU_SALAIRE = Decimal(100)
# The horizontal axis goes as far as the prime does, within these bounds, in euros a month.
SALAIRE_MIN_COURBE, SALAIRE_MAX_COURBE = Decimal(1_500), Decimal(6_000)
PAS_DE_LA_COURBE = Decimal(50)
AGE_NOUVEAU_CONJOINT = 30


def bareme() -> Revalorisation:
    """Which scale counts in a quarter that a revaluation cuts: a setting of the operator."""
    return Revalorisation(settings.PRIME_ACTIVITE_REVALORISATION)


def mois_du_droit(demande: Mois) -> tuple[Mois, Mois, Mois]:
    """The months for which the prime would be paid."""
    return demande, suivant(demande), suivant(demande, DUREE_DU_DROIT - 1)


@dataclass(frozen=True)
class Scenario:
    """« Et si ? »: the amount if one thing changed, and the difference with today."""

    libelle: str
    montant: Decimal
    ecart: Decimal


@dataclass(frozen=True)
class Point:
    """One point of the curve: a monthly salary and the prime that goes with it."""

    salaire: Decimal
    prime: Decimal


@dataclass(frozen=True)
class Certitude:
    """How sure the amount is: the other reading of a revaluation when it differs, and what was left open."""

    autre_montant: Decimal | None
    reserves: tuple[str, ...]


def rang_du_salarie(foyer: Foyer) -> int:
    """The adult whose salary is varied: the first who has one, else the claimant."""
    return next((rang for rang, adulte in enumerate(foyer.adultes) if any(adulte.salaire_net)), 0)


def salaire_moyen(foyer: Foyer) -> Decimal:
    """Mean monthly salary of the adult whose salary is varied."""
    return sum(foyer.adultes[rang_du_salarie(foyer)].salaire_net, Decimal(0)) / 3


def _changer_salaire(foyer: Foyer, changement: Callable[[Decimal], Decimal]) -> Foyer:
    rang = rang_du_salarie(foyer)
    a, b, c = (changement(montant) for montant in foyer.adultes[rang].salaire_net)
    return _remplacer_adulte(foyer, rang, replace(foyer.adultes[rang], salaire_net=(a, b, c)))


def _remplacer_adulte(foyer: Foyer, rang: int, adulte: Adulte) -> Foyer:
    adultes = tuple(adulte if i == rang else autre for i, autre in enumerate(foyer.adultes))
    return replace(foyer, adultes=adultes)


def avec_salaire(foyer: Foyer, salaire: Decimal) -> Foyer:
    """The same household, the salary being `salaire` in each of the three months."""
    return _changer_salaire(foyer, lambda _: salaire)


def estimer_a_salaire(foyer: Foyer, salaire: Decimal) -> Decimal:
    """The prime if the salary were `salaire` each month."""
    return estimer(avec_salaire(foyer, salaire), revalorisation=bareme()).montant


def avec_naissance(foyer: Foyer) -> Foyer:
    """The same household with one more child, born just before the quarter so that it counts in each month."""
    premier = mois_de_reference(foyer.mois_demande, foyer.regime)[0]
    bebe = Enfant(date_naissance=premier.premier_jour())
    adultes = tuple(replace(adulte, enceinte=False) for adulte in foyer.adultes)
    return replace(foyer, enfants=(*foyer.enfants, bebe), adultes=adultes)


def avec_conjoint(foyer: Foyer) -> Foyer:
    """The same household with a partner who earns nothing, there during the whole quarter."""
    naissance = suivant(foyer.mois_demande, -12 * AGE_NOUVEAU_CONJOINT).premier_jour()
    return replace(foyer, adultes=(*foyer.adultes, Adulte(date_naissance=naissance)), isolement_recent=False)


def scenarios(foyer: Foyer, estimation: Estimation, essai: Decimal | None) -> list[Scenario]:
    """The changes that people ask about most, and the salary that the person typed to try."""
    cas: list[tuple[str, Foyer]] = []
    if essai is not None:
        cas.append(("essai", avec_salaire(foyer, essai)))
    cas.append(("salaire_plus", _changer_salaire(foyer, lambda s: s + PAS_DU_SALAIRE)))
    if salaire_moyen(foyer) > 0:
        cas.append(("salaire_moins", _changer_salaire(foyer, lambda s: max(Decimal(0), s - PAS_DU_SALAIRE))))
    cas.append(("naissance", avec_naissance(foyer)))
    if len(foyer.adultes) == 1:
        cas.append(("conjoint", avec_conjoint(foyer)))
    resultats = []
    for libelle, autre in cas:
        montant = estimer(autre, revalorisation=bareme()).montant
        resultats.append(Scenario(libelle, montant, montant - estimation.montant))
    return resultats


def courbe(foyer: Foyer) -> list[Point]:
    """The prime against the salary, every 50 €, as far as it is paid and a little further."""
    vous = salaire_moyen(foyer)
    points: list[Point] = []
    salaire = Decimal(0)
    while salaire <= SALAIRE_MAX_COURBE:
        prime = estimer_a_salaire(foyer, salaire)
        points.append(Point(salaire, prime))
        assez_loin = salaire >= max(SALAIRE_MIN_COURBE, _arrondir_au_pas(vous) + 2 * PAS_DE_LA_COURBE)
        if assez_loin and prime == 0 and any(p.prime for p in points):
            break
        salaire += PAS_DE_LA_COURBE
    return points


def _arrondir_au_pas(montant: Decimal) -> Decimal:
    return (montant / PAS_DE_LA_COURBE).to_integral_value(ROUND_CEILING) * PAS_DE_LA_COURBE


def salaires_ouvrant_droit(points: Sequence[Point]) -> tuple[Decimal, Decimal] | None:
    """The smallest and largest monthly salary of the curve for which something is paid."""
    payes = [p.salaire for p in points if p.prime]
    return (payes[0], payes[-1]) if payes else None


def certitude(foyer: Foyer, estimation: Estimation) -> Certitude:
    """What could make the decision differ from this amount, apart from a change of situation."""
    autre = (
        Revalorisation.PAR_MOIS_DU_DROIT
        if bareme() is Revalorisation.PAR_MOIS_DE_REFERENCE
        else Revalorisation.PAR_MOIS_DE_REFERENCE
    )
    montant = estimer(foyer, revalorisation=autre).montant
    reserves = []
    if any(adulte.tns_annuel for adulte in foyer.adultes):
        reserves.append("independant")
    if any(adulte.etudiant for adulte in foyer.adultes):
        reserves.append("etudiant")
    if any(len(set(salaires)) > 1 for salaires in _salaires(foyer)):
        reserves.append("variable")
    return Certitude(montant if montant != estimation.montant else None, tuple(reserves))


def _salaires(foyer: Foyer) -> list[Triplet]:
    return [adulte.salaire_net for adulte in foyer.adultes]


def _chiffres_d_affaires(adulte: Adulte) -> tuple[Decimal, ...]:
    return (*adulte.ae_vente, *adulte.ae_services_bic, *adulte.ae_liberal_bnc)


def a_preparer(foyer: Foyer) -> list[str]:
    """Which papers the claim will ask for, by key; the template has the words."""
    cles = ["salaires"] if any(any(s) for s in _salaires(foyer)) else []
    if any(adulte.tns_annuel or any(_chiffres_d_affaires(adulte)) for adulte in foyer.adultes):
        cles.append("comptes")
    if foyer.enfants:
        cles.append("enfants")
    if any(foyer.logement.aide_logement):
        cles.append("logement")
    return [*cles, "rib"]
