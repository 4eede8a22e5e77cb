"""Seal what was written, and drop the months that have lived.

Writers take no lock of ours. A number drawn later may be committed earlier, so the task first reads the last number
drawn, then waits for the transactions that are writing in the journal at that instant to end: each of them held the
table (ROW EXCLUSIVE) before it drew its number. After that, no number up to there can appear any more.
"""

import itertools
import logging
import time
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal.journal import empreintes, partitions
from portal.journal.models import Evenement, NatureScellement, Scellement
from portal.journal.verification import verifier

journal = logging.getLogger(__name__)

LOT = 1000
# Of one run of the task: what is left waits for the next, a minute later.
LOTS_PAR_PASSAGE = 500
# How long to wait for those who are writing, in seconds. A longer writer only delays the seal.
PATIENCE = 5.0
PAUSE = 0.05

_ECRIVAINS = """
SELECT array_agg(DISTINCT virtualtransaction) FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation IN (SELECT relid FROM pg_partition_tree('journal_evenement'))
  AND pid IS DISTINCT FROM pg_backend_pid()
"""


class JournalRompu(Exception):
    """The chain does not hold: nothing may be dropped, the evidence would go with it."""


def sceller(*, patience: float = PATIENCE, lot: int = LOT) -> int:
    """Seal every committed row, in order; returns how many batches. 0 when another process is at it."""
    with transaction.atomic(durable=True):
        if not _seul():
            return 0
        borne = _dernier_numero_tire()
        if not _attendre_les_ecrivains(patience):
            journal.warning("Journal non scellé : une écriture dure plus de %s s.", patience)
            return 0
        nombre = sum(1 for _ in _sceller_jusqu_a(borne, lot))
    if nombre:
        # The anchor: this line leaves for the log server, where nobody who alters the database can reach it.
        journal.info("Journal scellé : %s", empreintes.lisible(_dernier().empreinte))
    return nombre


def effacer_les_mois_expires(*, maintenant: datetime | None = None) -> list[date]:
    """Drop the months that are older than `JOURNAL_MOIS` whole months, sealed to the last row; returns which.

    Raises `JournalRompu` rather than drop a row of a chain that does not hold.
    """
    limite = partitions.decaler(partitions.mois_de(maintenant or timezone.now()), -int(settings.JOURNAL_MOIS))
    expires = [mois for mois in partitions.mois_presents() if mois < limite]
    if expires and (rupture := verifier().rupture):
        raise JournalRompu(rupture)
    return [mois for mois in expires if _effacer(mois)]


def _effacer(mois: date) -> bool:
    with transaction.atomic(durable=True):
        if not _seul():
            return False
        debut, fin = partitions.bornes(mois)
        presents = Evenement.objects.filter(instant__gte=debut, instant__lt=fin)
        if presents.filter(pk__gt=_dernier_scelle()).exists():
            journal.warning("Journal : %s attend d’être scellé avant d’être effacé.", mois)
            return False
        _noter_le_depart(mois)
        partitions.retirer(mois)
    journal.info("Journal : %s effacé, %s", mois, empreintes.lisible(_dernier().empreinte))
    return True


def _noter_le_depart(mois: date) -> None:
    lots = list(Scellement.objects.filter(mois=mois, nature=NatureScellement.LOT).order_by("pk"))
    if not lots:
        return
    _enchainer(
        Scellement(
            nature=NatureScellement.DEPART,
            mois=mois,
            premier=lots[0].premier,
            dernier=lots[-1].dernier,
            nombre=sum(lot.nombre for lot in lots),
            lignes=lots[-1].empreinte,
        )
    )


def _sceller_jusqu_a(borne: int, taille: int) -> Iterator[Scellement]:
    """Batches of at most `taille` rows of one month each: a month that leaves never cuts one."""
    for _ in range(LOTS_PAR_PASSAGE):
        lignes = list(
            Evenement.objects.filter(pk__gt=_dernier_scelle(), pk__lte=borne).order_by("pk")[:taille]
        )
        for mois, groupe in itertools.groupby(lignes, key=lambda e: partitions.mois_de(e.instant)):
            yield _sceller_un_lot(mois, list(groupe))
        if len(lignes) < taille:
            return


def _sceller_un_lot(mois: date, lignes: list[Evenement]) -> Scellement:
    return _enchainer(
        Scellement(
            nature=NatureScellement.LOT,
            mois=mois,
            premier=lignes[0].pk,
            dernier=lignes[-1].pk,
            nombre=len(lignes),
            lignes=empreintes.des_lignes(lignes),
        )
    )


def _enchainer(maillon: Scellement) -> Scellement:
    precedent = _dernier()
    maillon.pk = precedent.pk + 1
    maillon.instant = timezone.now()
    maillon.empreinte = empreintes.du_maillon(maillon, precedent.empreinte)
    maillon.save(force_insert=True)
    return maillon


def _dernier() -> Scellement:
    dernier = Scellement.objects.order_by("-pk").first()
    return dernier or Scellement(pk=0, empreinte=empreintes.ORIGINE)


def _dernier_scelle() -> int:
    lots = Scellement.objects.filter(nature=NatureScellement.LOT).order_by("-dernier")
    return lots.values_list("dernier", flat=True).first() or 0


def _seul() -> bool:
    return bool(_valeur("SELECT pg_try_advisory_xact_lock(%s)", partitions.VERROU))


def _dernier_numero_tire() -> int:
    """Read from the sequence itself, which no transaction hides."""
    return int(_valeur("SELECT last_value FROM journal_evenement_id_seq"))


def _attendre_les_ecrivains(patience: float) -> bool:
    """True once every transaction that was writing in the journal when we came has ended."""
    en_cours = set(_ecrivains())
    limite = time.monotonic() + patience
    while en_cours:
        if time.monotonic() >= limite:
            return False
        time.sleep(PAUSE)
        en_cours &= set(_ecrivains())
    return True


def _ecrivains() -> list[str]:
    return list(_valeur(_ECRIVAINS) or [])


def _valeur(requete: str, *parametres: int) -> Any:
    with connection.cursor() as curseur:
        curseur.execute(requete, parametres)
        return curseur.fetchone()[0]
