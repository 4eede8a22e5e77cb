"""The dossiers of the demonstration people: a birth, a separation with a child in two dossiers, a move, an arrival."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Personne
from dossiers.models import Dossier
from dossiers.services import changer_de_caf, ouvrir_dossier, rattacher
from portal.reference import chargeur_demo, il_y_a

DONNEES = Path(__file__).parent / "donnees" / "demonstration.json"


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
