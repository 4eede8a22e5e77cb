"""Reading persons."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils import timezone

from accounts import empreintes, jetons
from accounts.enums import EtatPassage
from accounts.models import (
    Appareil,
    Compte,
    EmpreinteNir,
    LienFranceConnect,
    PassageFranceConnect,
    Personne,
    Recuperation,
    Secret,
    Session,
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


def appareil_connu(jeton: str) -> Appareil | None:
    """The device of this token, with its account and person (one query, none without a token)."""
    if not jeton:
        return None
    appareils = Appareil.objects.filter(
        empreinte=jetons.condenser(jeton), perime_le__gt=timezone.now(), compte__personne__isnull=False
    )
    return appareils.select_related("compte__personne").order_by("pk").first()


def recuperation_de(reference: str, jeton: str) -> Recuperation | None:
    """The recovery of this reference, for the browser that began it and as long as it lives (one query)."""
    if not jeton:
        return None
    siennes = Recuperation.objects.filter(
        reference=reference, navigateur=jetons.condenser(jeton), perime_le__gt=timezone.now()
    )
    return siennes.select_related("personne__compte").order_by("pk").first()


def dernier_secret(recuperation: Recuperation) -> Secret | None:
    """What was last sent, or would have been."""
    return recuperation.secrets.order_by("-pk").first()


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
