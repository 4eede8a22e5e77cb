"""A token as old as one wants, and its proof."""

import time

from portal.antirobot import jetons


def jeton(*, age: float = 0) -> str:
    return jetons.creer(time.time() - age)


def preuve(texte: str) -> str:
    """What preuve.js finds."""
    lu = jetons.lire(texte)
    assert lu
    return next(str(n) for n in range(jetons.BORNE) if lu.prouve(str(n)))
