from django.apps import AppConfig


class HttpConfig(AppConfig):
    name = "portal.http"
    label = "portal_http"
    verbose_name = "Requêtes"
