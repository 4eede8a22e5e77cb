"""The outermost layers: an identifier for each request, and the headers that django-csp and Django do not set."""

import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from portal.http import erreurs
from portal.http.journaux import identifiant_requete, masquer

Suite = Callable[[HttpRequest], HttpResponseBase]
_IDENTIFIANT = re.compile(r"[A-Za-z0-9-]{8,64}")


def _tirer() -> str:
    """A random identifier that log masking will not mistake for a personal number."""
    while True:
        identifiant = secrets.token_hex(8)
        if masquer(identifiant) == identifiant:
            return identifiant


class IdentifiantMiddleware:
    """Gives each request an identifier: the proxy's `X-Request-ID` when it is well formed, else our own."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        recu = request.headers.get("X-Request-ID", "")
        identifiant = recu if _IDENTIFIANT.fullmatch(recu) and masquer(recu) == recu else _tirer()
        jeton = identifiant_requete.set(identifiant)
        try:
            reponse = self.get_response(request)
        finally:
            identifiant_requete.reset(jeton)
        reponse.headers["X-Request-ID"] = identifiant
        return reponse


class EncodageMiddleware:
    """Refuses (400) a form in another encoding than ours: no page of the portal sends one."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        encodage = (request.content_params or {}).get("charset", "utf-8")
        if encodage.lower() in {"utf-8", "utf8"}:
            return self.get_response(request)
        return erreurs.requete_invalide(request)


class EntetesMiddleware:
    """Permissions policy on every answer, `noindex` for as long as this is a demonstration, a page for a 405."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        reponse = self.get_response(request)
        if reponse.status_code == 405 and not getattr(reponse, "content", b"-"):
            reponse = erreurs.methode_refusee(request, reponse.headers["Allow"])
        reponse.headers.setdefault("Permissions-Policy", settings.POLITIQUE_PERMISSIONS)
        if settings.DEMONSTRATION:
            reponse.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return reponse
