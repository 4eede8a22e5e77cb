"""Who a person is and how they prove it: accounts, login, recovery, sessions, authorisations.

Not here: what they receive. This room knows people and proofs, not benefits.
"""
