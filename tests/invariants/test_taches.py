"""Every task has a queue that a worker serves; beat names only tasks that exist."""

import inspect
from pathlib import Path

import pytest

from portal.celery import app
from portal.local import dossier
from portal.local.superviseur import commandes
from tests.invariants.test_adresses import PERSONNEL


@pytest.fixture(scope="module")
def taches() -> dict[str, object]:
    app.autodiscover_tasks(force=True)
    app.finalize()
    return {nom: tache for nom, tache in app.tasks.items() if not nom.startswith("celery.")}


def _files_servies() -> set[str]:
    ouvrier = commandes(dossier.Dossier(Path("/nulle-part"), Path("/nulle-part"), None), 8000)["worker"]
    if "-Q" in ouvrier:
        return set(ouvrier[ouvrier.index("-Q") + 1].split(","))
    return {app.conf.task_default_queue}


def test_chaque_tache_va_dans_une_file_qu_un_ouvrier_sert(taches: dict[str, object]) -> None:
    assert taches, "aucune tâche n’est enregistrée"
    for nom in taches:
        file = app.amqp.router.route({}, nom)["queue"].name
        assert file in _files_servies(), f"{nom} attend dans « {file} », que personne ne sert"


def test_chaque_entree_du_calendrier_nomme_une_tache_qui_existe(taches: dict[str, object]) -> None:
    for entree, fiche in app.conf.beat_schedule.items():
        assert fiche["task"] in taches, f"{entree} : {fiche['task']} n’existe pas"
        options = fiche.get("options", {})
        assert options.get("queue", app.conf.task_default_queue) in _files_servies()


def test_aucune_tache_ne_transporte_de_valeur_personnelle(taches: dict[str, object]) -> None:
    """Les arguments d'une tâche attendent en clair chez le courtier : une clé suffit."""
    for nom, tache in taches.items():
        for parametre in inspect.signature(tache.run).parameters:
            assert not PERSONNEL.search(parametre), f"{nom}({parametre})"


def test_chaque_tache_a_une_limite_de_temps(taches: dict[str, object]) -> None:
    for nom, tache in taches.items():
        assert tache.time_limit or app.conf.task_time_limit, nom
        assert tache.soft_time_limit or app.conf.task_soft_time_limit, nom
