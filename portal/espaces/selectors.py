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


def page_d_actualites(
    caf_code: str | None, maintenant: datetime, apres: tuple[datetime, int] | None = None
) -> tuple[Sequence[Actualite], bool]:
    """One page of news after the key (`publie_le`, `id`) of the last one seen, and whether others follow.

    By key and not by number: a piece published meanwhile shifts nothing, and the last page costs what
    the first does.
    """
    requete = actualites_en_vigueur(caf_code, maintenant)
    if apres:
        instant, numero = apres
        # The first condition is implied by the second: it is the one that an index can start from.
        requete = requete.filter(Q(publie_le__lte=instant), Q(publie_le__lt=instant) | Q(id__lt=numero))
    lues = list(requete.defer("corps")[: PAR_PAGE + 1])
    return lues[:PAR_PAGE], len(lues) > PAR_PAGE


def prochaine_bascule(caf_code: str | None, maintenant: datetime) -> datetime | None:
    """The next instant at which a publication or a withdrawal changes what this Caf's visitors see."""
    publication, retrait = Q(publie_le__gt=maintenant), Q(depublie_le__gt=maintenant)
    instants = Actualite.objects.filter(_de(caf_code), publication | retrait).aggregate(
        publication=Min("publie_le", filter=publication), retrait=Min("depublie_le", filter=retrait)
    )
    return min((i for i in instants.values() if i), default=None)
