"""Reading who acts for whom. What a mandate opens is never more than what the person it protects may do themselves."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, Func, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower, NullIf

from accounts.models import Compte, Personne
from dossiers.enums import Autorisable, NatureTuteur, Portee
from dossiers.models import Dossier, LienCaf, Mandat, MembreTuteur, Rattachement, Tuteur
from dossiers.selectors.agents import dossiers_de_l_agent, habilitations
from dossiers.selectors.dossiers import AUTORISATIONS, conjoint, permises, portees_du_role

PAR_PAGE = 20
CHIFFRES_ALLOCATAIRE = 7


def tuteurs_de(personne: Personne, le: date) -> QuerySet[Tuteur]:
    """Those in whose name this person enters on that day."""
    return Tuteur.objects.filter(pk__in=_membres(personne, le).values("tuteur")).order_by("pk")


def est_tuteur(personne: Personne, le: date) -> bool:
    """Whether this person has an « Espace tuteur » on that day, be it empty."""
    return _membres(personne, le).exists()


def mandats_ouverts(personne: Personne, le: date) -> QuerySet[Mandat]:
    """The mandates of that day under which this person may act, as long as the one they protect is in the dossier.

    Each bears `role_protege` and `permises`, which `portees_du_mandat` reads.
    """
    place = Rattachement.objects.filter(
        dossier=OuterRef("dossier"), personne=OuterRef("protegee"), periode__contains=le
    )
    mandats = Mandat.objects.filter(
        Exists(place), tuteur__in=_membres(personne, le).values("tuteur"), periode__contains=le
    )
    return mandats.annotate(
        role_protege=Subquery(place.order_by("pk").values("role")[:1]),
        permises=permises("dossier", "protegee"),
    )


def portees_du_mandat(mandat: Any) -> frozenset[Portee]:
    """What this mandate (of `mandats_ouverts`) opens: never what others may do, never more than the person may."""
    voulues = frozenset({Portee.SES_DONNEES}).union(
        *(AUTORISATIONS[p] for p in Autorisable.values if getattr(mandat, p))
    )
    if mandat.coordonnees_bancaires:
        voulues |= {Portee.COORDONNEES_BANCAIRES}
    return voulues & portees_du_role(mandat.role_protege, mandat.permises)


def mandat_ouvert(personne: Personne, reference: str, le: date) -> Mandat | None:
    """The mandate of this reference, when this person may act under it that day, and its Caf (two queries)."""
    return _lisibles(mandats_ouverts(personne, le), le).filter(reference=reference).order_by("pk").first()


def page_de_mandats(personne: Personne, le: date, apres: str = "") -> tuple[list[Mandat], bool]:
    """One page after the mandate of this reference, by name, and whether others follow (at most three queries).

    By key and not by number; the name that is the key is read here and goes into no address.
    """
    rangs = _ranges(mandats_ouverts(personne, le))
    cle: Any = rangs.filter(reference=apres).values_list("cle", "pk").first() if apres else None  # type: ignore[misc]
    if cle:
        rangs = rangs.filter(Q(cle__gt=cle[0]) | Q(cle=cle[0], pk__gt=cle[1]))
    lus = list(_lisibles(rangs, le)[: PAR_PAGE + 1])
    return lus[:PAR_PAGE], len(lus) > PAR_PAGE


def mandats_cherches(personne: Personne, le: date, terme: str) -> tuple[list[Mandat], bool]:
    """Those whose person's name has every word of this, or whose dossier bears this number; and whether others do."""
    rangs = _ranges(mandats_ouverts(personne, le))
    if len(terme) == CHIFFRES_ALLOCATAIRE and terme.isascii() and terme.isdigit():
        liens = LienCaf.objects.filter(numero_allocataire=terme, periode__contains=le)
        rangs = rangs.filter(dossier__in=liens.values("dossier"))
    else:
        for mot in terme.split():
            rangs = rangs.filter(cle__contains=_plie(Value(mot)))  # type: ignore[misc]
    lus = list(_lisibles(rangs, le)[: PAR_PAGE + 1])
    return lus[:PAR_PAGE], len(lus) > PAR_PAGE


def qui_agit_pour(personne: Personne, le: date) -> QuerySet[Mandat]:
    """The mandates that protect this person on that day."""
    en_cours = Mandat.objects.filter(protegee=personne, periode__contains=le)
    return en_cours.select_related("tuteur").order_by("pk")


def membres_de(tuteur: Tuteur) -> QuerySet[MembreTuteur]:
    """Who enters in its name, or did, or will: for an agent of the Caf that knows it."""
    return (
        MembreTuteur.objects.filter(tuteur=tuteur)
        .select_related("personne__compte")
        .order_by("periode", "pk")
    )


def mandats_vus(tuteur: Tuteur, compte: Compte, le: date) -> QuerySet[Mandat]:
    """Its mandates on the dossiers that this agent sees, the latest first."""
    ici = dossiers_de_l_agent(compte, le).filter(pk=OuterRef("dossier"))
    return Mandat.objects.filter(Exists(ici), tuteur=tuteur).select_related("dossier").order_by("-pk")


def noms_des_tuteurs(references: Collection[str]) -> dict[str, str]:
    """What each is called, by reference (one query)."""
    return dict(Tuteur.objects.filter(reference__in=references).values_list("reference", "nom"))


def mandats_du_dossier(dossier: Dossier) -> QuerySet[Mandat]:
    """All of them, the latest first: for an agent who sees the dossier."""
    return Mandat.objects.filter(dossier=dossier).select_related("tuteur", "protegee").order_by("-pk")


def mandats_du_conjoint(dossier: Dossier, le: date) -> bool:
    """Whether the other member of the couple also acts for somebody of this dossier: a separation does not end that."""
    autre = conjoint(dossier, le)
    return autre is not None and mandats_ouverts(autre, le).filter(dossier=dossier).exists()


def tuteurs_de_l_agent(compte: Compte, le: date) -> QuerySet[Tuteur]:
    """Those that one of the agent's Caf knows, or that have a mandate on a dossier it holds on that day.

    `caf_vue` is the Caf that knows them, if it is the agent's; else the first of the agent's.
    """
    cafs = habilitations(compte, le)
    # By the tuteur of each mandate, then by the dossiers of the Caf: a Caf may hold hundreds of thousands.
    ici = Mandat.objects.filter(
        Exists(dossiers_de_l_agent(compte, le).filter(pk=OuterRef("dossier"))), tuteur=OuterRef("pk")
    )
    vue = Coalesce(
        Subquery(cafs.filter(caf=OuterRef("caf")).values("caf")[:1]),
        Subquery(cafs.order_by("caf").values("caf")[:1]),
    )
    vus = Tuteur.objects.annotate(caf_vue=vue)
    return vus.filter(Q(caf__in=cafs.values("caf")) | Exists(ici)).order_by("pk")


def tuteurs_a_choisir(compte: Compte, terme: str, le: date) -> list[Tuteur]:
    """To whom a mandate may be given, whose name has every word of this; the first ones by name."""
    return _nommes(_a_choisir(compte, le), terme)


def tuteur_a_choisir(compte: Compte, reference: str, le: date) -> Tuteur | None:
    """The one of this reference, when this agent may give it a mandate."""
    return _a_choisir(compte, le).filter(reference=reference).order_by("pk").first()


def tuteurs_vus(compte: Compte, terme: str, le: date) -> list[Tuteur]:
    """Those that this agent sees, whose name has every word of this; the first ones by name."""
    return _nommes(tuteurs_de_l_agent(compte, le), terme)


def _a_choisir(compte: Compte, le: date) -> QuerySet[Tuteur]:
    """Every body, and the persons that this agent sees: the name of a family's guardian is not for every Caf."""
    visibles = tuteurs_de_l_agent(compte, le).order_by().values("pk")
    return Tuteur.objects.filter(Q(nature=NatureTuteur.ORGANISME) | Q(pk__in=visibles))


def _nommes(tuteurs: QuerySet[Tuteur], terme: str) -> list[Tuteur]:
    trouves = tuteurs.annotate(cle=_plie("nom"))
    for mot in terme.split():
        trouves = trouves.filter(cle__contains=_plie(Value(mot)))
    return list(trouves.order_by("cle", "pk")[:PAR_PAGE])


def _membres(personne: Personne, le: date) -> QuerySet[MembreTuteur]:
    return MembreTuteur.objects.filter(personne=personne, periode__contains=le)


def _ranges(mandats: QuerySet[Mandat]) -> QuerySet[Mandat]:
    """In the order of names, as French people look for them."""
    nom = Coalesce(NullIf("protegee__nom_usage", Value("")), "protegee__nom_naissance")
    cle = _plie(Concat(nom, Value(" "), "protegee__prenoms", output_field=TextField()))
    return mandats.annotate(cle=cle).order_by("cle", "pk")


def _lisibles(mandats: QuerySet[Mandat], le: date) -> QuerySet[Mandat]:
    """With what a page says of them; `dossier.liens_caf.all()` holds at most the link of that day."""
    du_jour = LienCaf.objects.filter(periode__contains=le).order_by("pk")
    return mandats.select_related("tuteur", "protegee", "dossier").prefetch_related(
        Prefetch("dossier__liens_caf", queryset=du_jour)
    )


def _plie(texte: Any) -> Func:
    """Without capitals nor accents."""
    return Func(Lower(texte), function="unaccent", output_field=TextField())
