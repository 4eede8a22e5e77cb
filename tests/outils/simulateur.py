"""Walking through the simulator with the test client, from the conditions of use to the result."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.simulations.visite import EXEMPLE

__all__ = ["EXEMPLE", "MONTANT_EXEMPLE", "commencer", "pages", "resultat", "trois_mois"]

Reponses = Mapping[str, Mapping[str, str | list[str]]]


def trois_mois(nom: str, *montants: str) -> dict[str, str]:
    """The three inputs of a monthly amount; one amount stands for the three."""
    valeurs = montants if len(montants) == 3 else montants * 3
    return {f"{nom}_{rang}": valeur for rang, valeur in enumerate(valeurs)}


MONTANT_EXEMPLE = "188,09\u00a0€"


def commencer(client: Client) -> str:
    """Start; returns the address of the first step."""
    reponse = client.post(reverse("prime_activite:commencer"))
    assert reponse.status_code == 302, reponse.status_code
    return str(reponse["Location"])


def etape_de(adresse: str) -> str:
    """Slug of the step that an address names."""
    return adresse.split("?")[0].rstrip("/").rpartition("/")[2]


def pages(client: Client, reponses: Reponses = EXEMPLE) -> Iterator[tuple[str, Any]]:
    """Each page met, as (its step, its response), the result last. The answers are posted on the way."""
    adresse = commencer(client)
    for _ in range(20):
        page = client.get(adresse)
        assert page.status_code == 200, f"{adresse} : {page.status_code} {page.headers.get('Location')}"
        etape = etape_de(adresse)
        yield etape, page
        if etape not in reponses:
            return
        suite = client.post(adresse, reponses[etape])
        assert suite.status_code == 302, f"{etape} refusée :\n{erreurs(suite)}"
        adresse = suite["Location"]
    raise AssertionError("le simulateur ne finit pas")


def resultat(client: Client, reponses: Reponses = EXEMPLE) -> Any:
    """The last page met."""
    return list(pages(client, reponses))[-1][1]


def erreurs(reponse: Any) -> str:
    """What the form of a page reproaches, and what it asks."""
    formulaire = (reponse.context or {}).get("form") if reponse.context else None
    if formulaire is None:
        return str(reponse.content[:500])
    return f"{formulaire.errors.as_text()} {[d.question for d in formulaire.doutes_en_attente]}"
