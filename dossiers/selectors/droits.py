"""Who may open what: their own dossiers, and those that a mandate opens to them. Read anew at each request."""

from datetime import date

from django.db.models import QuerySet

from accounts.models import Personne
from dossiers.enums import Portee
from dossiers.models import Dossier, Tuteur
from dossiers.selectors.dossiers import AUCUNE, portees_propres, rattachements_propres
from dossiers.selectors.mandats import mandats_ouverts, portees_du_mandat, tuteurs_de

AGIR = "agir"


def portees(personne: Personne, dossier: Dossier, le: date) -> frozenset[Portee]:
    """What this person may do on this dossier on that day, for themselves or for somebody else (two queries)."""
    mandats = mandats_ouverts(personne, le).filter(dossier=dossier).order_by("pk")
    return portees_propres(personne, dossier, le).union(*(portees_du_mandat(m) for m in mandats))


def dossiers_visibles(personne: Personne, le: date) -> QuerySet[Dossier]:
    """The dossiers on which this person has at least one scope on that day."""
    siens = rattachements_propres(personne, le).order_by().values("dossier")
    confies = mandats_ouverts(personne, le).order_by().values("dossier")
    return Dossier.objects.filter(pk__in=siens.union(confies, all=True)).order_by("pk")


def portees_tuteur(personne: Personne, tuteur: Tuteur, le: date) -> frozenset[str]:
    """Whether this person enters in the name of this tuteur on that day."""
    return frozenset({AGIR}) if tuteurs_de(personne, le).filter(pk=tuteur.pk).exists() else AUCUNE
