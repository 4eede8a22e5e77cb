"""Production: refuses to start without its secrets, and `manage.py check --deploy` has nothing to say."""

import os

from django.core.exceptions import ImproperlyConfigured

from portal.settings import lecture

for _nom in ("SECRET_KEY", "CLES_DONNEES", "CLES_EMPREINTES", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"):
    lecture.exiger(_nom)

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import DEMONSTRATION, FRANCECONNECT  # noqa: E402

DEBUG = False
SECRET_KEY = lecture.exiger("SECRET_KEY")
if len(SECRET_KEY) < 50 or "demonstration" in SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY doit être une valeur secrète d’au moins 50 caractères.")
CLES_DONNEES = lecture.trousseau("CLES_DONNEES")
CLES_EMPREINTES = lecture.trousseau("CLES_EMPREINTES")
SECRET_KEY_FALLBACKS = lecture.liste("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = lecture.liste("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS doit nommer les domaines du portail, « * » n’est pas accepté.")

# The proxy that ends TLS, unless said otherwise. Wrong, every visitor would share one address or choose their own.
NOMBRE_DE_PROXYS = int(os.environ.get("NOMBRE_DE_PROXYS", "1"))

SECOND_FACTEUR = lecture.parmi("SECOND_FACTEUR", ["nouvel_appareil", "toujours", "jamais"])
SECOND_FACTEUR_AGENTS = lecture.booleen("SECOND_FACTEUR_AGENTS", defaut=True)
if not (SECOND_FACTEUR_AGENTS or DEMONSTRATION):
    raise ImproperlyConfigured("SECOND_FACTEUR_AGENTS : la double vérification des agents est obligatoire.")
POLITIQUE_MOT_DE_PASSE = lecture.parmi("POLITIQUE_MOT_DE_PASSE", ["renforcee", "caf_2023"])

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^sante/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDES", 2 * 365 * 24 * 3600))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

PREFIXE_COOKIES = "__Host-"
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True

if not DEMONSTRATION:
    lecture.exiger("COURRIERS_EXPEDITEUR")
    lecture.exiger("COURRIERS_IMPRESSION_CLE")
    COURRIERS_FOURNISSEURS = lecture.fournisseurs()

for _nom in ("emetteur", "origine"):
    if not FRANCECONNECT.get(_nom, "https://").startswith("https://"):
        raise ImproperlyConfigured(f"FRANCECONNECT_{_nom.upper()} commence par https://.")
