"""« An agent of the 31 sees the 31 », said by the database and by nothing else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import droits
from accounts.enums import Nature
from accounts.models import Compte, NirAncien, Personne
from dossiers.enums import Role
from dossiers.models import Dossier, Habilitation, periode
from dossiers.selectors import (
    cafs_de_l_agent,
    dossier_par_numero,
    dossiers_de_l_agent,
    personnes_de_l_agent,
    rattachements_vus,
)
from dossiers.services import (
    changer_de_caf,
    detacher,
    habiliter,
    ouvrir_dossier,
    rattacher,
    retirer_habilitation,
)
from portal.cafs.models import Caisse
from portal.journal.models import Evenement
from tests.accounts.fabrique import personne
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db

JOUR = date(2026, 3, 14)
VEILLE = JOUR - timedelta(days=1)
DEBUT = date(2024, 1, 1)


@pytest.fixture(autouse=True)
def cafs(db: None) -> None:
    for code in ("31", "59", "974"):
        Caisse.objects.create(code=code, nom=f"Caf {code}")


@pytest.fixture
def agent() -> Compte:
    return Compte.objects.create_user(nature=Nature.AGENT, is_staff=True)


@pytest.fixture
def camille() -> Personne:
    return personne()


@pytest.fixture
def dossier(camille: Personne) -> Dossier:
    return ouvrir_dossier(responsable=camille, caf="31", numero_allocataire="1234567", le=DEBUT)


def refus_de(code: str):
    return pytest.raises(ValidationError, check=lambda e: e.code == code and not fautes(e.message))


def vus(agent: Compte, le: date = JOUR) -> tuple[set[Dossier], set[Personne]]:
    return set(dossiers_de_l_agent(agent, le)), set(personnes_de_l_agent(agent, le))


RIEN: tuple[set[Dossier], set[Personne]] = (set(), set())


def test_sans_habilitation_un_agent_ne_voit_rien_et_un_superutilisateur_non_plus(agent, dossier) -> None:
    chef = Compte.objects.create_superuser()
    assert vus(agent) == vus(chef) == RIEN
    assert cafs_de_l_agent(chef, JOUR) == []


def test_un_agent_du_31_voit_le_31_et_rien_d_autre(agent, camille, dossier) -> None:
    ouvrir_dossier(responsable=personne(), caf="59", numero_allocataire="1234567", le=DEBUT)
    habiliter(compte=agent, caf="31", du=JOUR, acteur=None)
    assert vus(agent) == ({dossier}, {camille})
    assert vus(agent, VEILLE) == RIEN
    assert [d.caf_vue for d in dossiers_de_l_agent(agent, JOUR)] == ["31"]
    assert [p.caf_vue for p in personnes_de_l_agent(agent, JOUR)] == ["31"]


def test_une_habilitation_finie_n_ouvre_plus_rien_le_jour_dit(agent, dossier) -> None:
    habilitation = habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    retirer_habilitation(habilitation=habilitation, le=JOUR, acteur=None)
    assert vus(agent) == RIEN and vus(agent, VEILLE) != RIEN
    with refus_de("habilitation_finie"):
        retirer_habilitation(habilitation=habilitation, le=JOUR, acteur=None)


def test_une_habilitation_a_venir_se_retire_sans_rien_laisser(agent) -> None:
    habilitation = habiliter(compte=agent, caf="31", du=JOUR + timedelta(days=30), acteur=None)
    retirer_habilitation(habilitation=habilitation, le=JOUR, acteur=None)
    assert not Habilitation.objects.exists()


@pytest.mark.parametrize("champs", [{"is_active": False}, {"is_staff": False}])
def test_un_compte_ferme_ou_sans_acces_ne_voit_plus_rien(agent, dossier, champs: dict[str, bool]) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    # What the object says is from before: the database is asked.
    Compte.objects.filter(pk=agent.pk).update(**champs)
    assert vus(agent) == RIEN and cafs_de_l_agent(agent, JOUR) == []
    assert not droits.visibles_aux_agents(Compte.objects.get(pk=agent.pk), Dossier, JOUR)


def test_qui_a_quitte_le_dossier_et_le_dossier_parti_ne_se_voient_plus(agent, camille, dossier) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    sacha = personne()
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=DEBUT)
    detacher(dossier=dossier, personne=sacha, le=JOUR)
    assert vus(agent) == ({dossier}, {camille}) and sacha in vus(agent, VEILLE)[1]
    changer_de_caf(dossier=dossier, caf="59", numero_allocataire="7654321", le=JOUR)
    assert vus(agent) == RIEN


def test_un_enfant_de_deux_dossiers_ne_montre_que_celui_de_la_caf_de_l_agent(agent, dossier) -> None:
    lou, sacha = personne(), personne()
    ailleurs = ouvrir_dossier(responsable=sacha, caf="59", numero_allocataire="1234567", le=DEBUT)
    for chez in (dossier, ailleurs):
        rattacher(dossier=chez, personne=lou, role=Role.ENFANT, du=DEBUT)
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    assert lou in vus(agent)[1] and sacha not in vus(agent)[1]
    assert [r.dossier for r in rattachements_vus(lou, agent, JOUR)] == [dossier]
    habiliter(compte=agent, caf="59", du=DEBUT, acteur=None)
    assert list(personnes_de_l_agent(agent, JOUR).filter(pk=lou.pk)) == [lou]
    assert cafs_de_l_agent(agent, JOUR) == ["31", "59"]


def test_un_numero_d_allocataire_ne_se_trouve_que_dans_sa_caf_et_ce_jour_la(agent, dossier) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    assert dossier_par_numero(agent, "31", "1234567", JOUR) == dossier
    assert dossier_par_numero(agent, "31", "1234567", DEBUT - timedelta(days=1)) is None
    for caf, numero in (("59", "1234567"), ("31", "7654321")):
        assert dossier_par_numero(agent, caf, numero, JOUR) is None


def test_les_droits_ne_connaissent_que_ce_qui_est_declare_et_que_des_agents(agent, camille, dossier) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    assert list(droits.visibles_aux_agents(agent, Personne, JOUR)) == [camille]
    with pytest.raises(droits.RegleAbsente):
        droits.visibles_aux_agents(agent, NirAncien, JOUR)
    usager = Compte.objects.create_user(nature=Nature.USAGER)
    for autre in (usager, None, object()):
        assert not droits.visibles_aux_agents(autre, Dossier, JOUR)


def test_on_n_habilite_qu_un_agent_a_une_caf_qui_existe_dans_le_bon_ordre(agent) -> None:
    with refus_de("compte_d_agent"):
        habiliter(compte=Compte.objects.create_user(nature=Nature.BAILLEUR), caf="31", du=JOUR, acteur=None)
    with refus_de("caf_inconnue"):
        habiliter(compte=agent, caf="20", du=JOUR, acteur=None)
    with refus_de("periode"):
        habiliter(compte=agent, caf="31", du=JOUR, au=JOUR, acteur=None)
    assert not Habilitation.objects.exists() and not Evenement.objects.exists()


def test_deux_habilitations_du_meme_agent_a_la_meme_caf_ne_se_chevauchent_pas(agent) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, au=JOUR, acteur=None)
    with refus_de("habilitation_une_a_la_fois"):
        habiliter(compte=agent, caf="31", du=VEILLE, acteur=None)
    habiliter(compte=agent, caf="31", du=JOUR, acteur=None)
    habiliter(compte=agent, caf="59", du=DEBUT, acteur=None)
    habiliter(compte=Compte.objects.create_superuser(), caf="31", du=DEBUT, acteur=None)
    with pytest.raises(IntegrityError, match="habilitation_une_a_la_fois"), transaction.atomic():
        Habilitation.objects.filter(compte=agent, caf="31").update(periode=periode(DEBUT))


@pytest.mark.parametrize("champ", [periode(JOUR, JOUR), periode(None, JOUR)])
def test_la_base_refuse_une_habilitation_mal_datee(agent, champ) -> None:
    habiliter(compte=agent, caf="31", du=DEBUT, acteur=None)
    with pytest.raises(IntegrityError, match="habilitation_periode_datee"), transaction.atomic():
        Habilitation.objects.update(periode=champ)


def test_donner_et_retirer_s_ecrivent_avec_qui_l_a_fait(agent) -> None:
    chef = Compte.objects.create_superuser()
    habilitation = habiliter(compte=agent, caf="31", du=DEBUT, acteur=chef)
    retirer_habilitation(habilitation=habilitation, le=JOUR, acteur=chef)
    lignes = Evenement.objects.order_by("pk").values_list("action", "acteur", "sujet", "caf", "donnees")
    sujet = f"compte:{agent.reference}"
    assert list(lignes) == [
        ("dossiers.habilitation_donnee", chef.reference, sujet, "31", {"du": "2024-01-01", "au": None}),
        ("dossiers.habilitation_retiree", chef.reference, sujet, "31", {"le": "2026-03-14"}),
    ]
