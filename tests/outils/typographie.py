"""French typography of what a reader sees."""

import re

BLOC = "\x1e"  # between two blocks of a page: neither a space nor a letter

# Each rule: what it catches, and the sentence that tells how to write it.
REGLES = (
    (re.compile(r" [:;!?»]"), "espace ordinaire avant « : ; ! ? » » (U+00A0 attendue)"),
    (re.compile(r"« "), "espace ordinaire après « (U+00A0 attendue)"),
    (re.compile(r"«[^ \u00a0\u202f]"), "espace insécable manquante après «"),
    (
        re.compile(r"[^\s«(\u00a0\u202f?!…\x1e][;!?»](?=[\s\x1e]|$)"),
        "espace insécable manquante avant « ; ! ? » »",
    ),
    (re.compile(r"[^\W\d]:(?=[\s\u00a0\x1e]|$)"), "espace insécable manquante avant « : »"),
    (re.compile(r"'"), "apostrophe droite (’ attendue)"),
    (re.compile(r'"'), "guillemet droit (« » attendus)"),
    (re.compile(r"\.\.\."), "trois points (… attendu)"),
    (re.compile(r"\d [€%]"), "espace ordinaire avant € ou % (U+00A0 attendue)"),
    (re.compile(r"\d[€%]"), "espace insécable manquante avant € ou %"),
    (re.compile(r"\d[ \u00a0]\d{3}(?:,\d+)?[ \u00a0\u202f]€"), "milliers séparés autrement que par U+202F"),
)


def fautes(texte: str) -> list[str]:
    """One line for each fault of `texte` (whitespace already collapsed as a browser does)."""
    return [
        f"typographie, {regle} : « …{texte[max(0, t.start() - 25) : t.end() + 15]}… »".replace(BLOC, " / ")
        for motif, regle in REGLES
        for t in motif.finditer(texte)
    ]
