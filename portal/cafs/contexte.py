from django.http import HttpRequest

from portal.cafs import annuaire


def caf(request: HttpRequest) -> dict[str, annuaire.Caf | None]:
    """The Caf that the visitor chose, for the « Ma Caf » entry of every page; None when unknown."""
    return {"caf": annuaire.caf(getattr(request, "caf_code", None))}
