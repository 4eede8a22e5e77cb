"""From what a dossier says of a family to what the simulator asks (SIM-30). Pure: the reading is in `connaissances`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dossiers.connus import Fait
from dossiers.enums import Portee
from portal.ui.typographie import date_courte
from simulations.forms.ages import age
from simulations.forms.situation import CINQ_ET_PLUS, COUPLE, ENFANTS_MAX, SEUL

# « Enfants et jeunes de moins de 25 ans », as the question says (R.262-3 CASF).
AGE_LIMITE = 25
# Alone since less than that, somebody may be due an increase (L842-7): the person says so, not we.
MOIS_D_ISOLEMENT = 18

ETAT_CIVIL = "D’après votre état civil."
ADRESSE = "D’après l’adresse postale de votre compte."
INSECABLE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Membres:
    """The others in a dossier, seen by one of its two adults: birth dates, and since when there is no partner."""

    numero: str
    conjoint: date | None = None
    conjoint_parti_le: date | None = None
    a_charge: tuple[date, ...] = ()


def faits_de_la_personne(naissance: date, code_postal: str) -> Iterator[Fait]:
    """What is theirs alone. `code_postal`: empty when no postal address is known."""
    yield Fait("acces.date_naissance", (en_saisie(naissance),), ETAT_CIVIL, Portee.SES_DONNEES)
    if code_postal:
        yield Fait("acces.code_postal", (code_postal,), ADRESSE, Portee.SES_DONNEES)


def faits_des_membres(membres: Membres, le: date) -> Iterator[Fait]:
    """The couple and who is at its charge, for whoever may consult the dossier."""
    origine = origine_du_dossier(membres.numero, le)
    yield _vie(membres, origine)
    if membres.conjoint:
        yield Fait("conjoint.date_naissance", (en_saisie(membres.conjoint),), origine)
    comptes = sorted(naissance for naissance in membres.a_charge if age(naissance, le) < AGE_LIMITE)
    nombre = min(len(comptes), CINQ_ET_PLUS)
    yield Fait(
        "foyer.nombre_enfants", (str(nombre),), origine + _trop_ages(len(membres.a_charge) - len(comptes))
    )
    for rang, naissance in enumerate(comptes[:ENFANTS_MAX], 1):
        yield Fait(f"enfants.naissance_{rang}", (en_saisie(naissance),), origine)


def origine_du_dossier(numero: str, le: date) -> str:
    """« Connu de votre Caf : dossier n° 9000001 au 26 novembre 2026. »"""
    return f"Connu de votre Caf{INSECABLE}: dossier n°{INSECABLE}{numero} au {date_courte(le)}."


def en_saisie(jour: date) -> str:
    """« 09/03/2023 », as it would be typed."""
    return f"{jour.day:02}/{jour.month:02}/{jour.year:04}"


def _vie(membres: Membres, origine: str) -> Fait:
    if membres.conjoint:
        return Fait("foyer.vie", (COUPLE,), origine)
    if membres.conjoint_parti_le:
        depuis = date_courte(membres.conjoint_parti_le)
        dit = f"Votre dossier n’a plus de conjoint depuis le {depuis}{INSECABLE}: choisissez."
        return Fait("foyer.vie", (), dit)
    return Fait("foyer.vie", (SEUL,), origine)


def _trop_ages(nombre: int) -> str:
    if nombre == 0:
        return ""
    if nombre == 1:
        return f" Une personne de 25{INSECABLE}ans ou plus n’y est pas comptée."
    return f" {nombre} personnes de 25{INSECABLE}ans ou plus n’y sont pas comptées."
