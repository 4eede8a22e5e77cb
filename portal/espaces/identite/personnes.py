"""Who may be recognised there: the fictitious people of age, and somebody whom no Caf knows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import Personne
from portal.espaces.familles import age, fiches

FRANCE = "99100"
AGE_MINIMAL = 18


@dataclass(frozen=True, slots=True)
class Fictive:
    """One identity. `pivot` as the claims of the scope `identite_pivot`."""

    cle: str
    nom: str
    precision: str
    pivot: dict[str, Any]


INCONNUE = Fictive(
    "inconnue",
    "Dominique Personne",
    "née à Paris, dans aucun dossier",
    {
        "given_name": "Dominique", "given_name_array": ["Dominique"], "family_name": "Personne",
        "birthdate": "1990-06-15", "gender": "female", "birthplace": "75056", "birthcountry": FRANCE,
    },
)  # fmt: skip


def fictives(le: date) -> list[Fictive]:
    """Everybody, in the order of their cards (one query)."""
    connues = Personne.objects.filter(reference__in=fiches()).order_by("reference")
    majeures = [p for p in connues if (le.year - p.date_naissance.year) > AGE_MINIMAL]
    return [*(_fictive(p, le) for p in majeures), INCONNUE]


def sub_de(cle: str, client_id: str) -> str:
    """Pairwise: another client is given another name for the same person."""
    return salted_hmac("identite-fictive/sub", f"{client_id}\0{cle}", secret=settings.SECRET_KEY).hexdigest()


def changer(pivot: dict[str, Any]) -> dict[str, Any]:
    """The same person under another birth name, to see a changed identity refused."""
    return {**pivot, "family_name": f"{pivot['family_name']}-Autrement"}


def _fictive(personne: Personne, le: date) -> Fictive:
    fiche = fiches()[personne.reference]
    prenoms, lieu = fiche["prenoms"].split(), fiche["lieu"]
    etranger = lieu.startswith("99")
    pivot = {
        "given_name": fiche["prenoms"],
        "given_name_array": prenoms,
        "family_name": fiche["nom_naissance"],
        "birthdate": personne.date_naissance.isoformat(),
        "gender": "male" if int(fiche["premier"]) % 2 else "female",
        "birthplace": "" if etranger else lieu,
        "birthcountry": lieu if etranger else FRANCE,
    }
    nom = f"{fiche['prenoms']} {fiche.get('nom_usage') or fiche['nom_naissance']}"
    return Fictive(personne.reference, nom, age(personne.date_naissance, le), pivot)
