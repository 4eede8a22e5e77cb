"""The journal between two tests: what a real transaction wrote in it can't be rolled back, nor deleted."""

from django.db import connection


def vider() -> None:
    """Empty both tables, as their owner may with the guards taken out; put the guards back."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT relid::regclass::text FROM pg_partition_tree('journal_evenement')")
        tables = ["journal_scellement", *(ligne[0] for ligne in curseur.fetchall())]
        for table in tables:
            curseur.execute(f"ALTER TABLE {table} DISABLE TRIGGER journal_jamais_vide")
        curseur.execute("TRUNCATE journal_evenement, journal_scellement RESTART IDENTITY")
        for table in tables:
            curseur.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_jamais_vide")


def vider_s_il_le_faut() -> None:
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT EXISTS (SELECT FROM journal_evenement) OR EXISTS (SELECT FROM journal_scellement)"
        )
        if curseur.fetchone()[0]:
            vider()
