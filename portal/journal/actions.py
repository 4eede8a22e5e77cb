from portal.journal.registre import declarer

JOURNAL_CONSULTE = declarer(
    "journal.consulte", "Un agent a consulté le journal.", donnees=("evenement",)
).code
