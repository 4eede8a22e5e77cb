"""What gunicorn serves: `portal.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
os.environ.setdefault("PORTAL_PROCESS", "web")

application = get_wsgi_application()

# `shared_task` binds to the current Celery application: the web process must have created ours.
from portal.celery import app as celery_app  # noqa: E402, F401
