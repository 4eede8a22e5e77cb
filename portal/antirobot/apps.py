from django.apps import AppConfig


class AntirobotConfig(AppConfig):
    name = "portal.antirobot"
    label = "antirobot"
    verbose_name = "Protection contre les robots"
