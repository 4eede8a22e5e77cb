"""Settings of the worker that `test_ouvrier` starts, told by its environment."""

import os

from portal.settings.test import *  # noqa: F403

COURRIERS_FOURNISSEURS = {"sms": [os.environ["ESSAI_FOURNISSEUR"]]}
# The broker gives a task that nobody acknowledged to somebody else after this long.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1, "socket_timeout": 5}
CELERY_TASK_DEFAULT_QUEUE = os.environ["ESSAI_FILE"]
