"""What the worker and beat do for this room. A task carries a reference and nothing else."""

import logging
from datetime import timedelta

from django.db.models import Model, Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.models import (
    Appareil,
    Facteur,
    Levee,
    PassageFranceConnect,
    PointContact,
    Secret,
    Session,
    Verification,
)
from accounts.models.facteur import FINIES
from accounts.models.personne import DELAI_CONTACT
from accounts.services import secrets
from accounts.services.facteurs.application import PREPARATION

# Not shared_task: whoever asks for a secret would then look for a broker that is not ours.
from portal.celery import app

journal = logging.getLogger(__name__)

LIMITES = {"soft_time_limit": 30, "time_limit": 40}
# How long the queue is given before the secret is sent without it.
PATIENCE = timedelta(seconds=10)
EMIS_MAX = 500
PURGE_MAX = 5000
# What became of a secret or of a recovery is in the journal; the rows stay for who answers the telephone.
GARDE = timedelta(days=30)


@app.task(**LIMITES)  # type: ignore[untyped-decorator]
def emettre_le_secret(reference: str) -> None:
    """Draw and send one secret. Harmless when run twice."""
    secrets.emettre(reference)


@app.task  # type: ignore[untyped-decorator]
def emettre_les_oublies() -> int:
    """Every few seconds: the secrets that no queue brought here; returns how many."""
    vieux = timezone.now() - PATIENCE
    oublies = Secret.objects.filter(secrets.en_attente(), cree_le__lte=vieux).order_by("cree_le")
    references = list(oublies.values_list("reference", flat=True)[:EMIS_MAX])
    for reference in references:
        secrets.emettre(reference)
    return len(references)


@app.task  # type: ignore[untyped-decorator]
def purger_les_acces() -> int:
    """Delete what opens nothing any more: sessions, devices, verifications, secrets, journeys, contact points removed,
    factors never confirmed, removals of factors that are over; returns how many rows."""
    maintenant = timezone.now()
    perimes = (
        (Session, Q(expire_date__lte=maintenant)),
        (PointContact, Q(retire_le__lte=maintenant - DELAI_CONTACT)),
        (Appareil, Q(perime_le__lte=maintenant)),
        (PassageFranceConnect, Q(perime_le__lte=maintenant)),
        (Facteur, Q(confirme_le=None, cree_le__lte=maintenant - PREPARATION)),
        (Levee, Q(etat__in=FINIES, cree_le__lte=maintenant - GARDE)),
        (Secret, Q(perime_le__lte=maintenant - GARDE)),
        (Verification, Q(perime_le__lte=maintenant - GARDE) & ~Q(secrets__perime_le__gt=maintenant - GARDE)),
    )
    return sum(_vider(modele, choix) for modele, choix in perimes)


def _vider(modele: type[Model], choix: Q) -> int:
    total = 0
    while cles := list(modele._base_manager.filter(choix).values_list("pk", flat=True)[:PURGE_MAX]):
        modele._base_manager.filter(pk__in=cles).delete()
        total += len(cles)
    return total


def mettre_en_file(reference: str) -> None:
    """Ask the worker now. Without a broker nothing is lost: `emettre_les_oublies` sees it."""
    try:
        emettre_le_secret.apply_async((reference,), retry=False)
    except (OperationalError, RedisError):
        journal.warning("secret %s : file injoignable, repris plus tard", reference)
