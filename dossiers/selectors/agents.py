"""What an agent sees: what their Caf hold on that day."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.enums import Nature
from accounts.models import Compte, Personne
from dossiers.models import Dossier, Habilitation, LienCaf, Rattachement


def cafs_de_l_agent(compte: Compte, le: date) -> list[str]:
    """The codes of the Caf whose dossiers this agent sees on that day, in order; none for any other account."""
    return list(habilitations(compte, le).order_by("caf").values_list("caf", flat=True))


def dossiers_de_l_agent(compte: Compte, le: date) -> QuerySet[Dossier]:
    """The dossiers that one of the agent's Caf holds on that day. `caf_vue` is the code of that Caf."""
    liens = LienCaf.objects.filter(
        dossier=OuterRef("pk"), periode__contains=le, caf__in=habilitations(compte, le).values("caf")
    )
    vues = Dossier.objects.annotate(caf_vue=Subquery(liens.order_by("caf").values("caf")[:1]))
    return vues.filter(Exists(liens)).order_by("pk")


def personnes_de_l_agent(compte: Compte, le: date) -> QuerySet[Personne]:
    """The persons of those dossiers on that day. `caf_vue` is the code of the (first) Caf they are seen by."""
    liens = Rattachement.objects.filter(
        personne=OuterRef("pk"),
        periode__contains=le,
        dossier__liens_caf__periode__contains=le,
        dossier__liens_caf__caf__in=habilitations(compte, le).values("caf"),
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


def habilitations(compte: Compte, le: date) -> QuerySet[Habilitation]:
    """Those in force; what the account is is read with them, so that nothing outlives it."""
    return Habilitation.objects.filter(
        compte=compte,
        compte__nature=Nature.AGENT,
        compte__is_staff=True,
        compte__is_active=True,
        periode__contains=le,
    )
