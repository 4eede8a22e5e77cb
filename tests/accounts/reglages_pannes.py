"""Settings of the portal that `test_pannes` starts: the demonstration's, an SMTP relay, a provider, shorter waits."""

import os

from portal.settings.lecture import franceconnect_fictif
from portal.settings.local import *  # noqa: F403
from portal.settings.local import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS

FRANCECONNECT = {
    **franceconnect_fictif(f"http://{os.environ.get('PORTAL_ADRESSE', '127.0.0.1:1')}"),
    "emetteur": os.environ["ESSAI_FRANCECONNECT"],
}
COURRIERS_FOURNISSEURS = {
    "sms": [f"tests.accounts.fournisseurs.MortelUneFois {os.environ['ESSAI_MORTEL']}"],
    "courriel": [f"portal.courriers.fournisseurs.smtp.Smtp smtp://127.0.0.1:{os.environ['ESSAI_SMTP']}"],
    "courrier": ["portal.courriers.fournisseurs.demonstration.Demonstration"],
}
DEFAULT_FROM_EMAIL = "ne-pas-repondre@portail.example"
COURRIERS_DELAIS = [1, 1, 2, 2, 5, 5, 5, 5, 5, 5]
# As the worker's task limits, shortened: who was killed has been gone for long.
COURRIERS_INCERTAIN_SECONDES = 3
# The broker gives a task that nobody acknowledged to somebody else after this long, even when who looked for such
# tasks was killed while looking.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "visibility_timeout": 3,
    "unacked_mutex_expire": 3,
}
for _nom in ("courriers-relever", "acces-emettre"):
    CELERY_BEAT_SCHEDULE[_nom] = {**CELERY_BEAT_SCHEDULE[_nom], "schedule": 1, "options": {"expires": 5}}
