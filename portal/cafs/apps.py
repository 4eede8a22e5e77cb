from django.apps import AppConfig


class CafsConfig(AppConfig):
    name = "portal.cafs"
    label = "cafs"
    verbose_name = "Caf"
