"""What the worker and beat do. A task carries a reference and nothing else."""

import logging
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

# Not shared_task: a command that deposits would then look for a broker that is not ours.
from portal.celery import app
from portal.courriers.enums import Canal, Etat
from portal.courriers.envoi import LOT_MAX, dus, faire_partir, verrouiller
from portal.courriers.etats import changer
from portal.courriers.models import Courrier, EnvoiSimule

journal = logging.getLogger(__name__)

RELEVE_MAX = 1000
PURGE_MAX = 5000
# A provider answers within a minute; past the second limit the process is killed.
LIMITES = {"soft_time_limit": 75, "time_limit": 90}
# How long a message put in the queue is given before it is put there again.
REMISE_EN_FILE = timedelta(minutes=5)


@app.task(**LIMITES)  # type: ignore[untyped-decorator]
def envoyer(reference: str) -> None:
    """One try to send one SMS or e-mail. Harmless when run twice, or when there is nothing left to do."""
    faire_partir(Q(reference=reference) & ~Q(canal=Canal.COURRIER))


@app.task  # type: ignore[untyped-decorator]
def expedier_les_lettres() -> int:
    """Every letter that is due, in batches; returns how many were taken."""
    lettres = Q(canal=Canal.COURRIER)
    essais = dus(lettres, timezone.now()).order_by("essais").values_list("essais", flat=True).distinct()
    total = 0
    for nombre in essais:
        while pris := faire_partir(lettres & Q(essais=nombre), LOT_MAX):
            total += pris
    return total


@app.task  # type: ignore[untyped-decorator]
def relever() -> None:
    """Every few seconds: what nobody is sending goes back in the queue, what nobody finished becomes uncertain."""
    _remettre_en_file()
    _constater("perimer", Q(etat=Etat.A_ENVOYER, perime_le__lte=timezone.now()), "trop tard")
    vieux = timezone.now() - timedelta(seconds=settings.COURRIERS_INCERTAIN_SECONDES)
    _constater("douter", Q(etat=Etat.EN_COURS, marque_le__lte=vieux), "interrompu")


def _remettre_en_file() -> None:
    maintenant = timezone.now()
    with transaction.atomic():
        choix = ~Q(canal=Canal.COURRIER) & Q(releve_le__lte=maintenant)
        references = list(
            verrouiller(dus(choix, maintenant)).values_list("reference", flat=True)[:RELEVE_MAX]
        )
        Courrier.objects.filter(reference__in=references).update(releve_le=maintenant + REMISE_EN_FILE)
        for reference in references:
            transaction.on_commit(partial(mettre_en_file, reference))


def _constater(transition: str, choix: Q, motif: str) -> None:
    with transaction.atomic():
        for courrier in verrouiller(Courrier.objects.filter(choix).order_by("pk"))[:RELEVE_MAX]:
            changer(courrier, transition, motif=motif)
            journal.warning("courrier %s : %s (%s)", courrier.reference, courrier.etat, motif)


def mettre_en_file(reference: str) -> None:
    """Ask the worker to send now. Without a broker nothing is lost: `relever` will ask again."""
    try:
        envoyer.apply_async((reference,), retry=False)
    except (OperationalError, RedisError):
        journal.warning("courrier %s : file injoignable, repris plus tard", reference)


@app.task  # type: ignore[untyped-decorator]
def purger_les_courriers() -> int:
    """Delete what ended long enough ago, and what the demonstration kept; returns how many messages."""
    maintenant = timezone.now()
    simules = maintenant - timedelta(hours=settings.COURRIERS_SIMULES_HEURES)
    EnvoiSimule.objects.filter(le__lte=simules).delete()
    finis = Courrier.objects.filter(fini_le__lte=maintenant - timedelta(days=settings.COURRIERS_JOURS))
    total = 0
    while cles := list(finis.order_by("fini_le").values_list("pk", flat=True)[:PURGE_MAX]):
        Courrier.objects.filter(pk__in=cles).delete()
        total += len(cles)
    return total
