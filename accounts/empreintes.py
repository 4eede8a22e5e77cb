"""Keyed fingerprints of NIRs: how a person is found without opening a sealed column."""

from accounts.models import EmpreinteNir, NirAncien, Personne
from accounts.nir import Nir
from portal.chiffrement import empreintes

USAGE = "nir"


def valeurs(nir: Nir) -> dict[str, bytes]:
    """Its fingerprints by the name of the key, one for each key of the ring."""
    return empreintes(nir.en_clair().encode(), USAGE)


def poser(personne: Personne, nir: Nir, ancien: NirAncien | None = None) -> None:
    """Write its fingerprints under every key of the ring."""
    EmpreinteNir.objects.bulk_create(
        EmpreinteNir(personne=personne, ancien=ancien, cle=cle, valeur=valeur)
        for cle, valeur in valeurs(nir).items()
    )


def completer(personne: Personne, nir: Nir, ancien: NirAncien | None = None) -> None:
    """Write those that are missing since a key joined the ring."""
    deja = set(EmpreinteNir.objects.filter(personne=personne, ancien=ancien).values_list("cle", flat=True))
    EmpreinteNir.objects.bulk_create(
        EmpreinteNir(personne=personne, ancien=ancien, cle=cle, valeur=valeur)
        for cle, valeur in valeurs(nir).items()
        if cle not in deja
    )
