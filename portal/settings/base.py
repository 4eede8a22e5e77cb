"""What holds in every environment. Nothing secret and nothing particular to a machine."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF

from portal.settings import lecture

RACINE = Path(__file__).resolve().parent.parent.parent
PROCESSUS = lecture.processus()

# ------------------------------------------------------------------ who runs this portal
NOM_DU_SITE = "Mes droits familles"
# The demonstration banner goes only when all three are named (see docs/deploiement.md).
EXPLOITANT = os.environ.get("EXPLOITANT", "")
MENTIONS_LEGALES = os.environ.get("MENTIONS_LEGALES", "")
DELEGUE_PROTECTION_DONNEES = os.environ.get("DELEGUE_PROTECTION_DONNEES", "")
DEMONSTRATION = not (EXPLOITANT and MENTIONS_LEGALES and DELEGUE_PROTECTION_DONNEES)
# Nobody may keep a NIR without a title to it: without an operator only those that can be nobody's are accepted.
NIR_FICTIFS_SEULEMENT = not EXPLOITANT
# Address of who receives security reports (/.well-known/security.txt); empty: no such page.
CONTACT_SECURITE = os.environ.get("CONTACT_SECURITE", "")
# Development pages (/composants) and readable logs.
DEVELOPPEMENT = False

# ------------------------------------------------------------------ the rooms
INSTALLED_APPS = [
    "accounts",
    "dossiers",
    "simulations",
    "demandes",
    "rendezvous",
    "bailleurs",
    "portal.http",
    "portal.limites",
    "portal.ui",
    "portal.antirobot",
    "portal.cafs",
    "portal.parcours",
    "portal.courriers",
    "portal.journal",
    "portal.espaces",
    "portal.administration.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
]

MIDDLEWARE = [
    "portal.http.middleware.IdentifiantMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.http.middleware.EntetesMiddleware",
    "portal.http.preferences.PreferencesMiddleware",
    "portal.http.middleware.EncodageMiddleware",
    "portal.http.origine.OrigineMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionSuivieMiddleware",
    "accounts.middleware.ConnexionExigeeMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [RACINE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.contexte.page",
                "portal.cafs.contexte.caf",
            ],
        },
    },
]

# ------------------------------------------------------------------ data
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql:///portail")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=0)}
DATABASES["default"].setdefault("OPTIONS", {}).update(lecture.options_postgresql(PROCESSUS))

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
# Answers of anonymous visitors. By default the same server: it must be one that never writes to disk.
EPHEMERE_URL = os.environ.get("EPHEMERE_URL", REDIS_URL)
_REDIS = {
    "BACKEND": "django.core.cache.backends.redis.RedisCache",
    "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
}
CACHES = {
    "default": {**_REDIS, "LOCATION": REDIS_URL, "KEY_PREFIX": "p"},
    "ephemere": {**_REDIS, "LOCATION": EPHEMERE_URL, "KEY_PREFIX": "e"},
    # Whole anonymous pages, in each web process: it answers when Redis does not.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

CELERY_BROKER_URL = lecture.courtier(REDIS_URL)
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "portail"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # A person may be waiting behind whoever queues a task: without these, two retries take six seconds.
    "max_retries": 2,
    "interval_start": 0.1,
    "interval_step": 0.1,
    "interval_max": 0.2,
}
CELERY_TIMEZONE = "Europe/Paris"
CELERY_BEAT_SCHEDULE = {
    "parcours-purger": {"task": "portal.parcours.tasks.purger_les_brouillons", "schedule": 3600},
    "acces-emettre": {
        "task": "accounts.tasks.emettre_les_oublies",
        "schedule": 10,
        "options": {"expires": 10},
    },
    "acces-purger": {"task": "accounts.tasks.purger_les_acces", "schedule": 3600},
    "limites-purger": {"task": "portal.limites.tasks.purger_les_limites", "schedule": 3600},
    "journal-sceller": {"task": "portal.journal.tasks.sceller_le_journal", "schedule": 60},
    "journal-mois": {"task": "portal.journal.tasks.tenir_les_mois", "schedule": crontab(hour=3, minute=20)},
    # Expires before the next one: a worker that comes back finds one to do, not a night of them.
    "courriers-relever": {
        "task": "portal.courriers.tasks.relever",
        "schedule": 10,
        "options": {"expires": 10},
    },
    "courriers-lettres": {
        "task": "portal.courriers.tasks.expedier_les_lettres",
        "schedule": 20 if DEMONSTRATION else 3600,
        "options": {"expires": 20 if DEMONSTRATION else 3600},
    },
    "courriers-purger": {"task": "portal.courriers.tasks.purger_les_courriers", "schedule": 3600},
}

# ------------------------------------------------------------------ SMS, e-mails, letters
# By channel: the provider, then those that replace it (portal.courriers.fournisseurs). Here nothing leaves.
COURRIERS_FOURNISSEURS = {
    canal: ["portal.courriers.fournisseurs.demonstration.Demonstration"]
    for canal in ("sms", "courriel", "courrier")
}
DEFAULT_FROM_EMAIL = (
    os.environ.get("COURRIERS_EXPEDITEUR") or f"{NOM_DU_SITE} <ne-pas-repondre@portail.example>"
)
# Public key of the print service (manage.py creer_cle_impression); what is sealed for it, only it opens.
COURRIERS_IMPRESSION_CLE = os.environ.get("COURRIERS_IMPRESSION_CLE", "")
# Seconds to wait after each failed try; one more failure ends it.
COURRIERS_DELAIS = [10, 30, 120, 600, 3600, 4 * 3600, 12 * 3600]
# A message marked longer ago than that (seconds) has nobody left to finish it: more than the task's time limit.
COURRIERS_INCERTAIN_SECONDES = 120
# Days a message is kept after its final state; hours what the demonstration would have sent is.
COURRIERS_JOURS = 90
COURRIERS_SIMULES_HEURES = 24

# ------------------------------------------------------------------ persons and sessions
AUTH_USER_MODEL = "accounts.Compte"
PASSWORD_HASHERS = ["accounts.hachage.BorneArgon2PasswordHasher"]
# Hashes that one process computes at the same time (100 MiB each); seconds that one more waits for its turn.
HACHAGES_SIMULTANES = max(1, int(os.environ.get("HACHAGES_SIMULTANES", "2")))
HACHAGES_ATTENTE_SECONDES = 5
# Of accounts.mots_de_passe: the rule shown by Caf in 2023, or « renforcee ».
POLITIQUE_MOT_DE_PASSE = "caf_2023"
# Besides a password, for who has set nothing more: « jamais », « nouvel_appareil » or « toujours » a code.
SECOND_FACTEUR = "jamais"
# Agents install theirs at their first login. Whoever has one is asked for it, whatever this says.
SECOND_FACTEUR_AGENTS = False
AUTH_PASSWORD_VALIDATORS = [{"NAME": "accounts.mots_de_passe.PolitiqueValidator"}]
LOGIN_URL = "comptes:connexion"
LOGIN_REDIRECT_URL = "dossiers:accueil"
SESSION_ENGINE = "accounts.sessions"
# Seconds without a click, and seconds since the login: whichever comes first ends a session (ASVS 5.0, 7.3).
SESSION_INACTIVITE = 30 * 60
SESSION_DUREE = 12 * 3600
# The cookie goes with the browser; what ends a session is above.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.http.erreurs.origine_refusee"
# `__Host-` in production: the browser then refuses the cookie from a sub-domain or over plain HTTP.
PREFIXE_COOKIES = ""

# What allauth does here: the stages of a login (the second factor is one). It is given an opaque name, sends
# nothing, limits nothing, and has no page of its own: see docs/decisions/2026-11-26-allauth-sans-ses-pages.md.
ACCOUNT_ADAPTER = "accounts.adaptateur.Adaptateur"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "reference"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_RATE_LIMITS = False

# What was declared to FranceConnect: emetteur, client_id, secret, origine, acr. Empty: no button (docs/deploiement.md).
FRANCECONNECT: dict[str, str] = lecture.franceconnect(demonstration=DEMONSTRATION)
# Addresses that a machine posts to, with a secret and without any cookie: no browser can be made to go there.
CHEMINS_DE_MACHINES = frozenset({f"{lecture.IDENTITE_FICTIVE}/token"} if DEMONSTRATION else ())

# Proxies of ours between a visitor and the web process: each adds one address to X-Forwarded-For.
NOMBRE_DE_PROXYS = int(os.environ.get("NOMBRE_DE_PROXYS", "0"))
# Rules put in place of those of portal.limites.regles, by name.
LIMITES: dict[str, Any] = {}

# ------------------------------------------------------------------ the multi-step forms
# An anonymous visitor's answers die after this many minutes without a click.
EPHEMERE_MINUTES = 30
# A draft of a logged-in person is kept this many days.
BROUILLON_JOURS = 30
# Whole months that the journal keeps (CNIL: security logs, 6 to 12 months); then the month leaves at once.
JOURNAL_MOIS = int(os.environ.get("JOURNAL_MOIS", "12"))

# ------------------------------------------------------------------ the law
# Which scale counts in a quarter that a revaluation cuts (simulations.regles.Revalorisation).
PRIME_ACTIVITE_REVALORISATION = "par_mois_de_reference"

# ------------------------------------------------------------------ headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
        "img-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not « no-referrer »: browsers would then send « Origin: null » with our own forms.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
POLITIQUE_PERMISSIONS = "camera=(), geolocation=(self), microphone=(), payment=(), usb=(), interest-cohort=()"

# ------------------------------------------------------------------ language, time, files
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_DIRS = [RACINE / "static"]
STATIC_ROOT = Path(os.environ.get("PORTAL_ETAT", RACINE / ".portal")) / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# ------------------------------------------------------------------ logs
LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"contexte": {"()": "portal.http.journaux.ContexteFilter"}},
    "formatters": {
        "lisible": {
            "()": "portal.http.journaux.FormatLisible",
            "format": "%(asctime)s %(levelname)-7s %(requete)s %(name)s : %(message)s",
        },
        "json": {
            "()": "portal.http.journaux.FormatJson",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(requete)s %(processus)s",
        },
    },
    "handlers": {
        "sortie": {
            "class": "logging.StreamHandler",
            "filters": ["contexte"],
            "formatter": "json",
        },
        "rien": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["sortie"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"level": LOG_LEVEL, "propagate": True, "handlers": []},
        "django.server": {"level": LOG_LEVEL, "propagate": True, "handlers": []},
        # It would write the whole path and query of each refused request a second time.
        "django.request": {"level": "ERROR"},
        # It quotes numbers and texts of SMS in what it logs.
        "apprise": {"handlers": ["rien"], "propagate": False},
        # It writes the identifiers of people's keys.
        "fido2": {"level": "WARNING"},
        # At DEBUG it writes the addresses it calls, where some services want the number or the text.
        "urllib3": {"level": "ERROR"},
    },
}
