"""Demonstration news: dated around the day of loading, so that a demonstration never looks abandoned.

Local ones are fictitious and say so; national ones say nothing that is not the rule.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.espaces.models import Actualite
from portal.espaces.prestations import DONNEES
from portal.reference import chargeur_demo


@chargeur_demo
def charger_actualites() -> str:
    """Write or refresh the demonstration news, found again by their address."""
    ce_matin = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    fiches = json.loads((DONNEES / "demonstration.json").read_text(encoding="utf-8"))
    for fiche in fiches:
        Actualite.objects.update_or_create(slug=fiche["slug"], defaults=_champs(fiche, ce_matin))
    return f"Actualités de démonstration : {len(fiches)} à jour."


def _champs(fiche: dict[str, Any], ce_matin: datetime) -> dict[str, Any]:
    """`jours`: days from today to the publication; `dure`: days until the withdrawal, absent when there is none."""
    publie_le = ce_matin + timedelta(days=fiche["jours"])
    return {
        "titre": fiche["titre"],
        "resume": fiche["resume"],
        "corps": "\n\n".join(fiche["corps"]),
        "theme": fiche["theme"],
        "caf_id": fiche.get("caf"),
        "publie_le": publie_le,
        "depublie_le": publie_le + timedelta(days=fiche["dure"]) if "dure" in fiche else None,
    }
