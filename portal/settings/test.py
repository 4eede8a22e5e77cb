"""The tests: real PostgreSQL and Redis given by DATABASE_URL and REDIS_URL, cheap hashes, nothing compressed."""

from portal.settings import lecture
from portal.settings.base import *  # noqa: F403
from portal.settings.base import CACHES, DATABASES, LOGGING

DEVELOPPEMENT = True
DEBUG = False
SECRET_KEY = "cle-des-tests-qui-ne-sert-nulle-part-ailleurs-0123456789"  # noqa: S105
CLES_DONNEES = {"demo": b"0123456789abcdef" * 2}
CLES_EMPREINTES = {"demo": b"fedcba9876543210" * 2}
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# A second is enough for a server that does nothing else: here one answer that is late would change what is counted.
for _nom in ("default", "ephemere"):
    CACHES[_nom]["OPTIONS"] = {"socket_connect_timeout": 10, "socket_timeout": 10}
# The test database is created and dropped: a pool would hold connections to it.
DATABASES["default"]["OPTIONS"].pop("pool", None)
LOGGING["handlers"]["sortie"]["formatter"] = "lisible"  # type: ignore[index]
FRANCECONNECT = lecture.franceconnect_fictif("http://testserver")
