"""Display preferences that a visitor keeps in two cookies: contrast and Caf."""

import re

from django.http import HttpRequest, HttpResponseBase

from portal.http import cookies
from portal.http.middleware import Suite

_CODE_CAF = re.compile(r"[0-9]{2}|2[AB]|97[0-9]")


class RequeteAvecPreferences(HttpRequest):
    """A request as views see it."""

    contraste: bool
    caf_code: str | None


class PreferencesMiddleware:
    """Sets `request.contraste` and `request.caf_code` (the shape only: `portal.cafs` knows which codes exist)."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.contraste = request.COOKIES.get(cookies.nom("contraste")) == "1"  # type: ignore[attr-defined]
        code = request.COOKIES.get(cookies.nom("caf"), "")
        request.caf_code = code if _CODE_CAF.fullmatch(code) else None  # type: ignore[attr-defined]
        return self.get_response(request)
