"""Two people at the same time, for real: two connections, the first of which waits before it commits."""

import time
from collections.abc import Callable
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connection, models, transaction

ATTENTE = 10.0  # seconds during which the second may overtake the first, unless it is seen waiting for it
_RETENU = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')
"""


def a_deux(premier: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What each returned or raised. The second starts when the first has written and not yet committed."""
    ecrit, fini = Event(), Event()
    resultats: list[Any] = [None, None]

    def _premier() -> None:
        try:
            with transaction.atomic():
                resultats[0] = premier()
                ecrit.set()
                _laisser_passer(fini)
        except Exception as erreur:
            resultats[0] = erreur
        finally:
            ecrit.set()
            connection.close()

    def _second() -> None:
        ecrit.wait(10)
        try:
            resultats[1] = second()
        except Exception as erreur:
            resultats[1] = erreur
        finally:
            fini.set()
            connection.close()

    fils = [Thread(target=_premier), Thread(target=_second)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
    return resultats


def _laisser_passer(fini: Event) -> None:
    """Until the second has ended, or waits for what the first holds."""
    limite = time.monotonic() + ATTENTE
    with closing(connection.copy()) as observatrice, observatrice.cursor() as curseur:
        while not fini.wait(0.01) and time.monotonic() < limite:
            curseur.execute(_RETENU)
            if curseur.fetchone()[0]:
                return


@contextmanager
def sans_contrainte(modele: type[models.Model], nom: str):
    """The same table without one of its constraints; what was written meanwhile is deleted before it comes back."""
    contrainte = next(c for c in modele._meta.constraints if c.name == nom)
    with connection.schema_editor() as editeur:
        editeur.remove_constraint(modele, contrainte)
    try:
        yield
    finally:
        modele._base_manager.all().delete()
        with connection.schema_editor() as editeur:
            editeur.add_constraint(modele, contrainte)
