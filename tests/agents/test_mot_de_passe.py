"""An agent changes their own password."""

from unittest import mock

import pytest
from django.test import Client

from accounts.enums import Nature
from accounts.hachage import HachageSature
from accounts.models import Compte, Session
from portal.journal.models import Evenement
from tests.accounts.acces import MOT_DE_PASSE, NOUVEAU
from tests.outils.hostilite import oublier_le_cache

pytestmark = pytest.mark.django_db
ADRESSE = "/agents/password_change/"


@pytest.fixture
def agent(db: None):
    yield Compte.objects.create_user(nature=Nature.AGENT, is_staff=True, password=MOT_DE_PASSE)
    oublier_le_cache("default")


def changer(client: Client, ancien: str = MOT_DE_PASSE, nouveau: str = NOUVEAU):
    return client.post(ADRESSE, {"old_password": ancien, "new_password1": nouveau, "new_password2": nouveau})


def test_les_autres_sessions_se_ferment_et_le_journal_le_dit(client, agent: Compte) -> None:
    ailleurs = Client()
    ailleurs.force_login(agent)
    client.force_login(agent)
    avant = set(Session.objects.values_list("pk", flat=True))
    assert changer(client)["Location"] == "/agents/password_change/done/"
    agent.refresh_from_db()
    assert agent.check_password(NOUVEAU) and agent.mot_de_passe_le
    assert client.get("/agents/").status_code == 200
    assert ailleurs.get("/agents/").status_code == 302
    assert not avant & set(Session.objects.values_list("pk", flat=True)), "une nouvelle clé, ici aussi"
    evenement = Evenement.objects.get(action="accounts.mot_de_passe_choisi")
    assert evenement.acteur == agent.reference


def test_l_ancien_se_devine_au_rythme_d_une_connexion(client, agent: Compte) -> None:
    client.force_login(agent)
    for _ in range(5):
        assert changer(client, "Girofle77Rouge").status_code == 200
    reponse = changer(client)
    assert reponse.status_code == 429 and "Trop d’essais" in reponse.content.decode()
    agent.refresh_from_db()
    assert agent.check_password(MOT_DE_PASSE)


@pytest.mark.parametrize("faible", ["motdepasse", "Ab1", "Motdepasse1"])
def test_la_politique_vaut_pour_les_agents(client, agent: Compte, faible: str) -> None:
    client.force_login(agent)
    assert changer(client, nouveau=faible).status_code == 200
    agent.refresh_from_db()
    assert agent.check_password(MOT_DE_PASSE)


def test_sature_on_le_dit(client, agent: Compte) -> None:
    client.force_login(agent)
    with mock.patch.object(Compte, "check_password", side_effect=HachageSature):
        reponse = changer(client)
    assert reponse.status_code == 503 and "Attendez quelques secondes" in reponse.content.decode()


@pytest.mark.parametrize(
    "question", ["q=2920331555999", "q=2%2092%2003%2031%20555%20999", "e=FR7630006000011234567890189"]
)
def test_un_numero_tape_sans_session_n_est_pas_emporte_vers_la_connexion(client, question: str) -> None:
    reponse = client.get(f"/agents/accounts/personne/?{question}")
    assert reponse.status_code == 302
    assert reponse["Location"] == "/agents/login/?next=/agents/accounts/personne/"


@pytest.mark.parametrize("cle", ["2920331555999", "999999999999999999999", "123456"])
def test_une_adresse_du_journal_qui_n_existe_pas_n_est_pas_une_panne(client, cle: str) -> None:
    client.force_login(Compte.objects.create_superuser())
    assert client.get(f"/agents/journal/evenement/{cle}/change/").status_code == 302


def test_la_liste_des_comptes_ne_se_filtre_pas_par_un_mot_de_passe(client) -> None:
    client.force_login(Compte.objects.create_superuser())
    reponse = client.get("/agents/accounts/compte/?password__startswith=argon2")
    assert reponse.status_code in {302, 400}
    assert client.get("/agents/accounts/compte/?nature__exact=agent").status_code == 200
