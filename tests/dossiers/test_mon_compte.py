"""Mon Compte's home: what each person of a family sees of it, as one table."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte, Personne
from accounts.nir import Nir
from accounts.services import creer_personne
from dossiers.enums import Role
from dossiers.models import Dossier
from dossiers.services import definir_autorisations, detacher, ouvrir_dossier, rattacher
from tests.outils.page import Page

pytestmark = pytest.mark.django_db
NUMERO, AUTRE_NUMERO = "9000001", "9000002"
FAMILLE = {
    "responsable": ("Alix", Role.RESPONSABLE, 40),
    "conjoint": ("Bruno", Role.CONJOINT, 41),
    "enfant de 16 ans": ("Chloé", Role.ENFANT, 16),
    "enfant de 14 ans": ("Denis", Role.ENFANT, 14),
    "personne à charge": ("Édith", Role.PERSONNE_A_CHARGE, 70),
}
# Who is logged in → whose names they read besides their own, and whether they read the number.
TABLE: dict[str, tuple[set[str], bool]] = {
    "responsable": ({"Bruno", "Chloé", "Denis", "Édith"}, True),
    "conjoint autorisé à consulter": ({"Alix", "Chloé", "Denis", "Édith"}, True),
    "conjoint autorisé à tout sauf consulter": (set(), True),
    "conjoint": (set(), True),
    "enfant de 16 ans": (set(), True),
    "enfant de 14 ans": (set(), False),
    "personne à charge": (set(), True),
    "ex-conjoint": (set(), False),
    "d’une autre famille": (set(), False),
    "sans dossier": (set(), False),
}
PRENOMS = {"Alix", "Bruno", "Chloé", "Denis", "Édith", "Fanny", "Gaël", "Hugues"}
SIEN = {cas: prenom for cas, (prenom, _, _) in FAMILLE.items()} | {
    "ex-conjoint": "Fanny",
    "d’une autre famille": "Gaël",
    "sans dossier": "Hugues",
}


def _personne(prenom: str, age: int, rang: int) -> Personne:
    le = timezone.localdate()
    naissance = date(le.year - age, 1, 1)
    return creer_personne(
        nom_naissance="Durieux", prenoms=prenom, date_naissance=naissance,
        nir=Nir(f"2{naissance:%y%m}31000{rang:03}"), compte=Compte.objects.create_user(nature=Nature.USAGER),
    )  # fmt: skip


@pytest.fixture
def famille() -> dict[str, Personne]:
    call_command("charger_reference", verbosity=0)
    le = timezone.localdate()
    personnes = {
        cas: _personne(prenom, age, rang) for rang, (cas, (prenom, _, age)) in enumerate(FAMILLE.items(), 101)
    }
    personnes["ex-conjoint"] = _personne("Fanny", 39, 201)
    personnes["d’une autre famille"] = _personne("Gaël", 50, 202)
    personnes["sans dossier"] = _personne("Hugues", 30, 203)
    il_y_a_un_an = le - timedelta(days=365)
    dossier = ouvrir_dossier(
        responsable=personnes["responsable"], caf="31", numero_allocataire=NUMERO, le=il_y_a_un_an
    )
    for cas, (_, role, _) in list(FAMILLE.items())[1:]:
        rattacher(dossier=dossier, personne=personnes[cas], role=role, du=le - timedelta(days=100))
    rattacher(
        dossier=dossier, personne=personnes["ex-conjoint"], role=Role.CONJOINT, du=il_y_a_un_an,
        au=le - timedelta(days=100),
    )  # fmt: skip
    ouvrir_dossier(
        responsable=personnes["d’une autre famille"],
        caf="59",
        numero_allocataire=AUTRE_NUMERO,
        le=il_y_a_un_an,
    )
    return personnes


def _lu(client: Client, personne: Personne) -> str:
    client.force_login(personne.compte)
    principal = Page(client.get("/mon-compte/").content.decode()).racine.find(".//main")
    return "".join(principal.itertext())


@pytest.mark.parametrize("cas", TABLE)
def test_chacun_voit_ce_que_son_role_lui_ouvre_et_rien_d_autre(client, famille, cas: str) -> None:
    autres, voit_le_numero = TABLE[cas]
    qui = cas.partition(" autorisé")[0]
    if qui != cas:
        dossier = Dossier.objects.get(liens_caf__numero_allocataire=NUMERO)
        permises = {"consulter"} if cas.endswith("à consulter") else {"declarer", "demander"}
        definir_autorisations(dossier=dossier, portees=permises, le=timezone.localdate())
    texte = _lu(client, famille[qui])
    assert {p for p in PRENOMS if p in texte} == autres | {SIEN[qui]}
    assert (NUMERO in texte) is voit_le_numero
    assert (AUTRE_NUMERO in texte) is (cas == "d’une autre famille")


def test_un_lien_termine_aujourd_hui_ne_montre_plus_rien_a_la_page_suivante(client, famille) -> None:
    """La révocation est immédiate, session ouverte ou non (ASVS 8.3.2)."""
    conjoint = famille["conjoint"]
    assert NUMERO in _lu(client, conjoint)
    dossier = Dossier.objects.get(liens_caf__numero_allocataire=NUMERO)
    detacher(dossier=dossier, personne=conjoint, le=timezone.localdate())
    assert NUMERO not in _lu(client, conjoint)


@pytest.mark.parametrize("nature", [Nature.BAILLEUR, Nature.AGENT])
def test_une_session_d_une_autre_nature_n_ouvre_pas_mon_compte(client, nature: str) -> None:
    client.force_login(Compte.objects.create_user(nature=nature))
    assert client.get("/mon-compte/").status_code == 403


def test_un_compte_sans_personne_est_dit_sans_erreur(client) -> None:
    client.force_login(Compte.objects.create_user(nature=Nature.USAGER))
    assert "relié à personne" in client.get("/mon-compte/").content.decode()


def test_les_requetes_ne_dependent_pas_de_la_taille_de_la_famille(client, famille, assert_sql) -> None:
    client.force_login(famille["d’une autre famille"].compte)
    client.get("/mon-compte/")
    with assert_sql(au_plus=12) as seul:
        client.get("/mon-compte/")
    client.force_login(famille["responsable"].compte)
    client.get("/mon-compte/")
    with assert_sql(au_plus=12) as nombreux:
        client.get("/mon-compte/")
    assert len(nombreux) == len(seul)
