"""Demonstration news: dated around the day of loading, so that a demonstration never looks abandoned."""

from datetime import timedelta

from django.utils import timezone

from portal.espaces import demonstration
from portal.espaces.models import Actualite
from portal.reference import chargeur_demo


@chargeur_demo
def charger_actualites() -> str:
    """Write or refresh the demonstration news, found again by their address."""
    ce_matin = timezone.localtime().replace(hour=8, minute=0, second=0, microsecond=0)
    for fiche in demonstration.ACTUALITES:
        retrait = None if fiche.dure is None else ce_matin + timedelta(days=fiche.jours + fiche.dure)
        Actualite.objects.update_or_create(
            slug=fiche.slug,
            defaults={
                "titre": fiche.titre,
                "resume": fiche.resume,
                "corps": "\n\n".join(fiche.corps),
                "theme": fiche.theme,
                "caf_id": fiche.caf,
                "publie_le": ce_matin + timedelta(days=fiche.jours),
                "depublie_le": retrait,
            },
        )
    return f"Actualités de démonstration : {len(demonstration.ACTUALITES)} à jour."
