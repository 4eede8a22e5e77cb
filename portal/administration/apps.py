from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    # By its name: how one logs in is known a floor above.
    default_site = "accounts.agents.site.SiteAgents"
