"""An outbox whose provider is in memory, and messages to put in it."""

import io
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from portal.courriers import tasks
from portal.courriers.models import Courrier
from portal.courriers.services import deposer
from tests.courriers import fournisseurs

CODE = "482913"
NUMERO = "+33639980146"
COURRIEL = "camille.durand@exemple.fr"
ADRESSE = "Madame Camille DURAND\n12 rue des Lilas\n31000 TOULOUSE"
DESTINATAIRES = {"sms": NUMERO, "courriel": COURRIEL, "courrier": ADRESSE}


@pytest.fixture(autouse=True)
def memoire(settings: Any) -> Iterator[type]:
    settings.COURRIERS_FOURNISSEURS = {
        canal: [f"{fournisseurs.ICI}.Memoire"] for canal in ("sms", "courriel", "courrier")
    }
    fournisseurs.recus.clear()
    fournisseurs.a_lever.clear()
    yield fournisseurs
    fournisseurs.recus.clear()
    fournisseurs.a_lever.clear()


@pytest.fixture
def file_d_attente(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What was asked of the worker, instead of Redis."""
    demandes: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks.envoyer, "apply_async", lambda args, **_: demandes.append(args))
    return demandes


@pytest.fixture
def code() -> Callable[..., Courrier]:
    """`code(canal)`: a message that carries a code."""

    def _deposer(canal: str = "sms", **autres: Any) -> Courrier:
        return deposer(
            **{
                "canal": canal,
                "destinataire": DESTINATAIRES[canal],
                "modele": "code",
                "contexte": {"code": CODE, "duree": "10 minutes"},
                "secret": True,
                "sujet": "" if canal == "sms" else "Votre code",
                **autres,
            }
        )

    return _deposer


@pytest.fixture
def journaux() -> Iterator[io.StringIO]:
    """All that reaches the root of the logs, at DEBUG. Not caplog: it also listens where the settings cut the way."""
    sortie = io.StringIO()
    sonde, racine = logging.StreamHandler(sortie), logging.getLogger()
    niveau = racine.level
    racine.addHandler(sonde)
    racine.setLevel(logging.DEBUG)
    yield sortie
    racine.setLevel(niveau)
    racine.removeHandler(sonde)


def vieillir(courrier: Courrier, secondes: float = 24 * 3600) -> None:
    """As if `secondes` had passed for this message."""
    duree = timedelta(seconds=secondes)
    frais = Courrier.objects.get(pk=courrier.pk)
    for champ in ("pas_avant", "releve_le", "marque_le", "fini_le"):
        if getattr(frais, champ):
            setattr(frais, champ, getattr(frais, champ) - duree)
    frais.save()


def etat(courrier: Courrier) -> str:
    return Courrier.objects.get(pk=courrier.pk).etat


def mouvements(courrier: Courrier) -> list[str]:
    return list(courrier.mouvements.values_list("transition", flat=True))


def maintenant_fixe() -> datetime:
    return datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
