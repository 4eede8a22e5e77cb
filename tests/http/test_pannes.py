"""What still works when a server is gone. The real processes are stopped, not imitated."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.local.postgres import Postgres
from portal.local.valkey import Valkey
from tests.outils.serveurs import Web, attendre, preparer, serveurs_de_donnees

pytestmark = pytest.mark.lent

# Timeouts of one second on each Redis call, then some margin for a busy machine.
VITE = 10.0


class Portail:
    """A whole portal of one test: a web server and the two servers of its data."""

    def __init__(self, web: Web, postgres: Postgres, valkey: Valkey) -> None:
        self.web, self.postgres, self.valkey = web, postgres, valkey

    def etat(self) -> tuple[int, dict[str, object]]:
        reponse = self.web.lire("/sante/pret")
        return reponse.statut, reponse.json()


@pytest.fixture(scope="module")
def serveurs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Postgres, Valkey, dict[str, str]]]:
    """Two servers, filled once, and the variables that lead to them."""
    with serveurs_de_donnees() as (postgres, valkey):
        etat = tmp_path_factory.mktemp("etat")
        adresses = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "PORTAL_ETAT": str(etat)}
        preparer(**adresses)
        yield postgres, valkey, adresses


@pytest.fixture
def portail(serveurs: tuple[Postgres, Valkey, dict[str, str]]) -> Iterator[Portail]:
    postgres, valkey, adresses = serveurs
    with Web(**adresses) as web:
        portail = Portail(web, postgres, valkey)
        attendre(lambda: portail.etat()[0] == 200, quoi="de /sante/pret")
        yield portail


def test_sans_redis_les_pages_publiques_repondent_et_vite(portail: Portail) -> None:
    assert portail.etat() == (200, {"base": True, "migrations": True, "redis": True})
    portail.valkey.arreter()
    try:
        # Not fatal: a supervisor must not take the site down for it.
        assert portail.etat() == (200, {"base": True, "migrations": True, "redis": False})
        for chemin in (
            "/",
            "/simulations/",
            "/simulations/prime-activite/",
            "/recherche/?q=prime",
            "/connexion/",
        ):
            reponse = portail.web.lire(chemin)
            assert (reponse.statut, reponse.duree < VITE) == (200, True), chemin
        _le_simulateur_previent(portail)
    finally:
        portail.valkey.demarrer()
    attendre(lambda: portail.etat()[1]["redis"] is True, quoi="du retour de Redis")


def _le_simulateur_previent(portail: Portail) -> None:
    depart = portail.web.lire(
        "/simulations/prime-activite/commencer/", methode="POST", Sec_Fetch_Site="same-origin"
    )
    assert depart.statut == 503 and depart.duree < VITE
    assert "no-store" in depart.entetes["Cache-Control"]
    assert "<h1" in depart.corps.decode()


def test_un_redis_qui_ne_repond_plus_ne_retient_personne(portail: Portail) -> None:
    """Pire qu'arrêté : il accepte la connexion et se tait."""
    assert portail.valkey.enfant
    os.kill(portail.valkey.enfant.pid, signal.SIGSTOP)
    try:
        for chemin in ("/", "/simulations/prime-activite/", "/sante/pret"):
            reponse = portail.web.lire(chemin)
            assert (reponse.statut, reponse.duree < VITE) == (200, True), chemin
        _le_simulateur_previent(portail)
    finally:
        os.kill(portail.valkey.enfant.pid, signal.SIGCONT)


def test_sans_base_le_processus_est_vivant_mais_pas_pret_puis_se_remet(portail: Portail) -> None:
    portail.postgres.arreter()
    try:
        assert portail.web.lire("/sante/vivant").statut == 200
        statut, etat = portail.etat()
        assert (statut, etat["base"], etat["migrations"]) == (503, False, False)
    finally:
        portail.postgres.demarrer()
    attendre(lambda: portail.etat()[0] == 200, quoi="du retour de la base")


def test_sans_base_l_accueil_et_la_recherche_font_sans_les_actualites(portail: Portail) -> None:
    portail.postgres.arreter()
    try:
        accueil = portail.web.lire("/")
        assert accueil.statut == 200
        assert "ne sont pas disponibles pour le moment" in accueil.corps.decode()
        assert portail.web.lire("/recherche/?q=prime").statut == 200
    finally:
        portail.postgres.demarrer()
    attendre(lambda: portail.etat()[0] == 200, quoi="du retour de la base")
    # Nobody kept the page without its news.
    assert "ne sont pas disponibles pour le moment" not in portail.web.lire("/").corps.decode()


def test_une_base_sans_ses_migrations_n_est_pas_prete(tmp_path: Path) -> None:
    with serveurs_de_donnees() as (postgres, valkey):
        adresses = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "PORTAL_ETAT": str(tmp_path)}
        with Web(**adresses) as web:
            reponse = web.lire("/sante/pret")
            assert reponse.statut == 503
            assert reponse.json() == {"base": True, "migrations": False, "redis": True}
