"""Decoys behave as somebody's contact points do, whatever a stranger tries to tell them apart."""

import pytest
from django.test import Client

from accounts.models import Verification
from tests.accounts.acces import INCONNU, s_identifier, titulaire
from tests.accounts.fabrique import FICTIF
from tests.outils.hostilite import oublier_le_cache

pytestmark = pytest.mark.django_db
ECRITURES = ("Le Goff-Roche", "LE GOFF ROCHE", "legoffroche", "Lé-Goff’Roche", "L e g o f f r o c h e")


@pytest.mark.parametrize("nir", [FICTIF, INCONNU], ids=["quelqu’un", "personne"])
def test_toutes_les_ecritures_d_un_nom_proposent_les_memes_coordonnees(nir: str) -> None:
    """R-14 : un tiret de plus ne change ni celles de quelqu’un, ni un leurre."""
    titulaire(nom_naissance="Le Goff-Roche")
    vus = []
    for ecriture in ECRITURES:
        s_identifier(Client(headers={"sec-fetch-site": "same-origin"}), nir, ecriture)
        vus.append([c["masque"] for c in Verification.objects.latest("pk").choix])
        oublier_le_cache("default")
    assert all(vu == vus[0] for vu in vus), vus


@pytest.mark.parametrize("demonstration", [True, False])
def test_un_leurre_a_le_domaine_des_adresses_d_ici(settings, demonstration: bool) -> None:
    """R-14 : sur un vrai portail, une adresse « .example » dirait que ce numéro n’est à personne."""
    settings.DEMONSTRATION = demonstration
    masques = []
    for rang in range(12):
        s_identifier(Client(headers={"sec-fetch-site": "same-origin"}), INCONNU, f"Galet{chr(97 + rang)}")
        masques += [c["masque"] for c in Verification.objects.latest("pk").choix if c["canal"] == "courriel"]
        oublier_le_cache("default")
    assert masques and all(m.endswith("@courriel.example") is demonstration for m in masques)
    assert demonstration or len({m.partition("@")[2] for m in masques}) > 1
