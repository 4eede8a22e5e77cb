"""The dossiers of the demonstration people: a birth, a separation with a child in two dossiers, a move, an arrival.

Those who act for some of them: a body with two users, somebody of the family; mandates in force, past and to come. And
two agents, each of one Caf and without any other right.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from accounts.chargement import MOT_DE_PASSE_DEMO
from accounts.enums import Nature
from accounts.models import Compte, Personne
from dossiers.enums import NatureTuteur
from dossiers.models import Autorisation, Dossier, Mandat, MembreTuteur, Tuteur, periode
from dossiers.services import changer_de_caf, habiliter, ouvrir_dossier, rattacher
from portal.reference import chargeur_demo, il_y_a

DONNEES = Path(__file__).parent / "donnees" / "demonstration.json"
DONNEES_TUTEURS = DONNEES.with_name("tuteurs.json")
# Reference of each agent, and the Caf they work at, since a year ago.
AGENTS = {"DEM0A00000000031": "31", "DEM0A00000000059": "59"}
MOIS_D_HABILITATION = 12
# Reference of each tuteur, and the name of those that are bodies.
TUTEURS: dict[str, str] = {
    fiche["reference"]: fiche.get("nom", "")
    for fiche in json.loads(DONNEES_TUTEURS.read_text(encoding="utf-8"))
}


@chargeur_demo
@transaction.atomic
def charger_dossiers() -> str:
    """Open the demonstration dossiers that are missing. `depuis` and `jusqu_a` count months before today."""
    if not settings.DEMONSTRATION:
        return "Dossiers de démonstration : aucun, ce portail a un exploitant."
    fiches = json.loads(DONNEES.read_text(encoding="utf-8"))
    presents = set(
        Dossier.objects.filter(reference__in=[f["reference"] for f in fiches]).values_list(
            "reference", flat=True
        )
    )
    nouveaux = [fiche for fiche in fiches if fiche["reference"] not in presents]
    personnes = _personnes(nouveaux)
    for fiche in nouveaux:
        _ouvrir(fiche, personnes, timezone.localdate())
    return f"Dossiers de démonstration : {len(fiches)}, dont {len(nouveaux)} nouveaux."


@chargeur_demo
@transaction.atomic
def charger_agents() -> str:
    """Create the demonstration agents who are missing, each habilitated at one Caf."""
    if not settings.DEMONSTRATION:
        return "Agents de démonstration : aucun, ce portail a un exploitant."
    presents = set(Compte.objects.filter(reference__in=AGENTS).values_list("reference", flat=True))
    nouveaux = {reference: caf for reference, caf in AGENTS.items() if reference not in presents}
    if nouveaux:
        _creer_les_agents(nouveaux, timezone.localdate())
    return f"Agents de démonstration : {len(AGENTS)}, dont {len(nouveaux)} nouveaux."


@chargeur_demo
@transaction.atomic
def charger_tuteurs() -> str:
    """Create the demonstration tuteurs that are missing, with their members and mandates; nobody is written to."""
    if not settings.DEMONSTRATION:
        return "Tuteurs de démonstration : aucun, ce portail a un exploitant."
    fiches = json.loads(DONNEES_TUTEURS.read_text(encoding="utf-8"))
    presents = set(
        Tuteur.objects.filter(reference__in=[f["reference"] for f in fiches]).values_list(
            "reference", flat=True
        )
    )
    nouveaux = [fiche for fiche in fiches if fiche["reference"] not in presents]
    personnes, dossiers = _personnes_des_tuteurs(nouveaux), _dossiers_des_mandats(nouveaux)
    for fiche in nouveaux:
        _creer_un_tuteur(fiche, personnes, dossiers, timezone.localdate())
    return f"Tuteurs de démonstration : {len(fiches)}, dont {len(nouveaux)} nouveaux."


def _autoriser(dossier: Dossier, personne: Personne, portees: list[str]) -> None:
    """Without the notices that the service sends: nobody has just changed anything."""
    for portee in portees:
        Autorisation.objects.create(dossier=dossier, beneficiaire=personne, portee=portee)


def _creer_les_agents(agents: dict[str, str], le: date) -> None:
    # One hash for all: each takes a tenth of a second.
    mot_de_passe = make_password(MOT_DE_PASSE_DEMO)
    for reference, caf in agents.items():
        compte = Compte.objects.create(
            reference=reference,
            nature=Nature.AGENT,
            is_staff=True,
            password=mot_de_passe,
            mot_de_passe_le=timezone.now(),
        )
        habiliter(compte=compte, caf=caf, du=il_y_a(MOIS_D_HABILITATION, le), acteur=None)


def _personnes(fiches: list[dict[str, Any]]) -> dict[str, Personne]:
    references = {membre["personne"] for fiche in fiches for membre in fiche["membres"]}
    return {p.reference: p for p in Personne.objects.filter(reference__in=references)}


def _ouvrir(fiche: dict[str, Any], personnes: dict[str, Personne], le: date) -> None:
    """The first Caf and the first member open it."""
    (caf, *suivantes), (responsable, *autres) = fiche["cafs"], fiche["membres"]
    dossier = ouvrir_dossier(
        reference=fiche["reference"],
        responsable=personnes[responsable["personne"]],
        caf=caf["caf"],
        numero_allocataire=caf["numero"],
        le=il_y_a(caf["depuis"], le),
    )
    for suivante in suivantes:
        depuis = il_y_a(suivante["depuis"], le)
        changer_de_caf(dossier=dossier, caf=suivante["caf"], numero_allocataire=suivante["numero"], le=depuis)
    for membre in autres:
        rattacher(
            dossier=dossier,
            personne=personnes[membre["personne"]],
            role=membre["role"],
            du=il_y_a(membre["depuis"], le),
            au=il_y_a(membre["jusqu_a"], le) if "jusqu_a" in membre else None,
        )
        _autoriser(dossier, personnes[membre["personne"]], membre.get("autorise", []))


def _personnes_des_tuteurs(fiches: list[dict[str, Any]]) -> dict[str, Personne]:
    references = {m["personne"] for f in fiches for m in f["membres"]}
    references |= {m["protegee"] for f in fiches for m in f["mandats"]}
    return {p.reference: p for p in Personne.objects.filter(reference__in=references)}


def _dossiers_des_mandats(fiches: list[dict[str, Any]]) -> dict[str, Dossier]:
    references = {m["dossier"] for f in fiches for m in f["mandats"]}
    return {d.reference: d for d in Dossier.objects.filter(reference__in=references)}


def _creer_un_tuteur(
    fiche: dict[str, Any], personnes: dict[str, Personne], dossiers: dict[str, Dossier], le: date
) -> None:
    """Without the notices that the services send: nobody has just changed anything."""
    seul = fiche["nature"] == NatureTuteur.PERSONNE
    nom = personnes[fiche["membres"][0]["personne"]].nom_complet if seul else fiche["nom"]
    tuteur = Tuteur.objects.create(
        reference=fiche["reference"], nature=fiche["nature"], nom=nom, caf_id=fiche["caf"]
    )
    for membre in fiche["membres"]:
        qui, dates = personnes[membre["personne"]], _periode(membre, le)
        MembreTuteur.objects.create(tuteur=tuteur, personne=qui, seul=seul, periode=dates)
    for mandat in fiche["mandats"]:
        Mandat.objects.create(
            reference=mandat["reference"], tuteur=tuteur, dossier=dossiers[mandat["dossier"]],
            protegee=personnes[mandat["protegee"]], mesure=mandat["mesure"], periode=_periode(mandat, le),
            motif_fin=mandat.get("motif", ""), **dict.fromkeys(mandat["permet"], True),
        )  # fmt: skip


def _periode(fiche: dict[str, Any], le: date) -> DateRange:
    """`depuis` and `jusqu_a`: months before today, after it when negative."""
    return periode(il_y_a(fiche["depuis"], le), il_y_a(fiche["jusqu_a"], le) if "jusqu_a" in fiche else None)
