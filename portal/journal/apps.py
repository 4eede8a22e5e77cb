from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class JournalConfig(AppConfig):
    name = "portal.journal"
    verbose_name = "Journal"

    def ready(self) -> None:
        autodiscover_modules("actions")
        post_migrate.connect(_preparer_les_mois, sender=self)


def _preparer_les_mois(**_: Any) -> None:
    """A portal that slept for a year must not wait for beat's nightly task to accept its first event."""
    from portal.journal.partitions import preparer_les_mois

    preparer_les_mois()
