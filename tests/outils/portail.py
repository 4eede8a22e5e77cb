"""A whole portal that a test owns: PostgreSQL, Valkey, gunicorn, a worker, a beat; each may be stopped for real."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import redis
from django.conf import settings as reglages

from portal.celery import app
from portal.chiffrement import ouvrir_donnee
from portal.courriers.models import EnvoiSimule
from portal.local.postgres import Postgres
from portal.local.valkey import Valkey
from tests.outils.ouvriers import OUVRIER, Celery
from tests.outils.serveurs import Web, attendre, preparer, serveurs_de_donnees
from tests.outils.visiteur import Visiteur

CODES = {
    "sms": re.compile(r"\b\d{6}\b"),
    "courriel": re.compile(r"\b\d{6}\b"),
    "courrier": re.compile(r"\b(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\b"),
}


@dataclass
class Portail:
    """`variables`: what leads a process to these servers."""

    postgres: Postgres
    valkey: Valkey
    web: Web
    ouvrier: Celery
    beat: Celery
    variables: dict[str, str]

    def visiteur(self, ip: str = "203.0.113.7") -> Visiteur:
        return Visiteur(self.web.port, ip)

    def base(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.postgres.url, autocommit=True)

    def ligne(self, requete: str, *valeurs: Any) -> tuple[Any, ...]:
        """The one row of a query."""
        with self.base() as base:
            trouvee = base.execute(requete, valeurs).fetchone()
        assert trouvee, requete
        return tuple(trouvee)

    def redis(self) -> redis.Redis:
        return redis.Redis.from_url(self.valkey.url, socket_timeout=None)

    def demander(self, tache: str) -> None:
        """Put a task of beat in the queue without waiting for its hour."""
        with app.connection_for_write(self.variables["BROKER"]) as connexion:
            app.send_task(tache, connection=connexion, queue="portail")

    def plis(self) -> list[tuple[str, dict[str, str]]]:
        """What the demonstration would have sent, opened, by channel, in order."""
        with self.base() as base:
            lignes = base.execute(
                "SELECT reference, canal, scelle FROM courriers_envoisimule ORDER BY id"
            ).fetchall()
        return [(canal, _ouvrir(reference, bytes(scelle))) for reference, canal, scelle in lignes]

    def code_suivant(self, deja: int, canal: str, delai: float = 40) -> str:
        """The code of the first message on this channel past the `deja` first ones."""

        def arrives() -> list[str]:
            textes = [pli["texte"] for c, pli in self.plis()[deja:] if c == canal]
            return [lu[0] for texte in textes if (lu := CODES[canal].search(texte))]

        attendre(arrives, delai, quoi=f"du code par {canal} :\n{self.ouvrier.dit()[-1500:]}")
        return arrives()[0]


def _ouvrir(reference: str, scelle: bytes) -> dict[str, str]:
    envoi = EnvoiSimule(reference=reference, scelle=scelle)
    assert ouvrir_donnee(scelle, envoi.contexte_scelle())
    return envoi.pli


@contextmanager
def portail_entier(
    dossier: Path, *, ouvrier: bool = True, beat: bool = True, **variables: str
) -> Iterator[Portail]:
    """Everything running and filled; the worker and beat unless told otherwise. LOG_LEVEL is DEBUG."""
    from portal.settings.lecture import courtier

    with ExitStack() as pile:
        postgres, valkey = pile.enter_context(serveurs_de_donnees())
        adresses = {
            "DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "PORTAL_ETAT": str(dossier),
            "LOG_LEVEL": "DEBUG", "NOMBRE_DE_PROXYS": "1", "SECRET_KEY": reglages.SECRET_KEY,
            **variables,
        }  # fmt: skip
        module = adresses.pop("DJANGO_SETTINGS_MODULE", "portal.settings.local")
        preparer(**{k: v for k, v in adresses.items() if k != "LOG_LEVEL"})
        web = Web(
            journal=dossier / "web.log", DJANGO_SETTINGS_MODULE=module, **adresses,
            arguments=(
                "--access-logfile", "-", "--log-level", "debug",
                "--logger-class", "portal.http.gunicorn.JournalMasque",
            ),
        )  # fmt: skip
        pile.enter_context(web)
        horaire = str(dossier / "horaire")
        les_deux = [
            Celery(dossier / f"{nom}.log", *arguments, DJANGO_SETTINGS_MODULE=module, **adresses)
            for nom, arguments in (
                ("ouvrier", OUVRIER),
                ("beat", ("beat", "--schedule", horaire, "--loglevel", "DEBUG")),
            )
        ]
        for celery, voulu in zip(les_deux, (ouvrier, beat), strict=True):
            pile.callback(celery.arreter)
            if voulu:
                celery.lancer()
        yield Portail(postgres, valkey, web, *les_deux, {**adresses, "BROKER": courtier(valkey.url)})
