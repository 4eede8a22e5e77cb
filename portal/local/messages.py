"""Speaking to the person at the terminal."""

import sys


class Panne(Exception):
    """Something the person must know and can act on; its text is a French sentence, shown as it is."""


def dire(texte: str = "") -> None:
    """Write one line at once. A terminal that went away must not keep the servers from being stopped."""
    try:
        sys.stdout.write(texte + "\n")
        sys.stdout.flush()
    except OSError:
        pass


def duree(secondes: float) -> str:
    """A duration as French people write it: `0,4 s`, `3 min 12 s`."""
    if secondes < 60:
        return f"{secondes:.1f}\u00a0s".replace(".", ",")
    minutes, reste = divmod(round(secondes), 60)
    return f"{minutes}\u00a0min {reste:02d}\u00a0s"
