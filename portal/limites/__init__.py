"""How often something may be tried: per account, per address, per both, with delays that grow and always end.

Counted in Redis, in PostgreSQL when Redis is away. A view calls `services.essayer` before it looks at what was typed,
and `services.reussir` once it was right. Not here: what is tried, nor whether the account exists; keys are keyed
digests of what was typed, so an unknown account costs and says the same.
"""
