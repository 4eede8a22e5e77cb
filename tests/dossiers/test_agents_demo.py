"""The two agents of the demonstration: one Caf each, no other right, and none where an operator is named."""

from unittest import mock

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.chargement import MOT_DE_PASSE_DEMO, charger_personnes
from accounts.models import Compte
from dossiers import chargement
from dossiers.chargement import AGENTS, charger_agents, charger_dossiers
from dossiers.models import Habilitation
from dossiers.selectors import cafs_de_l_agent, personnes_de_l_agent
from portal.journal.models import Evenement
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafs(db: None) -> None:
    call_command("charger_reference", verbosity=0)


def test_chaque_agent_a_sa_caf_et_aucun_autre_droit(cafs) -> None:
    with mock.patch.object(chargement, "make_password", wraps=chargement.make_password) as hachage:
        charger_agents()
    assert hachage.call_count == 1
    for reference, caf in AGENTS.items():
        agent = Compte.objects.get(reference=reference)
        assert agent.is_staff and not agent.is_superuser and not agent.get_all_permissions()
        assert cafs_de_l_agent(agent, timezone.localdate()) == [caf]
        assert agent.check_password(MOT_DE_PASSE_DEMO) and agent.mot_de_passe_le is not None


def test_chacun_voit_les_familles_de_sa_caf(cafs) -> None:
    charger_personnes(), charger_dossiers(), charger_agents()
    vus = {
        reference: set(
            personnes_de_l_agent(Compte.objects.get(reference=reference), timezone.localdate()).values_list(
                "prenoms", flat=True
            )
        )
        for reference in AGENTS
    }
    du_31, du_59 = (vus[reference] for reference in AGENTS)
    assert "Nadia" in du_31 and du_59 and not du_31 & du_59


def test_recharger_n_ajoute_rien_et_n_ecrase_rien(cafs) -> None:
    charger_agents()
    Compte.objects.filter(reference__in=AGENTS).update(is_active=False)
    avant, lignes = list(Habilitation.objects.order_by("pk").values()), Evenement.objects.count()
    phrase = charger_agents()
    assert "dont 0 nouveaux" in phrase and not fautes(phrase)
    assert list(Habilitation.objects.order_by("pk").values()) == avant
    assert Evenement.objects.count() == lignes and not Compte.objects.filter(is_active=True).exists()


def test_un_exploitant_n_en_a_aucun(cafs, settings) -> None:
    settings.DEMONSTRATION = False
    assert "aucun" in charger_agents() and not Compte.objects.exists()


def test_on_entre_avec_le_mot_de_passe_annonce(cafs, client) -> None:
    charger_agents()
    saisie = {"username": "dem0-a000-0000-0031", "password": MOT_DE_PASSE_DEMO}
    assert client.post("/agents/login/", saisie)["Location"] == "/agents/"
    assert client.get("/agents/accounts/personne/").status_code == 200
