"""Reading dossiers. `le` is the day in question, in the zone of the Caf: always given, never read."""

from collections.abc import Collection
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.enums import Nature
from accounts.models import Compte, Personne
from dossiers.enums import Autorisable, Portee, Role
from dossiers.models import Autorisation, Dossier, Habilitation, LienCaf, Rattachement

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


def portees(personne: Personne, dossier: Dossier, le: date) -> frozenset[Portee]:
    """What this person may do on this dossier on that day; empty as soon as their link has ended."""
    return _portees(personne, le, Q(dossier=dossier)).get(dossier.pk, AUCUNE)


def portees_par_dossier(personne: Personne, le: date) -> dict[int, frozenset[Portee]]:
    """The same for every dossier at once, by its key (one query); those that are closed to them are not in it."""
    return _portees(personne, le, Q())


def _portees(personne: Personne, le: date, choix: Q) -> dict[int, frozenset[Portee]]:
    """What the role opens, and to a partner what the responsable has allowed and not taken back."""
    permises = Autorisation.objects.filter(
        dossier=OuterRef("dossier"), beneficiaire=OuterRef("personne"), retiree_le=None
    )
    liens = Rattachement.objects.filter(
        choix, personne=personne, periode__contains=le, role__in=_roles_ouverts(personne, le)
    ).annotate(permises=ArraySubquery(permises.values("portee")))
    return {
        dossier: PORTEES[role].union(*(AUTORISATIONS[p] for p in accordees if role == Role.CONJOINT))
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


def depart_du_conjoint(dossier: Dossier, depuis: date, le: date) -> date | None:
    """The first day without the last partner who left between these two days; None when nobody did (one query)."""
    partis = Rattachement.objects.filter(
        dossier=dossier, role=Role.CONJOINT, periode__endswith__gt=depuis, periode__endswith__lte=le
    )
    return max((lien.periode.upper for lien in partis), default=None)


def cafs_de_l_agent(compte: Compte, le: date) -> list[str]:
    """The codes of the Caf whose dossiers this agent sees on that day, in order; none for any other account."""
    return list(_habilitations(compte, le).order_by("caf").values_list("caf", flat=True))


def dossiers_de_l_agent(compte: Compte, le: date) -> QuerySet[Dossier]:
    """The dossiers that one of the agent's Caf holds on that day. `caf_vue` is the code of that Caf."""
    liens = LienCaf.objects.filter(
        dossier=OuterRef("pk"), periode__contains=le, caf__in=_habilitations(compte, le).values("caf")
    )
    vues = Dossier.objects.annotate(caf_vue=Subquery(liens.order_by("caf").values("caf")[:1]))
    return vues.filter(Exists(liens)).order_by("pk")


def personnes_de_l_agent(compte: Compte, le: date) -> QuerySet[Personne]:
    """The persons of those dossiers on that day. `caf_vue` is the code of the (first) Caf they are seen by."""
    liens = Rattachement.objects.filter(
        personne=OuterRef("pk"),
        periode__contains=le,
        dossier__liens_caf__periode__contains=le,
        dossier__liens_caf__caf__in=_habilitations(compte, le).values("caf"),
    )
    code = "dossier__liens_caf__caf"
    vues = Personne.objects.annotate(caf_vue=Subquery(liens.order_by(code).values(code)[:1]))
    return vues.filter(Exists(liens)).order_by("pk")


def rattachements_vus(personne: Personne, compte: Compte, le: date) -> QuerySet[Rattachement]:
    """What ties this person, on that day, to the dossiers that this agent sees: not to those of other Caf."""
    return (
        Rattachement.objects.filter(
            personne=personne, periode__contains=le, dossier__in=dossiers_de_l_agent(compte, le).values("pk")
        )
        .select_related("dossier")
        .order_by("dossier__reference", "pk")
    )


def dossier_par_numero(compte: Compte, caf: str, numero: str, le: date) -> Dossier | None:
    """The dossier that bears this allocataire number there on that day, when this agent sees it."""
    return (
        dossiers_de_l_agent(compte, le)
        .filter(liens_caf__caf=caf, liens_caf__numero_allocataire=numero, liens_caf__periode__contains=le)
        .first()
    )


def _habilitations(compte: Compte, le: date) -> QuerySet[Habilitation]:
    """Those in force; what the account is is read with them, so that nothing outlives it."""
    return Habilitation.objects.filter(
        compte=compte,
        compte__nature=Nature.AGENT,
        compte__is_staff=True,
        compte__is_active=True,
        periode__contains=le,
    )


def _roles_ouverts(personne: Personne, le: date) -> set[str]:
    """The roles that open something to this person: a child under 15 opens nothing."""
    tous = set(Role.values)
    return tous if _age(personne.date_naissance, le) >= AGE_ENFANT else tous - {Role.ENFANT.value}


def _age(naissance: date, le: date) -> int:
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))
