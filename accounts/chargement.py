"""Fictitious people: their NIR is nobody's, their phone numbers are kept for fiction, their domain does not exist.

Who is already there is left alone: a visitor may have changed them, and they grow older as people do.
"""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.enums import Canal, FormeSecret, Nature
from accounts.models import Compte, Personne, Secret
from accounts.nir import Nir
from accounts.secrets import DUREES, resumer
from accounts.services import ajouter_point_contact, creer_personne
from portal.reference import chargeur_demo, il_y_a

# Public on purpose: everybody may try to be one of these people. `/demo` says it.
MOT_DE_PASSE_DEMO = "Tournesol31Vert"
# What the letter of a first login would have brought, for who has no password yet and a postal address.
CODE_DEMO = "48217305"

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
    hache = make_password(MOT_DE_PASSE_DEMO) if nouvelles else ""
    for fiche in nouvelles:
        _creer(fiche, timezone.localdate(), hache)
    _renouveler_les_codes([fiche["reference"] for fiche in fiches if fiche.get("premiere_connexion")])
    return f"Personnes de démonstration : {len(fiches)}, dont {len(nouvelles)} nouvelles."


def _creer(fiche: dict[str, Any], le: date, hache: str) -> None:
    """`hache`: the password of all of them, hashed once."""
    naissance = il_y_a(fiche["ans"] * 12 + fiche["mois"], le, fiche["jour"])
    personne = creer_personne(
        reference=fiche["reference"],
        nom_naissance=fiche["nom_naissance"],
        nom_usage=fiche.get("nom_usage", ""),
        prenoms=fiche["prenoms"],
        date_naissance=naissance,
        nir=Nir(f"{fiche['premier']}{naissance:%y%m}{fiche['lieu']}{fiche['ordre']}"),
        compte=_compte(hache) if fiche.get("compte") else None,
    )
    for canal, valeur in fiche.get("points", {}).items():
        ajouter_point_contact(personne=personne, canal=canal, valeur=valeur, verifie_le=timezone.now())


def _compte(hache: str) -> Compte:
    compte = Compte(nature=Nature.USAGER, password=hache)
    compte.save()
    return compte


def _renouveler_les_codes(references: list[str]) -> None:
    """A first login must be there to be tried, whenever the demonstration is started."""
    maintenant = timezone.now()
    vivants = Secret.objects.filter(forme=FormeSecret.PREMIER, perime_le__gt=maintenant + timedelta(days=1))
    a_faire = Personne.objects.filter(reference__in=references, compte=None).exclude(
        Exists(vivants.filter(personne=OuterRef("pk"), utilise_le=None, annule_le=None))
    )
    for personne in a_faire.order_by("pk"):
        secret = Secret(
            forme=FormeSecret.PREMIER, canal=Canal.COURRIER, personne=personne, cree_le=maintenant,
            perime_le=maintenant + DUREES[FormeSecret.PREMIER], emis_le=maintenant,
        )  # fmt: skip
        secret.cle, secret.empreinte = resumer(secret.reference, CODE_DEMO)
        secret.save()
