"""What an agent sees of a message: what became of it, never what it says nor the whole of whom it is for."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Compte
from portal.courriers import tasks
from portal.courriers.models import Courrier, EnvoiSimule
from tests.courriers.conftest import CODE, COURRIEL, DESTINATAIRES

pytestmark = pytest.mark.django_db

LISTE = "admin:courriers_courrier_changelist"
FICHE = "admin:courriers_courrier_change"


@pytest.fixture
def agent(client):
    client.force_login(Compte.objects.create_superuser())
    return client


@pytest.mark.parametrize("secret", [True, False])
@pytest.mark.parametrize("canal", DESTINATAIRES)
def test_aucun_ecran_d_agent_ne_montre_un_texte_ni_un_destinataire(agent, code, canal, secret) -> None:
    """The most powerful agent, every page of the message, before and after it left."""
    courrier = code(canal, secret=secret)
    for _ in range(2):
        for page in (
            agent.get(reverse(LISTE)),
            agent.get(reverse(FICHE, args=[courrier.pk])),
            agent.get(reverse("admin:courriers_courrier_history", args=[courrier.pk])),
        ):
            assert page.status_code == 200
            texte = page.content.decode()
            assert courrier.reference in texte or "history" in page.request["PATH_INFO"]
            for interdit in (CODE, DESTINATAIRES[canal].splitlines()[0], "Aucun agent ne vous demandera"):
                assert interdit not in texte
        tasks.envoyer(courrier.reference)
        tasks.expedier_les_lettres()
    fiche = agent.get(reverse(FICHE, args=[courrier.pk])).content.decode()
    assert "Envoyé" in fiche and courrier.destinataire_masque in fiche and "Mémoire 1" in fiche


def test_rien_ne_s_y_modifie(agent, code) -> None:
    courrier = code()
    fiche = reverse(FICHE, args=[courrier.pk])
    assert agent.get(reverse("admin:courriers_courrier_add")).status_code == 403
    assert agent.get(reverse("admin:courriers_courrier_delete", args=[courrier.pk])).status_code == 403
    assert agent.post(fiche, {"etat": "envoye"}).status_code == 403
    assert agent.post(reverse(LISTE), {"action": "delete_selected", "_selected_action": courrier.pk})
    assert Courrier.objects.get(pk=courrier.pk).etat == "a_envoyer"


def test_on_cherche_par_reference_jamais_par_destinataire(agent, code) -> None:
    courrier, autre = code("courriel"), code()
    trouves = agent.get(reverse(LISTE), {"q": courrier.reference}).content.decode()
    assert courrier.reference in trouves and autre.reference not in trouves
    assert courrier.reference not in agent.get(reverse(LISTE), {"q": COURRIEL}).content.decode().replace(
        COURRIEL, ""
    )


def test_les_envois_simules_ne_sont_pas_au_site_des_agents() -> None:
    assert EnvoiSimule not in admin.site._registry


def test_la_liste_ne_depend_pas_du_nombre_de_courriers(agent, code, assert_sql) -> None:
    code()
    with assert_sql(au_plus=8) as peu:
        agent.get(reverse(LISTE))
    for _ in range(12):
        code("courriel")
    with assert_sql(len(peu)):
        agent.get(reverse(LISTE))
