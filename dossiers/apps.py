from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from accounts import droits
        from dossiers import selectors
        from dossiers.models import Dossier

        droits.declarer(Dossier, portees=selectors.portees, visibles=selectors.dossiers_visibles)
