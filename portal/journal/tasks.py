from celery import shared_task

from portal.journal.partitions import preparer_les_mois
from portal.journal.scellement import effacer_les_mois_expires, sceller

# The chain is read whole before a month leaves it.
LECTURE_ENTIERE = 3000


@shared_task  # type: ignore[untyped-decorator]
def sceller_le_journal() -> int:
    """Seal what was committed since the last time; returns how many batches."""
    return sceller()


@shared_task(time_limit=LECTURE_ENTIERE, soft_time_limit=LECTURE_ENTIERE - 60)  # type: ignore[untyped-decorator]
def tenir_les_mois() -> int:
    """Create the months to come, drop those that have lived; returns how many left."""
    preparer_les_mois()
    return len(effacer_les_mois_expires())
