from django.apps import AppConfig


class EspacesConfig(AppConfig):
    name = "portal.espaces"
    label = "espaces"
    verbose_name = "Pages publiques"
