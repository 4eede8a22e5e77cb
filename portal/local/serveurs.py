"""The database and the broker of a run: embedded, or those that DATABASE_URL and REDIS_URL name."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager

import psycopg

from portal.local import processus
from portal.local.dossier import Dossier
from portal.local.messages import Panne
from portal.local.postgres import Postgres
from portal.local.processus import Registre
from portal.local.valkey import Valkey

POSTGRESQL_MINIMUM = 15
REDIS_MINIMUM = 7
DELAI_EXTERIEUR = 30


@contextmanager
def serveurs(
    dossier: Dossier, *, jetable: bool = False, env: Mapping[str, str] = os.environ
) -> Iterator[dict[str, str]]:
    """Start what is missing; give the addresses the children need; stop what was started. Raises Panne."""
    registre = Registre(dossier.processus)
    with ExitStack() as pile:
        adresses = {nom: env.get(nom, "") if not jetable else "" for nom in ("DATABASE_URL", "REDIS_URL")}
        if adresses["DATABASE_URL"]:
            verifier_postgresql(adresses["DATABASE_URL"])
        else:
            adresses["DATABASE_URL"] = _embarquer(pile, registre, Postgres(dossier, jetable=jetable))
        if adresses["REDIS_URL"]:
            verifier_redis(adresses["REDIS_URL"])
        else:
            adresses["REDIS_URL"] = _embarquer(pile, registre, Valkey(dossier))
        yield adresses


def _embarquer(pile: ExitStack, registre: Registre, serveur: Postgres | Valkey) -> str:
    pile.callback(registre.oublier, serveur.nom)
    pile.callback(serveur.arreter)
    serveur.demarrer()
    if serveur.enfant:
        registre.noter(serveur.nom, serveur.enfant.pid, serveur.signal_arret)
    return serveur.url


def verifier_postgresql(url: str) -> None:
    """Wait for the server the person named, and refuse one too old. Raises Panne."""
    vue: list[int] = []
    erreurs: list[str] = []

    def repond() -> bool:
        try:
            with psycopg.connect(url, connect_timeout=5) as connexion:
                vue.append(connexion.info.server_version // 10_000)
        except psycopg.OperationalError as erreur:
            erreurs.append(str(erreur).splitlines()[0])
            return False
        return True

    if not processus.attendre(repond, DELAI_EXTERIEUR, pause=0.5):
        raise Panne(f"Le serveur de DATABASE_URL ne répond pas (attendu {DELAI_EXTERIEUR} s) : {erreurs[-1]}")
    if vue[0] < POSTGRESQL_MINIMUM:
        raise Panne(
            f"DATABASE_URL désigne PostgreSQL {vue[0]} : il faut la version {POSTGRESQL_MINIMUM} ou plus."
        )


def verifier_redis(url: str) -> None:
    """Wait for the server the person named, and refuse one too old. Raises Panne."""
    # Its import costs a quarter of a second, which only those who name a server owe.
    import redis

    client = redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5)
    vue: list[str] = []
    erreurs: list[str] = []

    def repond() -> bool:
        try:
            vue.append(str(client.info("server")["redis_version"]))
        except redis.RedisError as erreur:
            erreurs.append(str(erreur))
            return False
        return True

    if not processus.attendre(repond, DELAI_EXTERIEUR, pause=0.5):
        raise Panne(f"Le serveur de REDIS_URL ne répond pas (attendu {DELAI_EXTERIEUR} s) : {erreurs[-1]}")
    if int(vue[0].split(".")[0]) < REDIS_MINIMUM:
        raise Panne(f"REDIS_URL désigne Redis {vue[0]} : il faut Redis {REDIS_MINIMUM} ou Valkey.")
