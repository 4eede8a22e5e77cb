"""Two people at the same time, for real: two connections, the first of which waits before it commits."""

from collections.abc import Callable
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.db import connection, models, transaction

ATTENTE = 0.5  # seconds during which the second may overtake the first


def a_deux(premier: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """What each returned or raised. The second starts when the first has written and not yet committed."""
    ecrit, fini = Event(), Event()
    resultats: list[Any] = [None, None]

    def _premier() -> None:
        try:
            with transaction.atomic():
                resultats[0] = premier()
                ecrit.set()
                fini.wait(ATTENTE)
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
