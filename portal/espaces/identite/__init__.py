"""A fictitious identity provider, for a demonstration and the tests: FranceConnect's protocol, and nothing of its look.

As strict as the real one: what it accepts, FranceConnect accepts. Everyone there is fictitious, and anyone may be
anyone; so it does not exist, not even an address, where an operator is named.
"""
