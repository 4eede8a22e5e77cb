"""What a tuteur did, in the words of « Ma sécurité » of the person they act for."""

from collections.abc import Callable, Sequence
from typing import Any

from accounts import histoire
from dossiers import actions
from dossiers.selectors import noms_des_tuteurs

PHRASES = {
    actions.MANDAT_OUVERT: "votre Caf a enregistré que {tuteur} peut agir pour vous",
    actions.MANDAT_TERMINE: "votre Caf a enregistré que {tuteur} n’agit plus pour vous",
    actions.MANDAT_CONSULTE: "{tuteur}, qui agit pour vous, a consulté votre dossier",
}
INCONNU = "un tuteur"


def declarer() -> None:
    """Called once, when the app is ready."""
    for action, phrase in PHRASES.items():
        histoire.declarer(action, _redaction(phrase))


def _redaction(phrase: str) -> Callable[[Sequence[dict[str, Any]]], list[str]]:
    def rediger(donnees: Sequence[dict[str, Any]]) -> list[str]:
        """One query, however many lines there are."""
        noms = noms_des_tuteurs({str(d.get("tuteur")) for d in donnees})
        return [phrase.format(tuteur=noms.get(str(d.get("tuteur")), INCONNU)) for d in donnees]

    return rediger
