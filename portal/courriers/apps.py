from django.apps import AppConfig


class CourriersConfig(AppConfig):
    name = "portal.courriers"
    verbose_name = "Courriers"
