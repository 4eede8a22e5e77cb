"""Reading persons."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from accounts import empreintes, jetons
from accounts.enums import EtatPassage, EtatVerification, UsageAppareil
from accounts.models import (
    Appareil,
    Compte,
    EmpreinteNir,
    LienFranceConnect,
    PassageFranceConnect,
    Personne,
    PointContact,
    Secret,
    Session,
    Verification,
)
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


def personne_du_compte(compte: Compte) -> Personne | None:
    """Who this account is; nobody for an agent's, or for one that is not attached yet (one query)."""
    return Personne.objects.filter(compte=compte).order_by("pk").first()


def sessions_ouvertes(compte: Compte) -> QuerySet[Session]:
    """Those of this account that still open something."""
    return Session.objects.filter(compte=compte, expire_date__gt=timezone.now())


def personnes_nommees(references: Collection[str]) -> QuerySet[Personne]:
    """The persons of these references with their contact points, in the order of the references (two queries)."""
    return (
        Personne.objects.filter(reference__in=references)
        .prefetch_related("points_contact")
        .order_by("reference")
    )


def points_contact(personne: Personne) -> list[PointContact]:
    """Those of this person, the oldest first; those removed lately are last (one query)."""
    siens = PointContact.objects.joignables().filter(personne=personne).order_by("cree_le", "pk")
    return sorted(siens, key=lambda point: point.retire_le is not None)


def appareils_connus(compte: Compte) -> QuerySet[Appareil]:
    """The browsers that this account asked to be known, the latest first."""
    return Appareil.objects.filter(compte=compte, perime_le__gt=timezone.now()).order_by("-cree_le", "-pk")


def appareil_connu(jeton: str) -> Appareil | None:
    """The device of this token, with its account and person (one query, none without a token)."""
    if not jeton:
        return None
    appareils = Appareil.objects.filter(
        empreinte=jetons.condenser(jeton), usage=UsageAppareil.MEMOIRE, perime_le__gt=timezone.now(),
        compte__personne__isnull=False,
    )  # fmt: skip
    return appareils.select_related("compte__personne").order_by("pk").first()


def verification_de(reference: str, jeton: str, usages: Collection[str]) -> Verification | None:
    """The verification of this reference, for one of these uses, for the browser that began it and as long as it lives
    (one query)."""
    if not jeton:
        return None
    siennes = Verification.objects.filter(
        reference=reference,
        navigateur=jetons.condenser(jeton),
        usage__in=usages,
        perime_le__gt=timezone.now(),
    )
    return siennes.select_related("personne__compte").order_by("pk").first()


def vient_d_etre_verifiee(personne: Personne, jeton: str, usages: Collection[str]) -> bool:
    """Whether a verification of this person, for one of these uses, has just ended in this browser (one query)."""
    if not jeton:
        return False
    siennes = Verification.objects.filter(
        personne=personne, navigateur=jetons.condenser(jeton), usage__in=usages, etat=EtatVerification.TERMINEE,
        perime_le__gt=timezone.now(),
    )  # fmt: skip
    return siennes.exists()


def dernier_secret(verification: Verification) -> Secret | None:
    """What was last sent, or would have been."""
    return verification.secrets.order_by("-pk").first()


def passage_a_relier(reference: str, jeton: str) -> PassageFranceConnect | None:
    """The journey of this reference that waits for a link, for the browser that made it (one query)."""
    siens = PassageFranceConnect.objects.filter(
        reference=reference,
        navigateur=jetons.condenser(jeton),
        etat=EtatPassage.IDENTIFIE,
        perime_le__gt=timezone.now(),
    )
    return siens.order_by("pk").first()


def lien_franceconnect(personne: Personne) -> LienFranceConnect | None:
    """Whether FranceConnect opens the account of this person, and since when (one query)."""
    return LienFranceConnect.objects.filter(personne=personne).order_by("-lie_le").first()
