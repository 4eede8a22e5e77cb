"""Superusers give and end the rights of agents; nobody else reads them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers.models import Habilitation
from portal.journal.models import Evenement
from tests.outils.mesures import compter_sql

pytestmark = pytest.mark.django_db
LISTE = "/agents/dossiers/habilitation/"


def test_un_superutilisateur_habilite_un_agent(superutilisateur, decor) -> None:
    qui = decor.comptes["agent sans habilitation"]
    aujourdhui = timezone.localdate().isoformat()
    saisie = {"agent": qui.reference.lower(), "caf": "59", "du": aujourdhui, "au": ""}
    assert superutilisateur.post(f"{LISTE}add/", saisie)["Location"] == LISTE
    assert Habilitation.objects.get(compte=qui).caf_id == "59"
    derniere = Evenement.objects.get(action="dossiers.habilitation_donnee", sujet=f"compte:{qui.reference}")
    assert derniere.acteur == decor.comptes["superutilisateur"].reference
    deux_fois = superutilisateur.post(f"{LISTE}add/", saisie)
    assert "Cet agent est déjà habilité à cette Caf à ces dates." in deux_fois.content.decode()


@pytest.mark.parametrize("role", ["usager", "anonyme"])
def test_seul_un_agent_s_habilite(superutilisateur, decor, role: str) -> None:
    compte = decor.comptes[role]
    saisie = {"agent": compte.reference if compte else "Z" * 16, "caf": "31", "du": "2026-01-01"}
    reponse = superutilisateur.post(f"{LISTE}add/", saisie)
    assert "Aucun agent n’a cette référence." in reponse.content.decode()


def test_un_superutilisateur_termine_une_habilitation(superutilisateur, client, decor) -> None:
    habilitation = decor.habilitations["agent du 31"]
    page = f"{LISTE}{habilitation.pk}/change/"
    assert decor.comptes["agent du 31"].reference in superutilisateur.get(page).content.decode()
    aujourdhui = timezone.localdate()
    assert superutilisateur.post(page, {"le": aujourdhui.isoformat()}).status_code == 302
    habilitation.refresh_from_db()
    assert habilitation.periode.upper == aujourdhui
    assert "déjà terminée" in superutilisateur.post(page, {"le": aujourdhui.isoformat()}).content.decode()
    client.force_login(decor.comptes["agent du 31"])
    assert client.get("/agents/accounts/personne/").status_code == 403


def test_une_habilitation_se_retire_dans_la_session_ouverte(du_31, decor) -> None:
    """ASVS 8.3.2: at once, without waiting for a new login."""
    assert du_31.get("/agents/accounts/personne/").status_code == 200
    Habilitation.objects.all().delete()
    assert du_31.get("/agents/accounts/personne/").status_code == 403


@pytest.mark.parametrize("cle", ["0", "99999999999999999999", "abc", "1850578000084"])
def test_une_cle_qui_n_est_a_rien_est_introuvable(superutilisateur, cle: str) -> None:
    assert superutilisateur.get(f"{LISTE}{cle}/change/").status_code == 404


def test_la_liste_se_cherche_par_la_reference_d_un_agent(superutilisateur, decor) -> None:
    reference = decor.comptes["agent du 31"].reference
    assert len(superutilisateur.get(LISTE, {"q": reference}).context["cl"].result_list) == 1
    refus = superutilisateur.get(LISTE, {"q": "1850578000084"})
    assert refus.status_code == 302 and refus["Location"] == LISTE
    assert superutilisateur.get(f"{LISTE}?compte__password__startswith=a").status_code == 400


def test_la_liste_ne_depend_pas_de_leur_nombre(superutilisateur, decor) -> None:
    with compter_sql(au_plus=9) as peu:
        superutilisateur.get(LISTE)
    debut = timezone.localdate() + timedelta(days=400)
    for rang in range(10):
        Habilitation.objects.create(
            compte=decor.comptes["agent du 59"],
            caf_id="31",
            periode=(debut + timedelta(days=rang), debut + timedelta(days=rang + 1)),
        )
    with compter_sql(len(peu)):
        superutilisateur.get(LISTE)
