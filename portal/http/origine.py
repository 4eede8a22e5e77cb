"""A state change must come from our own pages.

Anonymous pages are cached whole and so carry no token. What protects them is that a browser always says where a
form was sent from: `Sec-Fetch-Site`, `Origin`, or at least `Referer` (our referrer policy is `same-origin`, which
keeps all three). A request that says nothing is refused as well.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.http import erreurs
from portal.http.middleware import Suite

SANS_EFFET = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def est_la_notre(request: HttpRequest) -> bool:
    """True when the browser says that this request was sent by a page of this very host."""
    origine = request.headers.get("Origin")
    if origine is not None:
        return origine == f"{request.scheme}://{request.get_host()}"
    provenance = request.headers.get("Sec-Fetch-Site")
    if provenance is not None:
        return provenance == "same-origin"
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return (page.scheme, page.netloc) == (request.scheme, request.get_host())


class OrigineMiddleware:
    """Refuses with a page (403) any unsafe request that does not come from our own pages."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if (
            request.method in SANS_EFFET
            or request.path in settings.CHEMINS_DE_MACHINES
            or est_la_notre(request)
        ):
            return self.get_response(request)
        return erreurs.origine_refusee(request)
