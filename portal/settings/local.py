"""One machine: the demonstration that `make run` starts, on 127.0.0.1, with fictitious people."""

import os

from portal.settings import lecture
from portal.settings.base import *  # noqa: F403
from portal.settings.base import FRANCECONNECT as _DECLARE
from portal.settings.base import LOGGING

DEVELOPPEMENT = True
DEBUG = lecture.booleen("DEBUG")
# A demonstration has nothing to protect but must start with no preparation; production refuses this value.
SECRET_KEY = os.environ.get("SECRET_KEY", "cle-de-demonstration-qui-ne-protege-aucune-donnee-reelle-0000")
CLES_DONNEES = {"demo": b"0123456789abcdef" * 2}
CLES_EMPREINTES = {"demo": b"fedcba9876543210" * 2}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
LOGGING["handlers"]["sortie"]["formatter"] = "lisible"  # type: ignore[index]
# Who nothing was declared for is its own provider, of fictitious people, at the address that `make run` serves.
FRANCECONNECT = _DECLARE or lecture.franceconnect_fictif(
    f"http://{os.environ.get('PORTAL_ADRESSE', '127.0.0.1:8000')}"
)
