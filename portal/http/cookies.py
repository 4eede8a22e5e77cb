"""The few cookies of the portal: their names and their attributes, in one place."""

from django.conf import settings
from django.http import HttpResponseBase

UN_AN = 365 * 24 * 3600


def nom(cookie: str) -> str:
    """Name of a cookie as the browser knows it (`__Host-` in production)."""
    return settings.PREFIXE_COOKIES + cookie


def poser(reponse: HttpResponseBase, cookie: str, valeur: str, *, duree: int | None = UN_AN) -> None:
    """Set a strictly necessary cookie; `duree` in seconds, None: until the browser closes."""
    reponse.set_cookie(
        nom(cookie),
        valeur,
        max_age=duree,
        path="/",
        secure=bool(settings.PREFIXE_COOKIES),
        httponly=True,
        samesite="Lax",
    )


def effacer(reponse: HttpResponseBase, cookie: str) -> None:
    """Remove a cookie that `poser` set."""
    poser(reponse, cookie, "", duree=0)
