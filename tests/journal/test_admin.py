"""The journal on the agents' site: read only, bounded, and its own reading is in it."""

import pytest
from django.db import connection

from accounts.models import Compte
from portal.journal import admin as page
from portal.journal.models import Evenement
from tests.outils.mesures import compter_sql

pytestmark = pytest.mark.django_db
LISTE = "/agents/journal/evenement/"
SUJET = "personne:0123456789ABCDEF"
# What these tests write and read; logging in writes a line of its own.
CONSULTES = Evenement.objects.filter(action="journal.consulte")


@pytest.fixture
def agent(client) -> Compte:
    agent = Compte.objects.create_superuser()
    client.force_login(agent)
    return agent


def _remplir(nombre: int, **champs: str) -> None:
    Evenement.objects.bulk_create(Evenement(action="journal.consulte", **champs) for _ in range(nombre))


def _lignes(client, **parametres: str) -> int:
    return len(client.get(LISTE, parametres).context["cl"].result_list)


def test_la_liste_ne_coute_pas_plus_quand_le_journal_grossit(client, agent, monkeypatch) -> None:
    monkeypatch.setattr(page.PaginateurBorne, "lignes_au_plus", 120)
    _remplir(60)
    client.get(LISTE)
    with compter_sql() as peu:
        assert _lignes(client) == page.PAR_PAGE
    _remplir(200)
    with compter_sql(len(peu)) as beaucoup:
        assert client.get(LISTE).context["cl"].paginator.count == 120
    assert not [q["sql"] for q in beaucoup if "COUNT(" in q["sql"].upper() and "LIMIT 120" not in q["sql"]]
    # Out of the bounded pages, and not a long way into the table.
    assert client.get(LISTE, {"p": "4"}).status_code in {200, 302}


def test_une_recherche_prend_une_reference_entiere_et_rien_d_autre(client, agent) -> None:
    _remplir(2, sujet=SUJET)
    _remplir(3, acteur="ZZZZ456789ABCDEF")
    assert _lignes(client, q=SUJET) == 2
    assert _lignes(client, q="ZZZZ456789ABCDEF") == 3
    for terme in ("0123456789ABCDEF", "personne", "1850999123456", "185099912345678", "camille", "%"):
        assert _lignes(client, q=terme) == 0, terme


def test_la_recherche_et_la_liste_lisent_un_index(client, agent) -> None:
    _remplir(3, sujet=SUJET)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
    plan = Evenement.objects.filter(sujet=SUJET).order_by("-pk").explain()
    assert "Seq Scan" not in plan and "sujet" in plan
    plan = Evenement.objects.order_by("-pk")[:50].explain()
    assert "Seq Scan" not in plan and "->  Sort" not in plan


def test_lire_le_journal_s_ecrit_dans_le_journal(client, agent) -> None:
    _remplir(1, sujet=SUJET)
    pk = CONSULTES.get().pk
    contenu = client.get(f"{LISTE}{pk}/change/").content.decode()
    assert SUJET in contenu and "Un agent a consulté le journal." in contenu and 'name="_save"' not in contenu
    lecture = Evenement.objects.order_by("-pk").first()
    assert (lecture.action, lecture.acteur, lecture.donnees) == (
        "journal.consulte",
        agent.reference,
        {"evenement": f"e{pk}"},
    )
    client.get(LISTE)
    assert CONSULTES.count() == 3


def test_personne_n_y_ecrit_ni_n_y_efface(client, agent) -> None:
    _remplir(1)
    pk = CONSULTES.get().pk
    for adresse in (f"{LISTE}add/", f"{LISTE}{pk}/delete/"):
        assert client.get(adresse).status_code == 403
    assert client.post(f"{LISTE}{pk}/change/", {"action": "x"}).status_code == 403
    assert client.post(LISTE, {"action": "delete_selected", "_selected_action": pk}).status_code in {
        302,
        200,
        403,
    }
    assert Evenement.objects.filter(pk=pk, action="journal.consulte").exists()


def test_un_agent_sans_le_droit_ne_lit_rien(client) -> None:
    client.force_login(Compte.objects.create_user(nature="agent", is_staff=True))
    assert client.get(LISTE).status_code == 403
    assert not CONSULTES.exists()
