"""The trial views beside the real pages, for what needs an address of the portal."""

from django.urls import include, path

from portal.urls import handler400, handler403, handler404, handler500
from portal.urls import urlpatterns as portail

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("essai/", include("tests.http.urls_essai")), *portail]
