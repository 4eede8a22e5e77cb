"""« Firefox sur Windows »: what somebody recognises of a browser. Never the whole header, which tells people apart."""

import re

INCONNU = "Navigateur inconnu"
# The order matters: each says it is also those below it.
_NAVIGATEURS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/|Chromium/"),
    ("Safari", r"Safari/"),
)
_SYSTEMES = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Macintosh|Mac OS X"),
    ("ChromeOS", r"CrOS"),
    ("Linux", r"Linux|X11"),
)


def decrire(agent: str) -> str:
    """From a User-Agent header to a few words."""
    nom, systeme = _premier(_NAVIGATEURS, agent), _premier(_SYSTEMES, agent)
    if nom and systeme:
        return f"{nom} sur {systeme}"
    return nom or systeme or INCONNU


def _premier(motifs: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((nom for nom, motif in motifs if re.search(motif, agent[:500])), "")
