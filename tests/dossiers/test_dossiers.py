"""Who is in a dossier, when, and what they may do there: the database refuses what two requests could break."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as reglages
from hypothesis import strategies as st

from accounts import droits
from accounts.models import Compte, Personne
from dossiers.enums import Portee, Role
from dossiers.models import Dossier, LienCaf, Rattachement, periode
from dossiers.selectors import dossiers_visibles, lien_caf, portees
from dossiers.services import changer_de_caf, detacher, ouvrir_dossier, rattacher
from portal.cafs.models import Caisse
from tests.accounts.fabrique import personne
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db

JOUR = date(2026, 3, 14)
DEBUT = date(2024, 1, 1)
TOUT = frozenset(Portee)


@pytest.fixture(autouse=True)
def cafs(db: None) -> None:
    for code in ("31", "59", "974"):
        Caisse.objects.create(code=code, nom=f"Caf {code}")


@pytest.fixture
def camille() -> Personne:
    return personne()


@pytest.fixture
def dossier(camille: Personne) -> Dossier:
    return ouvrir_dossier(responsable=camille, caf="31", numero_allocataire="1234567", le=DEBUT)


def refus_de(code: str):
    return pytest.raises(ValidationError, check=lambda e: e.code == code and not fautes(e.message))


def enfant_de(age: int) -> Personne:
    return personne(prenoms="Lou", date_naissance=JOUR.replace(year=JOUR.year - age))


@pytest.mark.parametrize(
    ("role", "attendues"),
    [
        (Role.CONJOINT, {Portee.SES_DONNEES}),
        (Role.PERSONNE_A_CHARGE, {Portee.SES_DONNEES}),
        (Role.ENFANT, {Portee.SES_DONNEES}),
    ],
)
def test_chaque_role_a_ses_portees(camille, dossier, role: str, attendues: set[Portee]) -> None:
    autre = enfant_de(20)
    assert portees(autre, dossier, JOUR) == frozenset()
    rattacher(dossier=dossier, personne=autre, role=role, du=DEBUT)
    assert portees(autre, dossier, JOUR) == attendues
    assert portees(camille, dossier, JOUR) == TOUT


def test_chaque_role_est_dans_la_table() -> None:
    from dossiers import selectors

    assert set(selectors.PORTEES) == set(Role)
    assert all(selectors.PORTEES[role] for role in Role)


def test_un_enfant_voit_ce_qui_le_concerne_le_jour_de_ses_quinze_ans(dossier) -> None:
    """MC-46."""
    lou = enfant_de(15)
    rattacher(dossier=dossier, personne=lou, role=Role.ENFANT, du=DEBUT)
    veille = JOUR - timedelta(days=1)
    assert portees(lou, dossier, veille) == frozenset() and not dossiers_visibles(lou, veille)
    assert portees(lou, dossier, JOUR) == {Portee.SES_DONNEES}
    assert list(dossiers_visibles(lou, JOUR)) == [dossier]


def test_l_acces_d_un_ancien_conjoint_cesse_le_jour_meme(dossier) -> None:
    """R-26."""
    sacha = personne()
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=DEBUT)
    detacher(dossier=dossier, personne=sacha, le=JOUR)
    assert portees(sacha, dossier, JOUR) == frozenset() and not dossiers_visibles(sacha, JOUR)
    assert portees(sacha, dossier, JOUR - timedelta(days=1))
    with refus_de("sans_lien"):
        detacher(dossier=dossier, personne=sacha, le=JOUR)


def test_un_lien_ne_et_fini_le_meme_jour_ne_laisse_rien(dossier) -> None:
    sacha = personne()
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=JOUR)
    detacher(dossier=dossier, personne=sacha, le=JOUR)
    assert not Rattachement.objects.filter(personne=sacha).exists()


def test_un_enfant_est_dans_les_deux_dossiers_de_ses_parents(dossier) -> None:
    lou, sacha = enfant_de(16), personne()
    autre = ouvrir_dossier(responsable=sacha, caf="59", numero_allocataire="1234567", le=DEBUT)
    for chez in (dossier, autre):
        rattacher(dossier=chez, personne=lou, role=Role.ENFANT, du=DEBUT)
    assert set(dossiers_visibles(lou, JOUR)) == {dossier, autre}
    assert list(dossiers_visibles(sacha, JOUR)) == [autre]
    assert portees(sacha, dossier, JOUR) == frozenset()


def test_une_personne_n_a_qu_un_role_a_la_fois_dans_un_dossier(dossier) -> None:
    lou = enfant_de(16)
    rattacher(dossier=dossier, personne=lou, role=Role.ENFANT, du=DEBUT, au=JOUR)
    with refus_de("rattachement_un_role_a_la_fois"):
        rattacher(dossier=dossier, personne=lou, role=Role.PERSONNE_A_CHARGE, du=JOUR - timedelta(days=1))
    rattacher(dossier=dossier, personne=lou, role=Role.PERSONNE_A_CHARGE, du=JOUR)
    with pytest.raises(IntegrityError, match="rattachement_un_role_a_la_fois"), transaction.atomic():
        Rattachement.objects.filter(personne=lou).update(periode=periode(DEBUT))


@pytest.mark.parametrize("role", [Role.RESPONSABLE, Role.CONJOINT])
def test_un_dossier_a_un_seul_responsable_et_un_seul_conjoint(dossier, role: str) -> None:
    sacha, autre = personne(), personne()
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=DEBUT)
    with refus_de(f"rattachement_un_seul_{role}"):
        rattacher(dossier=dossier, personne=autre, role=role, du=JOUR)


@pytest.mark.parametrize(
    ("champs", "contrainte"),
    [
        ({"role": "voisin"}, "rattachement_role_connu"),
        ({"periode": periode(JOUR, JOUR)}, "rattachement_periode_datee"),
        ({"periode": periode(None, JOUR)}, "rattachement_periode_datee"),
    ],
)
def test_la_base_refuse_un_rattachement_mal_dit(dossier, champs: dict[str, object], contrainte: str) -> None:
    with pytest.raises(IntegrityError, match=contrainte), transaction.atomic():
        Rattachement.objects.filter(dossier=dossier).update(**champs)


def test_une_periode_finit_apres_avoir_commence(dossier) -> None:
    for fin in (JOUR, JOUR - timedelta(days=1)):
        with refus_de("periode"):
            rattacher(dossier=dossier, personne=personne(), role=Role.CONJOINT, du=JOUR, au=fin)


def test_un_dossier_change_de_caf_et_reprend_son_numero_en_revenant(dossier) -> None:
    changer_de_caf(dossier=dossier, caf="59", numero_allocataire="7654321", le=JOUR)
    retour = JOUR + timedelta(days=90)
    changer_de_caf(dossier=dossier, caf="31", numero_allocataire="1234567", le=retour)
    vus = {le: lien_caf(dossier, le) for le in (JOUR - timedelta(days=1), JOUR, retour)}
    assert [str(lien) for lien in vus.values()] == [
        "1234567 à la Caf 31",
        "7654321 à la Caf 59",
        "1234567 à la Caf 31",
    ]
    assert lien_caf(dossier, DEBUT - timedelta(days=1)) is None


def test_un_numero_d_allocataire_est_celui_d_un_seul_dossier_de_sa_caf(camille, dossier) -> None:
    changer_de_caf(dossier=dossier, caf="59", numero_allocataire="1111111", le=JOUR)
    # Even once the dossier has left: its letters and payments there still bear it.
    with refus_de("lien_caf_numero_d_un_seul_dossier"):
        ouvrir_dossier(responsable=personne(), caf="31", numero_allocataire="1234567", le=JOUR)
    assert Dossier.objects.count() == 1 and Rattachement.objects.count() == 1
    ouvrir_dossier(responsable=personne(), caf="974", numero_allocataire="1234567", le=JOUR)


def test_un_dossier_est_dans_une_seule_caf_a_la_fois(dossier) -> None:
    with pytest.raises(IntegrityError, match="lien_caf_une_seule_a_la_fois"), transaction.atomic():
        LienCaf.objects.create(
            dossier=dossier, caf_id="59", numero_allocataire="1234567", periode=periode(JOUR)
        )


@pytest.mark.parametrize("numero", ["123456", "12345678"[:6] + "A", ""])
def test_un_numero_d_allocataire_compte_sept_chiffres(numero: str) -> None:
    with refus_de("lien_caf_numero_de_7_chiffres"):
        ouvrir_dossier(responsable=personne(), caf="31", numero_allocataire=numero, le=JOUR)
    assert not Dossier.objects.exists()


def test_une_caf_qui_n_existe_pas_est_refusee_tout_de_suite(dossier) -> None:
    with refus_de("caf_inconnue"):
        ouvrir_dossier(responsable=personne(), caf="99", numero_allocataire="7654321", le=JOUR)
    with refus_de("caf_inconnue"):
        changer_de_caf(dossier=dossier, caf="", numero_allocataire="7654321", le=JOUR)
    assert str(lien_caf(dossier, JOUR)) == "1234567 à la Caf 31"


def test_les_salles_demandent_a_accounts_ce_qu_une_personne_ouvre(camille, dossier, assert_sql) -> None:
    # Their own link, then the mandates under which they act.
    with assert_sql(2):
        assert droits.portees(camille, dossier, JOUR) == TOUT
    with assert_sql(1):
        assert list(droits.visibles(camille, Dossier, JOUR)) == [dossier]


def test_un_objet_dont_personne_n_a_dit_la_regle_ne_s_ouvre_pas(camille) -> None:
    with pytest.raises(droits.RegleAbsente, match=r"accounts\.Compte"):
        droits.portees(camille, Compte(), JOUR)
    with pytest.raises(droits.RegleAbsente):
        droits.visibles(camille, Compte, JOUR)


@reglages(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    role=st.sampled_from(Role.values),
    age=st.integers(0, 40),
    du=st.integers(-3, 3),
    duree=st.none() | st.integers(1, 3),
)
def test_voir_un_dossier_et_y_pouvoir_quelque_chose_vont_ensemble(role, age, du, duree) -> None:
    """The two halves of the rule agree, whatever the role, the age and the dates."""
    with transaction.atomic():
        dossier = Dossier.objects.create()
        lou = enfant_de(age)
        debut = JOUR + timedelta(days=du)
        fin = debut + timedelta(days=duree) if duree else None
        rattacher(dossier=dossier, personne=lou, role=role, du=debut, au=fin)
        ouvertes = portees(lou, dossier, JOUR)
        assert bool(ouvertes) == dossiers_visibles(lou, JOUR).filter(pk=dossier.pk).exists()
        en_cours = debut <= JOUR and (fin is None or JOUR < fin)
        assert bool(ouvertes) == (en_cours and (role != Role.ENFANT or age >= 15))
        transaction.set_rollback(True)
