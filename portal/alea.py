"""Random references that go into URLs and on paper: they say nothing and can be read aloud."""

import secrets

# Crockford's base 32: no I, L, O or U, so nothing is mistaken for a digit when read on paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGUEUR = 16  # 80 bits


def nouvelle_reference(longueur: int = LONGUEUR) -> str:
    """A reference of `longueur` characters drawn from the system's random source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(longueur))
