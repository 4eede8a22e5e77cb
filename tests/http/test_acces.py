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
        (Nature.USAGER, "/usagers/", 200),
        (Nature.BAILLEUR, "/usagers/", 403),
        (Nature.AGENT, "/usagers/", 403),
        (Nature.USAGER, "/bailleurs/", 403),
        (Nature.BAILLEUR, "/bailleurs/", 200),
        (Nature.AGENT, "/bailleurs/", 200),
    ],
)
def test_une_session_n_ouvre_que_les_pages_de_sa_nature(
    client, nature: str, adresse: str, statut: int
) -> None:
    _connecter(client, nature)
    assert client.get(adresse).status_code == statut


@pytest.mark.parametrize("adresse", ["/usagers/", "/bailleurs/", "/sans-regle/"])
@pytest.mark.urls("tests.http.urls_essai_portail")
def test_sans_session_on_est_conduit_vers_mon_compte(client, adresse: str) -> None:
    """Même une vue dont on aurait oublié la règle n'est pas ouverte à tous."""
    reponse = client.get(f"/essai{adresse}")
    assert reponse.status_code == 302
    assert reponse["Location"] == f"/mon-compte/?next=/essai{adresse}"


def test_un_compte_desactive_n_ouvre_plus_rien(client) -> None:
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    client.force_login(compte)
    Compte.objects.filter(pk=compte.pk).update(is_active=False)
    assert client.get("/usagers/").status_code != 200
