"""The actions that may be written, each with its sentence. A room declares its own in its `actions.py`."""

import re
from dataclasses import dataclass

_CODE = re.compile(r"[a-z]+\.[a-z_]+")
LONGUEUR_CODE = 60


@dataclass(frozen=True)
class Action:
    """`code` is written in the row (`room.what_happened`), `phrase` is what an agent reads."""

    code: str
    phrase: str
    donnees: frozenset[str]


class ActionInconnue(LookupError):
    """The action was never declared."""


_ACTIONS: dict[str, Action] = {}


def declarer(code: str, phrase: str, *, donnees: tuple[str, ...] = ()) -> Action:
    """Declare an action; `donnees` names the only details it may carry. Raises ValueError when badly written."""
    if not _CODE.fullmatch(code) or len(code) > LONGUEUR_CODE:
        raise ValueError(f"« {code} » : une action s’écrit salle.ce_qui_est_arrive")
    if code in _ACTIONS:
        raise ValueError(f"« {code} » est déjà déclarée")
    if not phrase.endswith("."):
        raise ValueError(f"« {code} » : sa phrase est une phrase, avec son point")
    _ACTIONS[code] = Action(code, phrase, frozenset(donnees))
    return _ACTIONS[code]


def action(code: str) -> Action:
    """The declared action. Raises `ActionInconnue`."""
    try:
        return _ACTIONS[code]
    except KeyError:
        raise ActionInconnue(code) from None


def actions() -> dict[str, Action]:
    """Every declared action, by code."""
    return dict(sorted(_ACTIONS.items()))


def phrase(code: str) -> str:
    """The sentence of an action; its code when the version that wrote it is no longer the one that reads."""
    connue = _ACTIONS.get(code)
    return connue.phrase if connue else code
