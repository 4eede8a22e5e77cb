"""Reading persons."""

from collections.abc import Collection

from django.db.models import QuerySet

from accounts import empreintes
from accounts.models import EmpreinteNir, Personne
from accounts.nir import Nir


def personne_par_nir(nir: Nir) -> Personne | None:
    """The person of this number, current or former, with their account.

    One query and one fingerprint for each key of the ring, whether somebody has it or not.
    """
    valeurs = list(empreintes.valeurs(nir).values())
    trouvee = (
        EmpreinteNir.objects.filter(valeur__in=valeurs).select_related("personne__compte").order_by("pk")
    )
    empreinte = trouvee.first()
    return empreinte.personne if empreinte else None


def personnes_nommees(references: Collection[str]) -> QuerySet[Personne]:
    """The persons of these references with their contact points, in the order of the references (two queries)."""
    return (
        Personne.objects.filter(reference__in=references)
        .prefetch_related("points_contact")
        .order_by("reference")
    )
