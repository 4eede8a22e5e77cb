"""What the worker does for the parcours."""

from celery import shared_task
from django.utils import timezone

from portal.parcours.models import Brouillon


@shared_task  # type: ignore[untyped-decorator]
def purger_les_brouillons() -> int:
    """Delete the drafts that have expired; returns how many."""
    return Brouillon.objects.filter(perime_le__lte=timezone.now()).delete()[0]
