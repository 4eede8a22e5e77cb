"""SMS through apprise, to a real HTTP service that answers, refuses, is down, or says nothing."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from portal.courriers import tasks
from portal.courriers.fournisseurs import Doute, Envoi, Indisponible, Pli
from portal.courriers.fournisseurs.sms import Apprise
from tests.courriers.conftest import CODE, NUMERO, etat
from tests.outils.serveurs import port_libre


class Service(ThreadingHTTPServer):
    """A service of SMS. `statut` 0: it takes the message and hangs up without a word."""

    statut = 200
    recus: list[tuple[str, dict[str, str]]]


class _Reponse(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        corps = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.recus.append((self.path, json.loads(corps)))
        if self.server.statut:
            self.send_response(self.server.statut)
            self.send_header("Content-Length", "0")
            self.end_headers()
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service(("127.0.0.1", 0), _Reponse) as serveur:
        serveur.recus = []
        fil = Thread(target=serveur.serve_forever, kwargs={"poll_interval": 0.02})
        fil.start()
        yield serveur
        serveur.shutdown()
        fil.join()


def _adresse(port: int) -> str:
    return f"json://127.0.0.1:{port}/sms/{{numero}}"


def _envoyer(port: int) -> None:
    pli = Pli("R" * 16, "sms", NUMERO, "", f"Votre code est {CODE}.")
    Apprise(_adresse(port)).envoyer(Envoi(pli.reference, [pli]))


@pytest.mark.django_db
def test_un_sms_part_vers_son_numero_et_rien_ne_s_ecrit_dans_les_journaux(
    code, service, settings, journaux, capfd
) -> None:
    entree = f"portal.courriers.fournisseurs.sms.Apprise {_adresse(service.server_port)}"
    settings.COURRIERS_FOURNISSEURS = {"sms": [entree]}
    courrier = code()
    tasks.envoyer(courrier.reference)
    ((chemin, corps),) = service.recus
    assert chemin == f"/sms/{NUMERO}" and CODE in corps["message"] and corps["title"] == ""
    assert etat(courrier) == "envoye"
    assert courrier.mouvements.last().fournisseur == "SMS json"
    ecrit = "".join(capfd.readouterr()) + journaux.getvalue()
    assert CODE not in ecrit and NUMERO not in ecrit


@pytest.mark.parametrize("statut", [400, 401, 429, 500, 503])
def test_un_non_est_un_non(service, statut) -> None:
    service.statut = statut
    with pytest.raises(Indisponible):
        _envoyer(service.server_port)


def test_un_service_arrete_n_a_rien_envoye() -> None:
    with pytest.raises(Indisponible):
        _envoyer(port_libre())


def test_un_service_qui_prend_le_message_et_se_tait_laisse_un_doute(service) -> None:
    service.statut = 0
    with pytest.raises(Doute):
        _envoyer(service.server_port)
    assert len(service.recus) == 1


def test_une_adresse_que_personne_ne_comprend_n_envoie_rien() -> None:
    pli = Pli("R" * 16, "sms", NUMERO, "", "Bonjour")
    with pytest.raises(Indisponible, match="illisible"):
        Apprise("inconnu://compte/{numero}").envoyer(Envoi(pli.reference, [pli]))
