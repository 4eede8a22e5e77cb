from django.apps import AppConfig


class BailleursConfig(AppConfig):
    name = "bailleurs"
    verbose_name = "Bailleurs"
