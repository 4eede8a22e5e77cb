from django.apps import AppConfig


class LimitesConfig(AppConfig):
    name = "portal.limites"
    verbose_name = "Limites"
