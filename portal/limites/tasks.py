from celery import shared_task
from django.utils import timezone

from portal.limites.models import Compteur, LieuConnu


@shared_task  # type: ignore[untyped-decorator]
def purger_les_limites() -> int:
    """Delete what no longer limits anything; returns how many rows."""
    maintenant = timezone.now()
    return sum(
        modele.objects.filter(perime_le__lte=maintenant).delete()[0] for modele in (Compteur, LieuConnu)
    )
