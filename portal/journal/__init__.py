"""Who did what, to what, and when: append-only.

Not here: application logs (those are `portal.http.journaux`), nor any personal value.
"""
