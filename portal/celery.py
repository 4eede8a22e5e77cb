"""The Celery application: `celery -A portal worker`, `celery -A portal beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]
def garder_nos_journaux(**_: Any) -> None:
    """Nothing: being connected is enough for Celery to leave the logs to Django's settings, which mask them.

    Its own handler of task loggers would write personal numbers as they are.
    """
