"""A visitor of the simulator: the same answers for the tests of the pages and for those of the household."""

import re
from typing import Any

from tests.outils.client import ClientExigeant

DEBUT = "/simulations/prime-activite/"

# The deck's example: alone, born 01/01/1990, 1 200 € and 100 € of housing benefit, request of October 2022.
EXEMPLE: dict[str, dict[str, Any]] = {
    "acces": {
        "reside_en_france": "oui",
        "code_postal": "31000",
        "date_naissance": "01/01/1990",
        "revenus_professionnels": "oui",
        "mois_demande": "10/2022",
    },
    "foyer": {"vie": "seul", "enceinte": "non", "nombre_enfants": "0"},
    "activite": {"statuts": ["salarie"], "aah": "non"},
    "revenus": {"salaire_net_0": "1200", "salaire_net_1": "1 200", "salaire_net_2": "1200,00 €"},
    "logement": {
        "statut": "tenant",
        "aide_logement_0": "100",
        "aide_logement_1": "100",
        "aide_logement_2": "100",
    },
}


def avec(**etapes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The example with some answers of some steps changed or added (`revenus_conjoint` is « revenus-conjoint »)."""
    reponses = {etape: dict(champs) for etape, champs in EXEMPLE.items()}
    for etape, champs in etapes.items():
        reponses.setdefault(etape.replace("_", "-"), {}).update(champs)
    return reponses


class Visite:
    """Somebody who answers the simulator's questions, page after page, as the pages ask."""

    def __init__(self, client: ClientExigeant | None = None) -> None:
        self.client = client or ClientExigeant()
        self.client.defaults.setdefault("HTTP_ORIGIN", "http://testserver")
        self.adresse = self.commencer()

    def commencer(self) -> str:
        """Start; returns the address of the first page."""
        return str(self.client.post(f"{DEBUT}commencer/").headers["Location"])

    def page(self, etape: str) -> str:
        """Address of one step of this visit."""
        return re.sub(r"[^/]+/$", f"{etape}/", self.adresse)

    def repondre(self, reponses: dict[str, dict[str, Any]]) -> str:
        """Answer until the result or until a page does not go on; returns the address reached."""
        while True:
            etape = self.adresse.rstrip("/").rsplit("/", 1)[1]
            if etape not in reponses:
                return self.adresse
            suite = self.client.post(self.adresse, reponses[etape])
            if suite.status_code != 302:
                self.derniere = suite
                return self.adresse
            self.adresse = suite.headers["Location"]

    def resultat(self, reponses: dict[str, dict[str, Any]]) -> str:
        """Text of the result page."""
        arrivee = self.repondre(reponses)
        assert arrivee.endswith("/resultat/"), (arrivee, getattr(self, "derniere", None) and self.erreurs())
        return self.client.get(arrivee).content.decode()

    def erreurs(self) -> list[str]:
        """What the last page refused."""
        form = self.derniere.context["form"]
        return [*(str(e) for e in form.errors.values()), *(d.question for d in form.doutes_en_attente)]
