"""Reading dossiers. `le` is the day in question, in the zone of the Caf: always given, never read."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Personne
from dossiers.enums import Portee, Role
from dossiers.models import Dossier, LienCaf, Rattachement

# A child sees what concerns them from their 15th birthday (MC-46).
AGE_ENFANT = 15
PORTEES: dict[str, frozenset[Portee]] = {
    Role.RESPONSABLE: frozenset(Portee),
    # Only the person who holds the dossier changes where the money goes.
    Role.CONJOINT: frozenset(Portee) - {Portee.COORDONNEES_BANCAIRES},
    Role.ENFANT: frozenset({Portee.SES_DONNEES}),
    Role.PERSONNE_A_CHARGE: frozenset({Portee.SES_DONNEES}),
}
AUCUNE: frozenset[Portee] = frozenset()


def portees(personne: Personne, dossier: Dossier, le: date) -> frozenset[Portee]:
    """What this person may do on this dossier on that day; empty as soon as their link has ended."""
    role = (
        Rattachement.objects.filter(personne=personne, dossier=dossier, periode__contains=le)
        .values_list("role", flat=True)
        .first()
    )
    return PORTEES[role] if role in _roles_ouverts(personne, le) else AUCUNE


def portees_par_dossier(personne: Personne, le: date) -> dict[int, frozenset[Portee]]:
    """The same for every dossier at once, by its key (one query); those that are closed to them are not in it."""
    ouverts = _roles_ouverts(personne, le)
    liens = Rattachement.objects.filter(personne=personne, periode__contains=le, role__in=ouverts)
    return {dossier: PORTEES[role] for dossier, role in liens.values_list("dossier_id", "role")}


def dossiers_visibles(personne: Personne, le: date) -> QuerySet[Dossier]:
    """The dossiers on which this person has at least one scope on that day."""
    siens = Rattachement.objects.filter(
        dossier=OuterRef("pk"), personne=personne, periode__contains=le, role__in=_roles_ouverts(personne, le)
    )
    return Dossier.objects.filter(Exists(siens)).order_by("pk")


def lien_caf(dossier: Dossier, le: date) -> LienCaf | None:
    """The Caf of this dossier on that day and the allocataire number there; None outside its life."""
    return LienCaf.objects.filter(dossier=dossier, periode__contains=le).order_by("pk").first()


def rattachements(personnes: Collection[Personne], le: date) -> QuerySet[Rattachement]:
    """What ties these people to dossiers on that day, dossier by dossier (two queries).

    `dossier.liens_caf.all()` then holds at most the link of that day.
    """
    du_jour = LienCaf.objects.filter(periode__contains=le).order_by("pk")
    return (
        Rattachement.objects.filter(personne__in=personnes, periode__contains=le)
        .select_related("dossier")
        .prefetch_related(Prefetch("dossier__liens_caf", queryset=du_jour))
        .order_by("dossier__reference", "pk")
    )


def rattachements_de(dossiers: Collection[int], le: date) -> QuerySet[Rattachement]:
    """Who is in the dossiers of these keys on that day, with the link to the Caf of that day (two queries)."""
    du_jour = LienCaf.objects.filter(periode__contains=le).order_by("pk")
    return (
        Rattachement.objects.filter(dossier__in=dossiers, periode__contains=le)
        .select_related("dossier", "personne")
        .prefetch_related(Prefetch("dossier__liens_caf", queryset=du_jour))
        .order_by("dossier_id", "pk")
    )


def _roles_ouverts(personne: Personne, le: date) -> set[str]:
    """The roles that open something to this person: a child under 15 opens nothing."""
    tous = set(Role.values)
    return tous if _age(personne.date_naissance, le) >= AGE_ENFANT else tous - {Role.ENFANT.value}


def _age(naissance: date, le: date) -> int:
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))
