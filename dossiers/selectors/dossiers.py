"""Reading dossiers, and what somebody may do on their own."""

from collections.abc import Collection
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q, QuerySet

from accounts.models import Personne
from dossiers.enums import Autorisable, Portee, Role
from dossiers.models import Autorisation, Dossier, LienCaf, Rattachement

# A child sees what concerns them from their 15th birthday (MC-46).
AGE_ENFANT = 15
PORTEES: dict[str, frozenset[Portee]] = {
    Role.RESPONSABLE: frozenset(Portee),
    # And what the responsable lets them do (`AUTORISATIONS`): nothing by default (MC-82).
    Role.CONJOINT: frozenset({Portee.SES_DONNEES}),
    Role.ENFANT: frozenset({Portee.SES_DONNEES}),
    Role.PERSONNE_A_CHARGE: frozenset({Portee.SES_DONNEES}),
}
# Never where the money goes, and never what others may do.
AUTORISATIONS: dict[str, frozenset[Portee]] = {
    Autorisable.CONSULTER: frozenset({Portee.CONSULTER, Portee.PAIEMENTS, Portee.ATTESTATIONS}),
    Autorisable.DECLARER: frozenset({Portee.DECLARER}),
    Autorisable.DEMANDER: frozenset({Portee.DEMANDER}),
}
AUCUNE: frozenset[Portee] = frozenset()


def portees_propres(personne: Personne, dossier: Dossier, le: date) -> frozenset[Portee]:
    """What this person may do on their own dossier on that day; empty as soon as their link has ended."""
    return _portees(personne, le, Q(dossier=dossier)).get(dossier.pk, AUCUNE)


def portees_par_dossier(personne: Personne, le: date) -> dict[int, frozenset[Portee]]:
    """The same for every dossier of theirs, by its key (one query); those that are closed to them are not in it.

    Never one that they only open for somebody else: see `mandats`.
    """
    return _portees(personne, le, Q())


def portees_du_role(role: str, accordees: Collection[str]) -> frozenset[Portee]:
    """What a role opens, and to a partner what the responsable has allowed (`accordees`)."""
    return PORTEES[role].union(*(AUTORISATIONS[p] for p in accordees if role == Role.CONJOINT))


def permises(dossier: str, beneficiaire: str) -> ArraySubquery:
    """What the responsable allows, in a query whose columns of these names hold the dossier and the partner."""
    en_cours = Autorisation.objects.filter(
        dossier=OuterRef(dossier), beneficiaire=OuterRef(beneficiaire), retiree_le=None
    )
    return ArraySubquery(en_cours.values("portee"))


def _portees(personne: Personne, le: date, choix: Q) -> dict[int, frozenset[Portee]]:
    liens = (
        rattachements_propres(personne, le).filter(choix).annotate(permises=permises("dossier", "personne"))
    )
    return {
        dossier: portees_du_role(role, accordees)
        for dossier, role, accordees in liens.values_list("dossier_id", "role", "permises")
    }


def autorisations(dossier: Dossier, beneficiaire: Personne) -> set[str]:
    """What this partner is allowed now, as the responsable said it."""
    en_cours = Autorisation.objects.filter(dossier=dossier, beneficiaire=beneficiaire, retiree_le=None)
    return set(en_cours.values_list("portee", flat=True))


def conjoint(dossier: Dossier, le: date) -> Personne | None:
    """The other member of the couple on that day."""
    liens = Rattachement.objects.filter(dossier=dossier, role=Role.CONJOINT, periode__contains=le)
    lien = liens.select_related("personne").order_by("pk").first()
    return lien.personne if lien else None


def rattachements_propres(personne: Personne, le: date) -> QuerySet[Rattachement]:
    """What ties this person to dossiers on that day, in a role that opens something to them."""
    return Rattachement.objects.filter(
        personne=personne, periode__contains=le, role__in=_roles_ouverts(personne, le)
    )


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


def depart_du_conjoint(dossier: Dossier, depuis: date, le: date) -> date | None:
    """The first day without the last partner who left between these two days; None when nobody did (one query)."""
    partis = Rattachement.objects.filter(
        dossier=dossier, role=Role.CONJOINT, periode__endswith__gt=depuis, periode__endswith__lte=le
    )
    return max((lien.periode.upper for lien in partis), default=None)


def _roles_ouverts(personne: Personne, le: date) -> set[str]:
    """The roles that open something to this person: a child under 15 opens nothing."""
    tous = set(Role.values)
    return tous if _age(personne.date_naissance, le) >= AGE_ENFANT else tous - {Role.ENFANT.value}


def _age(naissance: date, le: date) -> int:
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))
