"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

RETOUR_MAX = 200  # characters


def _retour(request: HttpRequest) -> str:
    """Where the contrast switch comes back: this page, with its question unless that is unreasonably long."""
    complet = request.get_full_path()
    return complet if len(complet) <= RETOUR_MAX else request.path


def page(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, demonstration, session, contrast, espace. A view may override `espace` and `sans_recherche`."""
    return {
        "nom_du_site": settings.NOM_DU_SITE,
        "demonstration": settings.DEMONSTRATION,
        # Set by whoever follows sessions; false where no database could be asked.
        "connecte": getattr(request, "connecte", False),
        "contraste": getattr(request, "contraste", False),
        "espace": "allocataires",
        "retour": _retour(request),
        "sans_recherche": False,
    }
