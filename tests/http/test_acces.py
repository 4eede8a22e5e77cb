"""Who may open what: a session of one kind opens nothing of another."""

import pytest

from accounts.enums import Nature
from accounts.models import Compte

pytestmark = [pytest.mark.urls("tests.http.urls_essai"), pytest.mark.django_db]


def _connecter(client, nature: str) -> None:
    client.force_login(Compte.objects.create_user(nature=nature))


@pytest.mark.parametrize(
    ("nature", "adresse", "statut"),
    [
        (Nature.USAGER, "/essai/usagers/", 200),
        (Nature.BAILLEUR, "/essai/usagers/", 403),
        (Nature.AGENT, "/essai/usagers/", 403),
        (Nature.USAGER, "/essai/bailleurs/", 403),
        (Nature.BAILLEUR, "/essai/bailleurs/", 200),
        (Nature.AGENT, "/essai/bailleurs/", 200),
    ],
)
def test_une_session_n_ouvre_que_les_pages_de_sa_nature(
    client, nature: str, adresse: str, statut: int
) -> None:
    _connecter(client, nature)
    assert client.get(adresse).status_code == statut


@pytest.mark.parametrize("adresse", ["/essai/usagers/", "/essai/bailleurs/", "/essai/sans-regle/"])
def test_sans_session_on_est_conduit_a_la_connexion(client, adresse: str) -> None:
    """Même une vue dont on aurait oublié la règle n'est pas ouverte à tous."""
    reponse = client.get(adresse)
    assert reponse.status_code == 302
    assert reponse["Location"] == f"/connexion/?next={adresse}"


def test_un_compte_desactive_n_ouvre_plus_rien(client) -> None:
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    client.force_login(compte)
    Compte.objects.filter(pk=compte.pk).update(is_active=False)
    assert client.get("/essai/usagers/").status_code != 200
