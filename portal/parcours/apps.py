from django.apps import AppConfig


class ParcoursConfig(AppConfig):
    name = "portal.parcours"
    label = "parcours"
    verbose_name = "Démarches en cours"
