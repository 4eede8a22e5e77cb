"""The fictitious people of the demonstration, as its page shows them.

Whatever a visitor may have typed stays out of it: names come from our own cards, and a contact point is shown only
while it is the one of the card.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Prefetch

import accounts
from accounts.chargement import CODE_DEMO, MOT_DE_PASSE_DEMO
from accounts.coordonnees import LECTURES
from accounts.models import Personne, PointContact
from accounts.nir import Nir
from accounts.secrets import ecrire
from accounts.selectors import personnes_nommees
from dossiers.chargement import AGENTS, TUTEURS
from dossiers.models import Dossier, Habilitation, Mandat, MembreTuteur, Tuteur
from dossiers.selectors import rattachements
from portal.cafs import annuaire

DONNEES = Path(accounts.__file__).parent / "donnees" / "demonstration.json"
INSECABLE = "\u00a0"
# Sex, year, month, département, commune, order.
GROUPES = ((0, 1), (1, 3), (3, 5), (5, 7), (7, 10), (10, 13))


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact point; `lignes` has several for a postal address."""

    canal: str
    lignes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Membre:
    """One person in one dossier; `role` is empty for somebody who has none."""

    nom: str
    age: str
    role: str
    nir: str
    nature: str
    contacts: tuple[Contact, ...]
    # What opens Mon Compte: a password, or the code of a letter; « » when nothing does yet.
    mot_de_passe: str
    code: str


@dataclass(frozen=True, slots=True)
class Famille:
    """One dossier, or those who have none (`caf` and `numero` are empty)."""

    caf: str
    numero: str
    membres: tuple[Membre, ...]


@dataclass(frozen=True, slots=True)
class MandatAffiche:
    """For whom, by what, and when: « en cours », « terminé », « à venir »."""

    protegee: str
    mesure: str
    quand: str


@dataclass(frozen=True, slots=True)
class TuteurAffiche:
    """A fictitious body or person who acts for others, who enters in its name, and its mandates."""

    nom: str
    membres: tuple[Membre, ...]
    mandats: tuple[MandatAffiche, ...]


def familles(le: date) -> list[Famille]:
    """The families of that day, then those without a dossier (five queries, however many they are)."""
    personnes = {p.pk: p for p in personnes_nommees(fiches().keys())}
    membres: dict[Dossier, list[Membre]] = defaultdict(list)
    # Whoever enters in the name of a tuteur is shown with it.
    places = set(
        MembreTuteur.objects.filter(tuteur__reference__in=TUTEURS).values_list("personne", flat=True)
    )
    for lien in rattachements(personnes.values(), le):
        membres[lien.dossier].append(_membre(personnes[lien.personne_id], lien.get_role_display(), le))
        places.add(lien.personne_id)
    seuls = tuple(_membre(p, "", le) for p in personnes.values() if p.pk not in places)
    trouvees = [_famille(dossier, tuple(siens)) for dossier, siens in membres.items()]
    return [*trouvees, Famille("", "", seuls)] if seuls else trouvees


def tuteurs(le: date) -> list[TuteurAffiche]:
    """The tuteurs of the demonstration (four queries). Names are those of our cards."""
    lus = Tuteur.objects.filter(reference__in=TUTEURS).prefetch_related(
        Prefetch("membres", MembreTuteur.objects.order_by("pk").select_related("personne")),
        Prefetch("membres__personne__points_contact"),
        Prefetch("mandats", Mandat.objects.order_by("pk").select_related("protegee")),
    )
    return [
        TuteurAffiche(
            nom=TUTEURS[t.reference] or _nom(t.membres.all()[0].personne),
            membres=tuple(
                _membre(m.personne, "", le) for m in t.membres.all() if m.personne.reference in fiches()
            ),
            mandats=tuple(_mandat(m, le) for m in t.mandats.all() if m.protegee.reference in fiches()),
        )
        for t in lus.order_by("reference")
    ]


@dataclass(frozen=True, slots=True)
class Agent:
    """A fictitious agent: what to type at the door of the agents' site, and the Caf they see."""

    identifiant: str
    caf: str
    mot_de_passe: str


def agents(le: date) -> list[Agent]:
    """The agents of that day and the Caf of each (one query)."""
    ouvertes = Habilitation.objects.filter(compte__reference__in=AGENTS, periode__contains=le)
    lues = ouvertes.order_by("compte__reference", "caf").values_list("compte__reference", "caf")
    return [
        Agent(reference, caf.nom, MOT_DE_PASSE_DEMO)
        for reference, code in lues
        if (caf := annuaire.caf(code))
    ]


def nir_groupe(nir: Nir) -> str:
    """« 2 92 06 31 555 999 84 »; without a key when it is temporary, for we read none.

    Ordinary spaces: on a narrow screen it is cut between two groups, not inside one.
    """
    corps = nir.en_clair()
    groupes = [corps[debut:fin] for debut, fin in GROUPES]
    return " ".join(groupes if nir.provisoire else [*groupes, nir.cle])


def age(naissance: date, le: date) -> str:
    """« 34 ans », in months before the second birthday."""
    mois = (le.year - naissance.year) * 12 + le.month - naissance.month - (le.day < naissance.day)
    return f"{mois}{INSECABLE}mois" if mois < 24 else f"{mois // 12}{INSECABLE}ans"


@cache
def fiches() -> dict[str, dict[str, Any]]:
    lues = json.loads(DONNEES.read_text(encoding="utf-8"))
    return {fiche["reference"]: fiche for fiche in lues}


def _famille(dossier: Dossier, membres: tuple[Membre, ...]) -> Famille:
    lien = next(iter(dossier.liens_caf.all()), None)
    caf = annuaire.caf(lien.caf_id) if lien else None
    return Famille(caf.nom if caf else "", lien.numero_allocataire if lien else "", membres)


def _nom(personne: Personne) -> str:
    fiche = fiches()[personne.reference]
    return f"{fiche['prenoms']} {fiche.get('nom_usage') or fiche['nom_naissance']}"


def _mandat(mandat: Mandat, le: date) -> MandatAffiche:
    if le in mandat.periode:
        quand = "en cours"
    else:
        quand = "à venir" if mandat.periode.lower > le else "terminé"
    return MandatAffiche(_nom(mandat.protegee), mandat.get_mesure_display(), quand)


def _membre(personne: Personne, role: str, le: date) -> Membre:
    fiche, nir = fiches()[personne.reference], personne.nir
    nee = f" (nom de naissance{INSECABLE}: {fiche['nom_naissance']})" if "nom_usage" in fiche else ""
    return Membre(
        nom=f"{_nom(personne)}{nee}",
        age=age(personne.date_naissance, le),
        role=role,
        nir=nir_groupe(nir) if nir and nir.est_fictif() else "",
        nature=nir.nature.label if nir and nir.provisoire else "",
        contacts=tuple(_contacts(_en_service(personne), fiche.get("points", {}))),
        mot_de_passe=MOT_DE_PASSE_DEMO if fiche.get("compte") else "",
        code=ecrire(CODE_DEMO) if fiche.get("premiere_connexion") else "",
    )


def _en_service(personne: Personne) -> Iterable[PointContact]:
    """In Python: they were read for a whole family at once."""
    return (point for point in personne.points_contact.all() if point.retire_le is None)


def _contacts(points: Iterable[PointContact], de_la_fiche: dict[str, str]) -> Iterable[Contact]:
    for point in points:
        valeur, ecrite = point.valeur, de_la_fiche.get(point.canal)
        if ecrite and LECTURES[point.canal](ecrite) == valeur:
            # As the card writes it: « 06 39 98 46 65 » reads better than +33639984665.
            affichee = ecrite.replace(" ", INSECABLE) if point.canal == "sms" else valeur
            yield Contact(point.get_canal_display(), tuple(affichee.splitlines()))
