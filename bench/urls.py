"""The portal, and an empty view behind the same server and the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from portal.http.acces import public
from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@public
def vide(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse("")


urlpatterns = [path("bench/vide", vide, name="bench_vide"), *portail]
