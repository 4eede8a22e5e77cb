"""Figures of this machine, measured in this run: `make bench`, or `python -m bench` with servers of your own.

Each module gives `mesurer(rapide) -> list[Mesure]`; a budget is a maximum, None when nothing was promised.
"""

# Name, value, unit, budget (a maximum, or None), detail.
Mesure = tuple[str, float, str, float | None, str]
