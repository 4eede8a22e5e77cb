"""The arithmetic of the chain: SHA-256 over a canonical writing. No database here."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from portal.journal.models import Evenement, Scellement

# What the first link follows.
ORIGINE = "0" * 64


def des_lignes(evenements: Iterable[Evenement]) -> str:
    """Fingerprint of rows, in the order given."""
    somme = hashlib.sha256()
    for e in evenements:
        ligne = [e.pk, _utc(e.instant), e.action, e.acteur, e.nature, e.sujet, e.caf, e.requete, e.donnees]
        somme.update(_ecrire(ligne))
    return somme.hexdigest()


def du_maillon(scellement: Scellement, precedente: str) -> str:
    """Fingerprint of a link, which holds that of the former one."""
    s = scellement
    champs = [s.pk, s.nature, _jour(s.mois), s.premier, s.dernier, s.nombre, s.lignes, _utc(s.instant)]
    return hashlib.sha256(_ecrire([*champs, precedente])).hexdigest()


def lisible(empreinte: str) -> str:
    """By groups of four: log masking would take a long run of digits for a personal number."""
    return ":".join(empreinte[rang : rang + 4] for rang in range(0, len(empreinte), 4))


def _ecrire(champs: list[object]) -> bytes:
    return json.dumps(champs, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"


def _utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def _jour(jour: date) -> str:
    return jour.isoformat()
