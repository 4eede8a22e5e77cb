from django.apps import AppConfig


class CourriersConfig(AppConfig):
    name = "portal.courriers"
    verbose_name = "Courriers"

    def ready(self) -> None:
        """Register the checks of the settings."""
        from portal.courriers import checks  # noqa: F401
