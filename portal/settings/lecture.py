"""Reading the process environment: small, typed, and clear about what is missing."""

import os
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.chiffrement import lire_trousseau

# PostgreSQL time limits by process, in milliseconds: (statement, lock). A person is waiting behind a web
# request; nobody is behind a worker; a migration or a command may rewrite a table.
LIMITES_SQL = {
    "web": (10_000, 3_000),
    "worker": (120_000, 10_000),
    "beat": (10_000, 3_000),
    "command": (0, 30_000),
}

# Channel of a message → variable that holds addresses of providers, class that uses them.
FOURNISSEURS = {
    "sms": ("COURRIERS_SMS", "sms.Apprise"),
    "courriel": ("COURRIERS_SMTP", "smtp.Smtp"),
    "courrier": ("COURRIERS_IMPRESSION", "impression.ImpressionScellee"),
}


def processus() -> str:
    """Name of the kind of process we are in: web, worker, beat or command (the default)."""
    nom = os.environ.get("PORTAL_PROCESS", "command")
    if nom not in LIMITES_SQL:
        raise ImproperlyConfigured(f"PORTAL_PROCESS : « {nom} » n’est pas connu ({', '.join(LIMITES_SQL)}).")
    return nom


def exiger(nom: str) -> str:
    """Value of a variable without which the program must not start."""
    valeur = os.environ.get(nom, "").strip()
    if not valeur:
        raise ImproperlyConfigured(f"La variable d’environnement {nom} est obligatoire.")
    return valeur


def booleen(nom: str, defaut: bool = False) -> bool:
    """True for 1, true, oui, on (any case)."""
    return os.environ.get(nom, str(defaut)).strip().lower() in {"1", "true", "oui", "on"}


def parmi(nom: str, choix: list[str]) -> str:
    """One of the values of `choix`; the first when nothing is said."""
    valeur = os.environ.get(nom, "").strip() or choix[0]
    if valeur not in choix:
        raise ImproperlyConfigured(f"{nom} : choisissez parmi {', '.join(choix)}.")
    return valeur


def liste(nom: str) -> list[str]:
    """Comma-separated values, without blanks."""
    return [v.strip() for v in os.environ.get(nom, "").split(",") if v.strip()]


def trousseau(nom: str) -> dict[str, bytes]:
    """The ring of keys of a variable (see `portal.chiffrement.lire_trousseau`)."""
    try:
        return lire_trousseau(exiger(nom))
    except ValueError as erreur:
        raise ImproperlyConfigured(f"{nom} : {erreur}.") from erreur


def fournisseurs() -> dict[str, list[str]]:
    """`COURRIERS_FOURNISSEURS` from COURRIERS_SMS, COURRIERS_SMTP, COURRIERS_IMPRESSION: addresses parted by blanks."""
    return {
        canal: [f"portal.courriers.fournisseurs.{classe} {adresse}" for adresse in exiger(nom).split()]
        for canal, (nom, classe) in FOURNISSEURS.items()
    }


# Where the fictitious identity provider of a demonstration is served (portal.espaces.identite).
IDENTITE_FICTIVE = "/demo/identite"


def franceconnect(*, demonstration: bool) -> dict[str, str]:
    """`FRANCECONNECT` from FRANCECONNECT_*: empty when nothing was declared there.

    A demonstration that only says its own origin gets the fictitious provider.
    """
    emetteur = os.environ.get("FRANCECONNECT_EMETTEUR", "").strip()
    origine = os.environ.get("FRANCECONNECT_ORIGINE", "").strip()
    if not emetteur:
        return franceconnect_fictif(origine) if demonstration and origine else {}
    return {
        "emetteur": emetteur.rstrip("/"),
        "client_id": exiger("FRANCECONNECT_CLIENT_ID"),
        "secret": exiger("FRANCECONNECT_CLIENT_SECRET"),
        "origine": exiger("FRANCECONNECT_ORIGINE").rstrip("/"),
        "acr": parmi("FRANCECONNECT_ACR", ["eidas1", "eidas2", "eidas3"]),
    }


def franceconnect_fictif(origine: str) -> dict[str, str]:
    """The same for the fictitious provider that a portal at this origin serves itself."""
    return {
        "emetteur": origine.rstrip("/") + IDENTITE_FICTIVE,
        "client_id": "portail-de-demonstration",
        # It protects nobody: everyone there is fictitious, and anyone may be anyone.
        "secret": "secret-de-demonstration-qui-ne-protege-rien",
        "origine": origine.rstrip("/"),
        "acr": "eidas1",
    }


def options_postgresql(nom_processus: str) -> dict[str, object]:
    """Connection options of psycopg: time limits and, for the web process, a pool shared by its threads."""
    requete, verrou = LIMITES_SQL[nom_processus]
    options: dict[str, object] = {
        "connect_timeout": 5,
        "options": f"-c statement_timeout={requete} -c lock_timeout={verrou}"
        " -c idle_in_transaction_session_timeout=60000",
    }
    if nom_processus == "web":
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5, "max_idle": 300}
    return options


def courtier(url_redis: str) -> str:
    """Celery's spelling of a Redis address: `unix:///chemin?db=0` becomes `redis+socket:///chemin?virtual_host=0`."""
    morceaux = urlsplit(url_redis)
    if morceaux.scheme != "unix":
        return url_redis
    base = parse_qs(morceaux.query).get("db", ["0"])[0]
    return f"redis+socket://{morceaux.path}?virtual_host={base}"
