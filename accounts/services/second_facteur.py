"""Whether a right password is enough, and what is asked besides (regles C2; ASVS 5.0, 6.3.3 and 6.4.3).

Whoever has set a second factor is asked for it, whatever the setting says and whatever they came back by. The others
receive a code, when `settings.SECOND_FACTEUR` says so and something can receive it: a letter can't at a login.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import actions, jetons
from accounts.enums import EtatVerification, UsageAppareil, UsageVerification
from accounts.models import Appareil, Compte, Facteur, Personne, PointContact, Verification
from accounts.services.avis import prevenir
from accounts.services.identite import DUREE, proposer
from portal.journal.services import consigner
from portal.limites.services import empreinte

JAMAIS, NOUVEL_APPAREIL, TOUJOURS = "jamais", "nouvel_appareil", "toujours"
CONFIANCE = timedelta(days=30)


class Besoin(Enum):
    """What a login still lacks."""

    RIEN = "rien"
    CODE = "code"
    FACTEUR = "facteur"


def besoin(compte: Compte, *, jeton: str) -> Besoin:
    """What this account must still show; `jeton` is the browser's token of trust, empty without one."""
    if a_un_facteur(compte):
        return Besoin.RIEN if est_de_confiance(compte, jeton) else Besoin.FACTEUR
    if settings.SECOND_FACTEUR == JAMAIS or est_de_confiance(compte, jeton):
        return Besoin.RIEN
    return Besoin.CODE


def a_un_facteur(compte: Compte) -> bool:
    """An application or a key that its owner has used once (one query)."""
    return Facteur.objects.filter(compte=compte, confirme_le__isnull=False).exists()


# ------------------------------------------------------------------ a code, to somebody known
def ouvrir_verification(
    *, usage: UsageVerification, personne: Personne, navigateur: str
) -> Verification | None:
    """A verification of this person for this browser (its token); None when neither a telephone nor an address can
    receive a code."""
    points = PointContact.objects.en_service().filter(personne=personne).order_by("cree_le", "pk")
    choix = proposer(list(points), courrier=False)
    if not choix:
        return None
    verification = Verification(
        usage=usage, personne=personne,
        # Not that of a recovery: a stranger who knows a number and a name, and asks for code after code, must not keep
        # out who has the password, or is in.
        cle_limite=empreinte(["accounts", "personne", personne.reference, "connue"]),
        navigateur=jetons.condenser(navigateur), etat=EtatVerification.OUVERTE, perime_le=timezone.now() + DUREE,
    )  # fmt: skip
    verification.choix = choix
    verification.save()
    return verification


# ------------------------------------------------------------------ trusted devices
@dataclass(frozen=True)
class Confiance:
    """`jeton`: what the browser keeps; `secondes`: for how long."""

    jeton: str
    secondes: int


def confiance_possible() -> bool:
    """Nobody is let off when the setting says always."""
    return bool(settings.SECOND_FACTEUR != TOUJOURS)


def faire_confiance(*, compte: Compte, personne: Personne, navigateur: str) -> Confiance:
    """Trust this browser for thirty days; they are told. `navigateur`: « Firefox sur Windows »."""
    jeton = jetons.nouveau()
    with transaction.atomic():
        Appareil.objects.create(
            empreinte=jetons.condenser(jeton), compte=compte, usage=UsageAppareil.CONFIANCE,
            navigateur=navigateur, perime_le=timezone.now() + CONFIANCE,
        )  # fmt: skip
        consigner(
            action=actions.APPAREIL_DE_CONFIANCE, acteur=compte, sujet=f"compte:{compte.reference}",
            donnees={"navigateur": navigateur},
        )  # fmt: skip
        prevenir(
            personne=personne, modele="appareil_de_confiance", sujet="Un appareil est devenu de confiance"
        )
    return Confiance(jeton, int(CONFIANCE.total_seconds()))


def est_de_confiance(compte: Compte, jeton: str) -> bool:
    """Whether this browser is trusted by this account, and trust is possible (one query, none without a token)."""
    if not jeton or not confiance_possible():
        return False
    siens = Appareil.objects.filter(
        compte=compte, usage=UsageAppareil.CONFIANCE, empreinte=jetons.condenser(jeton), perime_le__gt=timezone.now()
    )  # fmt: skip
    return siens.exists()


def oublier_appareil(*, compte: Compte, appareil: str) -> int:
    """Forget one browser of this account, by its key; returns how many were."""
    if not appareil.isascii() or not appareil.isdigit():
        return 0
    with transaction.atomic():
        oublies, _ = Appareil.objects.filter(compte=compte, pk=int(appareil)).delete()
        if oublies:
            consigner(action=actions.APPAREIL_OUBLIE, acteur=compte, sujet=f"compte:{compte.reference}")
    return oublies
