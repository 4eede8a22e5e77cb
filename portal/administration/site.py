"""The agents' site."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse_lazy


class SitePortail(AdminSite):
    """Opens to agents only: a session of an allocataire or of a landlord sees the login page."""

    site_header = "Mes droits familles · Agents"
    site_title = "Agents"
    index_title = "Accueil"

    def has_permission(self, request: HttpRequest) -> bool:
        nature = getattr(request.user, "nature", None)
        return bool(super().has_permission(request) and nature == "agent")

    def get_urls(self) -> list[Any]:
        """As Django's; a page of a model too sends whoever is not logged in to this site's own login."""
        urls = super().get_urls()
        for entree in urls:
            for motif in getattr(entree, "url_patterns", [entree]):
                if motif.name != "login":
                    motif.callback.login_url = reverse_lazy("admin:login")
        return urls
