"""The months of the journal: created ahead, one table each. Months are those of UTC."""

import re
from datetime import UTC, date, datetime

from django.db import connection, transaction
from django.utils import timezone
from psycopg import sql

# An insert without its month would fail the action that it records: a year of margin if beat stops.
MOIS_D_AVANCE = 12
# Of pg_advisory_xact_lock: who creates, seals or drops does so alone. Writers never take it.
VERROU = 0x6A6F75726E616C
_NOM = re.compile(r"journal_evenement_(\d{4})_(\d{2})")


def mois_de(instant: datetime) -> date:
    """First day of the UTC month of an instant."""
    return instant.astimezone(UTC).date().replace(day=1)


def decaler(mois: date, nombre: int) -> date:
    """The first day of the month `nombre` months later (or earlier)."""
    rang = mois.year * 12 + mois.month - 1 + nombre
    return date(rang // 12, rang % 12 + 1, 1)


def bornes(mois: date) -> tuple[datetime, datetime]:
    """First instant of a UTC month, and of the next."""
    debut, fin = (datetime(m.year, m.month, 1, tzinfo=UTC) for m in (mois, decaler(mois, 1)))
    return debut, fin


def nom(mois: date) -> str:
    """Name of the table of a month."""
    return f"journal_evenement_{mois:%Y_%m}"


def mois_presents() -> list[date]:
    """The months that have their table, in order."""
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = to_regclass('journal_evenement')"
        )
        trouves = [_NOM.fullmatch(ligne[0]) for ligne in curseur.fetchall()]
    return sorted(date(int(t[1]), int(t[2]), 1) for t in trouves if t)


def preparer_les_mois(*, maintenant: datetime | None = None) -> list[date]:
    """Create the tables of this month and of the twelve to come, where they are missing; returns which."""
    courant = mois_de(maintenant or timezone.now())
    voulus = {decaler(courant, rang) for rang in range(MOIS_D_AVANCE + 1)}
    if not _table_presente() or voulus <= set(mois_presents()):
        return []
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute("SELECT pg_advisory_xact_lock(%s)", [VERROU])
        manquants = sorted(voulus - set(mois_presents()))
        for mois in manquants:
            creer(mois)
    return manquants


def creer(mois: date) -> None:
    """Create one month: beside, then attached, which hinders no writer (a partition made in place would)."""
    debut, fin = (sql.Literal(b.isoformat()) for b in bornes(mois))
    table = sql.Identifier(nom(mois))
    with connection.cursor() as curseur:
        for ordre in (
            "CREATE TABLE {table} (LIKE journal_evenement INCLUDING DEFAULTS INCLUDING CONSTRAINTS)",
            "CREATE TRIGGER journal_jamais_vide BEFORE TRUNCATE ON {table} EXECUTE FUNCTION journal_refuser()",
            "ALTER TABLE journal_evenement ATTACH PARTITION {table} FOR VALUES FROM ({debut}) TO ({fin})",
            "ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_ecrit_une_fois",
            "ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_jamais_vide",
        ):
            curseur.execute(
                sql.SQL(ordre).format(table=table, debut=debut, fin=fin).as_string(curseur.cursor)
            )


def retirer(mois: date) -> None:
    """Drop one month, for the service that has sealed its departure."""
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL lock_timeout = '3s'")
        curseur.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(nom(mois))).as_string(curseur.cursor))


def _table_presente() -> bool:
    with connection.cursor() as curseur:
        curseur.execute("SELECT to_regclass('journal_evenement') IS NOT NULL")
        return bool(curseur.fetchone()[0])
