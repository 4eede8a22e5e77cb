"""The audit visits pages with the browser of the journeys."""

from tests.navigateur.conftest import (
    _base_permise_pres_de_playwright,
    _dossier_de_playwright_efface,
    base_url,
    browser_type_launch_args,
    camille,
    coulisses,
    veille,
    visiteur,
)

__all__ = [
    "_base_permise_pres_de_playwright",
    "_dossier_de_playwright_efface",
    "base_url",
    "browser_type_launch_args",
    "camille",
    "coulisses",
    "veille",
    "visiteur",
]
