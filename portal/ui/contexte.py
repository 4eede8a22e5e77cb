"""What every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Name of the site, demonstration, contrast, espace. A view may override `espace` and `sans_recherche`."""
    return {
        "nom_du_site": settings.NOM_DU_SITE,
        "demonstration": settings.DEMONSTRATION,
        "contraste": getattr(request, "contraste", False),
        "espace": "allocataires",
        "sans_recherche": False,
    }
