"""Reading the news. `maintenant` is always given, never read."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Min, Q, QuerySet

from portal.espaces.models import Actualite

PAR_PAGE = 10


def _de(caf_code: str | None) -> Q:
    """National news, and those of this Caf when there is one."""
    return Q(caf=None) | Q(caf=caf_code) if caf_code else Q(caf=None)


def actualites_en_vigueur(caf_code: str | None, maintenant: datetime) -> QuerySet[Actualite]:
    """News to show at this instant to somebody of this Caf, newest first."""
    en_vigueur = Q(publie_le__lte=maintenant) & (Q(depublie_le=None) | Q(depublie_le__gt=maintenant))
    return Actualite.objects.filter(_de(caf_code), en_vigueur).order_by("-publie_le", "-id")


def apres_la_cle(requete: QuerySet[Actualite], cle: tuple[datetime, int]) -> QuerySet[Actualite]:
    """What follows the news of this key (`publie_le`, `id`), in the order of the list."""
    instant, numero = cle
    # The first condition is implied by the second: it is the one that an index can start from.
    return requete.filter(Q(publie_le__lte=instant), Q(publie_le__lt=instant) | Q(id__lt=numero))


def page_d_actualites(
    caf_code: str | None, maintenant: datetime, apres: tuple[datetime, int] | None = None
) -> tuple[Sequence[Actualite], bool]:
    """One page of news after the key of the last one seen, and whether others follow.

    By key and not by number: a piece published meanwhile shifts nothing, and the last page costs what the
    first does.
    """
    requete = actualites_en_vigueur(caf_code, maintenant)
    if apres:
        requete = apres_la_cle(requete, apres)
    lues = list(requete.defer("corps")[: PAR_PAGE + 1])
    return lues[:PAR_PAGE], len(lues) > PAR_PAGE


def bascules_a_venir(caf_code: str | None, maintenant: datetime) -> QuerySet[Actualite]:
    """News whose publication or withdrawal will change what this Caf's visitors see."""
    return Actualite.objects.filter(
        _de(caf_code), Q(publie_le__gt=maintenant) | Q(depublie_le__gt=maintenant)
    ).order_by()


def prochaine_bascule(caf_code: str | None, maintenant: datetime) -> datetime | None:
    """The next instant at which a publication or a withdrawal changes what this Caf's visitors see."""
    instants = bascules_a_venir(caf_code, maintenant).aggregate(
        publication=Min("publie_le", filter=Q(publie_le__gt=maintenant)),
        retrait=Min("depublie_le", filter=Q(depublie_le__gt=maintenant)),
    )
    return min((i for i in instants.values() if i), default=None)
