"""Two families, one at the Caf of 31 and one at the Caf of 59, and everybody who may knock at the agents' site."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.enums import Nature
from accounts.models import Compte, Personne
from accounts.services import ajouter_point_contact
from dossiers.enums import Mesure, NatureTuteur
from dossiers.models import Dossier, Habilitation, Mandat, MembreTuteur
from dossiers.services import ajouter_membre, creer_tuteur, habiliter, ouvrir_dossier, ouvrir_mandat
from portal.cafs.models import Caisse
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne

DEBUT = date(2024, 1, 1)
NIRS = {"31": FICTIF, "59": AUTRE_FICTIF}
NOMS = {"31": "Lauragais", "59": "Flandrin"}
MEMBRES = {"31": "Peyrole", "59": "Wambrechies"}
NUMEROS = {"31": "9100031", "59": "9100059"}
MOT_DE_PASSE = "Tournesol31Vert"


@dataclass
class Decor:
    personnes: dict[str, Personne] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    comptes: dict[str, Compte | None] = field(default_factory=dict)
    habilitations: dict[str, Habilitation] = field(default_factory=dict)
    membres: dict[str, MembreTuteur] = field(default_factory=dict)
    mandats: dict[str, Mandat] = field(default_factory=dict)


def famille(decor: Decor, caf: str) -> None:
    qui = personne(NIRS[caf], nom_naissance=NOMS[caf])
    ajouter_point_contact(personne=qui, canal="courrier", valeur="1 RUE DES LILAS\n31000 TOULOUSE")
    ajouter_point_contact(personne=qui, canal="sms", valeur="06 39 98 46 65")
    decor.personnes[caf] = qui
    decor.dossiers[caf] = ouvrir_dossier(responsable=qui, caf=caf, numero_allocataire=NUMEROS[caf], le=DEBUT)


def tutelle(decor: Decor, caf: str) -> None:
    """A body that this Caf knows, one who enters in its name, and its mandate on the dossier of that Caf."""
    hier = timezone.localdate() - timedelta(days=1)
    tuteur = creer_tuteur(nature=NatureTuteur.ORGANISME, nom=f"Organisme {caf}", caf=caf, le=hier)
    decor.membres[caf] = ajouter_membre(
        tuteur=tuteur, personne=personne(nom_naissance=MEMBRES[caf], prenoms="Dominique"), du=hier
    )
    decor.mandats[caf] = ouvrir_mandat(
        tuteur=tuteur, dossier=decor.dossiers[caf], protegee=decor.personnes[caf], mesure=Mesure.TUTELLE,
        portees=["consulter"], du=hier,
    )  # fmt: skip


def agent(**champs: object) -> Compte:
    return Compte.objects.create_user(**{"nature": Nature.AGENT, "is_staff": True, **champs})


@pytest.fixture
def decor(db: None) -> Decor:
    decor = Decor()
    for code in ("31", "59"):
        Caisse.objects.create(code=code, nom=f"Caf {code}")
        famille(decor, code)
        tutelle(decor, code)
    decor.comptes = {
        "anonyme": None,
        "usager": agent(nature=Nature.USAGER, is_staff=False),
        "bailleur": agent(nature=Nature.BAILLEUR, is_staff=False),
        "agent sans accès": agent(is_staff=False),
        "agent sans habilitation": agent(),
        "agent du 31": agent(),
        "agent du 59": agent(),
        "agent du 31 jusqu’à hier": agent(),
        "superutilisateur": Compte.objects.create_superuser(),
    }
    aujourdhui = timezone.localdate()
    for role, caf, au in (
        ("agent du 31", "31", None),
        ("agent du 59", "59", None),
        ("agent du 31 jusqu’à hier", "31", aujourdhui),
    ):
        decor.habilitations[role] = habiliter(
            compte=decor.comptes[role], caf=caf, du=aujourdhui - timedelta(days=30), au=au, acteur=None
        )
    # What must open nothing: an account that is no agent's any more, and keeps its row.
    habiliter(compte=decor.comptes["agent sans accès"], caf="31", du=DEBUT, acteur=None)
    return decor


@pytest.fixture
def du_31(client, decor):
    """The client, logged in as the agent of the 31."""
    client.force_login(decor.comptes["agent du 31"])
    return client


@pytest.fixture
def superutilisateur(client, decor):
    client.force_login(decor.comptes["superutilisateur"])
    return client
