"""Count in PostgreSQL, while Redis is away: the same arithmetic over locked rows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from portal.limites.arithmetique import SECONDE, Seau, apres, reste_a_attendre
from portal.limites.models import Compteur

_PRENDRE = """
INSERT INTO limites_compteur (cle, instants, perime_le) VALUES (%s, '{}', %s)
ON CONFLICT (cle) DO UPDATE SET perime_le = greatest(limites_compteur.perime_le, excluded.perime_le)
RETURNING instants
"""


def compter(seaux: Sequence[tuple[str, Seau, bool]], maintenant: int) -> int:
    """Count one attempt in every bucket, or in none; returns the milliseconds to wait (0: it passes)."""
    with transaction.atomic(durable=True):
        # Always in the same order: two attempts never wait for each other.
        lus = {cle: _prendre(cle, seau, maintenant) for cle, seau, _ in sorted(seaux, key=lambda s: s[0])}
        attendre = max(
            (reste_a_attendre(seau, lus[cle], maintenant) for cle, seau, vigueur in seaux if vigueur),
            default=0,
        )
        if not attendre:
            for cle, seau, _ in seaux:
                Compteur.objects.filter(pk=cle).update(instants=apres(seau, lus[cle], maintenant))
    return attendre


def rendre(a_vider: Sequence[str], a_reprendre: Sequence[str]) -> None:
    """Empty some keys, take the last attempt back from others."""
    Compteur.objects.filter(pk__in=a_vider).delete()
    with connection.cursor() as curseur:
        curseur.execute(
            "UPDATE limites_compteur SET instants = trim_array(instants, 1)"
            " WHERE cle = ANY(%s) AND cardinality(instants) > 0",
            [list(a_reprendre)],
        )


def _prendre(cle: str, seau: Seau, maintenant: int) -> list[int]:
    """The instants of a key, whose row is then locked until the count is done."""
    perime_le = datetime.fromtimestamp(maintenant / SECONDE, UTC) + timedelta(seconds=seau.fenetre)
    with connection.cursor() as curseur:
        curseur.execute(_PRENDRE, [cle, perime_le])
        return list(curseur.fetchone()[0])
