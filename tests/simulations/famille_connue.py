"""A family that a Caf knows, and one of its members who starts the simulator from Mon Compte."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from accounts.models import Personne
from dossiers.enums import Role
from dossiers.models import Dossier
from dossiers.services import ouvrir_dossier, rattacher
from tests.accounts.acces import titulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne
from tests.outils.client import ClientExigeant
from tests.outils.page import Page

NUMERO = "9000001"
INES, HUGO, CHLOE = date(2020, 5, 6), date(2012, 8, 11), date(2010, 2, 3)
SACHA_NE_LE = date(1989, 4, 5)
# Of each other member, as a page would write it.
DATES = {
    "Inès": "06/05/2020",
    "Hugo": "11/08/2012",
    "Chloé": "03/02/2010",
    "Camille": "14/03/1992",
    "Sacha": "05/04/1989",
}


def famille() -> tuple[Dossier, dict[str, Personne]]:
    """Camille (responsable), Sacha (conjoint), Chloé who is over 15 and has an account, Hugo, Inès. Needs the Caf."""
    debut = timezone.localdate() - timedelta(days=400)
    qui = {
        "Camille": titulaire(FICTIF),
        "Sacha": titulaire(AUTRE_FICTIF, prenoms="Sacha", nom_naissance="Galet", date_naissance=SACHA_NE_LE),
        "Chloé": titulaire("2100231555999", prenoms="Chloé", date_naissance=CHLOE),
        "Hugo": personne("1120731555999", prenoms="Hugo", date_naissance=HUGO),
        "Inès": personne("2200531555999", prenoms="Inès", date_naissance=INES),
    }
    dossier = ouvrir_dossier(responsable=qui["Camille"], caf="31", numero_allocataire=NUMERO, le=debut)
    rattacher(dossier=dossier, personne=qui["Sacha"], role=Role.CONJOINT, du=debut)
    for prenom in ("Chloé", "Hugo", "Inès"):
        rattacher(dossier=dossier, personne=qui[prenom], role=Role.ENFANT, du=debut)
    return dossier, qui


class Simulation:
    """Somebody of the family who is logged in, from Mon Compte on."""

    def __init__(self, qui: Personne, client: ClientExigeant | None = None) -> None:
        self.client = client or ClientExigeant()
        self.client.force_login(qui.compte)
        self.adresse = ""

    def commencer(self, dossier: Dossier | None = None) -> str:
        """Start; returns the address of the first page."""
        donnees = {"dossier": dossier.reference} if dossier else {}
        reponse = self.client.post(reverse("prime_activite_compte:commencer"), donnees)
        assert reponse.status_code == 302, reponse.status_code
        self.adresse = reponse.headers["Location"]
        return self.adresse

    def page(self, etape: str) -> str:
        """Address of one step."""
        return re.sub(r"[^/]+/$", f"{etape}/", self.adresse)

    def voir(self, etape: str) -> Page:
        """One step, as it is shown."""
        reponse = self.client.get(self.page(etape))
        assert reponse.status_code == 200, (etape, reponse.headers.get("Location"))
        return Page(reponse.content.decode())

    def saisie(self, etape: str) -> dict[str, list[str]]:
        """What a browser would send if the page were sent as it is shown."""
        envoi: dict[str, list[str]] = {}
        formulaire = next(f for f in self.voir(etape).racine.iter("form") if f.get("novalidate") is not None)
        for entree in formulaire.iter("input"):
            if entree.get("type") in {"radio", "checkbox"} and entree.get("checked") is None:
                continue
            if entree.get("name"):
                envoi.setdefault(entree.get("name"), []).append(entree.get("value") or "")
        return envoi

    def envoyer(self, etape: str, reponses: Mapping[str, str | list[str]]) -> str:
        """Send the page as it is shown, with these answers; returns the address reached, empty when refused."""
        suite = self.client.post(self.page(etape), {**self.saisie(etape), **reponses})
        return str(suite.headers.get("Location", ""))

    def origines(self, etape: str) -> dict[str, str]:
        """By name of input, the note beside it, found through `aria-describedby`."""
        racine = self.voir(etape).racine
        notes = {p.get("id"): "".join(p.itertext()).strip() for p in racine.iter("p") if p.get("id")}
        return {
            identifiant.removeprefix("id_").removesuffix("-origine"): notes[identifiant]
            for element in racine.iter()
            if isinstance(element.tag, str)
            for identifiant in (element.get("aria-describedby") or "").split()
            if identifiant.endswith("-origine")
        }
