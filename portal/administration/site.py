"""The agents' site."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest


class SitePortail(AdminSite):
    """Opens to agents only: a session of an allocataire or of a landlord sees the login page."""

    site_header = "Mes droits familles · Agents"
    site_title = "Agents"
    index_title = "Ce qui attend"

    def has_permission(self, request: HttpRequest) -> bool:
        nature = getattr(request.user, "nature", None)
        return bool(super().has_permission(request) and nature == "agent")
