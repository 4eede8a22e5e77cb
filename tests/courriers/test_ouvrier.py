"""A real worker, a real broker, and a process really killed between the mark and its conclusion."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
import redis
from django.conf import settings as reglages
from django.db import connection

from portal.courriers import tasks
from tests.courriers import fournisseurs
from tests.courriers.conftest import CODE, NUMERO, etat, mouvements, vieillir
from tests.courriers.test_depot import present
from tests.outils.serveurs import RACINE, attendre, environnement

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A queue of this test, in the real broker."""
    nom = f"essai-{uuid.uuid4().hex[:12]}"
    monkeypatch.setattr(tasks.envoyer, "apply_async", partial(tasks.envoyer.apply_async, queue=nom))
    yield nom
    with _redis() as client:
        client.delete(nom, f"_kombu.binding.{nom}")
        # What the killed worker held, or the broker would give it back to this queue for ever.
        for marque, corps in client.hscan_iter("unacked"):
            if nom.encode() in corps:
                client.hdel("unacked", marque)
                client.zrem("unacked_index", marque)


def _redis() -> redis.Redis:
    return redis.Redis.from_url(reglages.REDIS_URL)


def _url_de_la_base() -> str:
    return urlunsplit(urlsplit(reglages.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}"))


@pytest.fixture
def ouvrier(file: str, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    """`ouvrier("Mortel")`: a worker whose provider is that class; all it prints goes to `journal`."""
    enfants: list[subprocess.Popen[bytes]] = []

    def _lancer(classe: str) -> subprocess.Popen[bytes]:
        env = environnement(
            DJANGO_SETTINGS_MODULE="tests.courriers.reglages", PORTAL_PROCESS="worker", LOG_LEVEL="DEBUG",
            DATABASE_URL=_url_de_la_base(), REDIS_URL=reglages.REDIS_URL, ESSAI_FILE=file,
            ESSAI_FOURNISSEUR=f"{fournisseurs.ICI}.{classe} {tmp_path / 'envois'}",
        )  # fmt: skip
        argv = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "portal",
            "worker",
            "--pool",
            "solo",
            "--without-mingle",
        ]
        with (tmp_path / "journal").open("ab") as sortie:
            enfant = subprocess.Popen(
                [*argv, "--without-gossip", "--queues", file, "--loglevel", "DEBUG"],
                cwd=RACINE, env=env, stdout=sortie, stderr=subprocess.STDOUT,
            )  # fmt: skip
        enfants.append(enfant)
        return enfant

    yield _lancer
    for enfant in enfants:
        if enfant.poll() is None:
            enfant.send_signal(signal.SIGTERM)
            try:
                enfant.wait(10)
            except subprocess.TimeoutExpired:
                enfant.kill()
                enfant.wait(10)


def _envois(dossier: Path) -> list[str]:
    fichier = dossier / "envois"
    return fichier.read_text().split() if fichier.exists() else []


def _en_attente(file: str) -> bytes:
    with _redis() as client:
        return b"".join(client.lrange(file, 0, -1))


def test_tue_entre_la_marque_et_la_fin_il_est_incertain_et_jamais_renvoye(
    code, file, ouvrier, tmp_path, settings
) -> None:
    courrier = code()
    tue = ouvrier("Mortel")
    attendre(lambda: tue.poll() is not None, 40, quoi=f": {(tmp_path / 'journal').read_text()[-2000:]}")
    assert tue.returncode == -signal.SIGKILL
    assert (_envois(tmp_path), etat(courrier)) == ([courrier.reference], "en_cours")
    # Nobody acknowledged the task: the broker hands it to the next worker, with a new one that proves it works.
    temoin = code()
    ouvrier("Temoin")
    attendre(lambda: etat(temoin) == "envoye", 40, quoi=f": {(tmp_path / 'journal').read_text()[-2000:]}")
    tasks.envoyer.apply_async((courrier.reference,))
    vieillir(courrier, settings.COURRIERS_INCERTAIN_SECONDES)
    tasks.relever()
    assert etat(courrier) == "incertain"
    vieillir(courrier)
    tasks.relever()
    tasks.envoyer.apply_async((courrier.reference,))
    dernier = code()
    attendre(lambda: etat(dernier) == "envoye", 20)
    assert _envois(tmp_path) == [courrier.reference, temoin.reference, dernier.reference]
    assert mouvements(courrier) == ["deposer", "marquer", "douter"]
    assert not present(CODE)


def test_sans_la_marque_le_meme_arret_l_enverrait_deux_fois(code, file, ouvrier, tmp_path) -> None:
    """The pair of the test above: as if the mark had not been committed."""
    courrier = code()
    tue = ouvrier("Mortel")
    attendre(lambda: tue.poll() is not None, 40)
    type(courrier).objects.filter(pk=courrier.pk).update(etat="a_envoyer")
    tasks.envoyer.apply_async((courrier.reference,))
    ouvrier("Temoin")
    attendre(lambda: len(_envois(tmp_path)) == 2, 40)


def test_du_depot_a_la_fin_le_code_n_est_ni_chez_le_courtier_ni_dans_les_journaux(
    code, file, ouvrier, tmp_path
) -> None:
    """A canary: everything the broker holds, all that the worker prints at DEBUG, every row at the end."""
    courrier = code()
    message = _en_attente(file)
    assert courrier.reference.encode() in message
    ouvrier("Temoin")
    attendre(lambda: etat(courrier) == "envoye", 40, quoi=f": {(tmp_path / 'journal').read_text()[-2000:]}")
    journal = (tmp_path / "journal").read_bytes()
    assert b"portal.courriers.tasks.envoyer" in journal
    for valeur in (CODE, NUMERO, NUMERO[1:]):
        assert valeur.encode() not in message and valeur.encode() not in journal
        assert not present(valeur)


def test_sans_redis_le_depot_reste_et_ne_retient_personne(code, monkeypatch) -> None:
    """The real client against a socket that nobody holds."""
    ailleurs = tasks.envoyer.app.connection_for_write("redis+socket:///tmp/personne.sock")
    monkeypatch.setattr(tasks.envoyer, "apply_async", partial(tasks.envoyer.apply_async, connection=ailleurs))
    debut = os.times().elapsed
    courrier = code()
    assert os.times().elapsed - debut < 3
    assert etat(courrier) == "a_envoyer"
