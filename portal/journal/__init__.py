"""Who did what, to what, and when: append-only, sealed in batches chained by hash, dropped by whole months.

A room declares its actions in `actions.py` (found at start) and writes through `services.consigner`. Not here:
application logs (those are `portal.http.journaux`), nor any personal value, nor a key towards another table: a row
names an account or a thing by its opaque reference, and outlives it.
"""
