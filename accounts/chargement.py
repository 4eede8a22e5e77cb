"""Fictitious people: their NIR is nobody's, their phone numbers are kept for fiction, their domain does not exist.

Who is already there is left alone: a visitor may have changed them, and they grow older as people do.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte, Personne
from accounts.nir import Nir
from accounts.services import ajouter_point_contact, creer_personne
from portal.reference import chargeur_demo, il_y_a

# Public on purpose: it opens fictitious accounts only, and none where an operator is named.
MOT_DE_PASSE_DEMO = "Tournesol31Vert"
DONNEES = Path(__file__).parent / "donnees" / "demonstration.json"


@chargeur_demo
@transaction.atomic
def charger_personnes() -> str:
    """Create the demonstration people who are missing, born as many years and months ago as their card says."""
    if not settings.DEMONSTRATION:
        return "Personnes de démonstration : aucune, ce portail a un exploitant."
    fiches = json.loads(DONNEES.read_text(encoding="utf-8"))
    presentes = set(
        Personne.objects.filter(reference__in=[f["reference"] for f in fiches]).values_list(
            "reference", flat=True
        )
    )
    nouvelles = [fiche for fiche in fiches if fiche["reference"] not in presentes]
    for fiche in nouvelles:
        _creer(fiche, timezone.localdate())
    return f"Personnes de démonstration : {len(fiches)}, dont {len(nouvelles)} nouvelles."


def _creer(fiche: dict[str, Any], le: date) -> None:
    naissance = il_y_a(fiche["ans"] * 12 + fiche["mois"], le, fiche["jour"])
    personne = creer_personne(
        reference=fiche["reference"],
        nom_naissance=fiche["nom_naissance"],
        nom_usage=fiche.get("nom_usage", ""),
        prenoms=fiche["prenoms"],
        date_naissance=naissance,
        nir=Nir(f"{fiche['premier']}{naissance:%y%m}{fiche['lieu']}{fiche['ordre']}"),
        # Without a password yet: nobody logs in with it.
        compte=Compte.objects.create_user(nature=Nature.USAGER) if fiche.get("compte") else None,
    )
    for canal, valeur in fiche.get("points", {}).items():
        ajouter_point_contact(personne=personne, canal=canal, valeur=valeur, verifie_le=timezone.now())
