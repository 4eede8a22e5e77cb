from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from accounts import droits
        from accounts.models import Personne
        from dossiers import selectors
        from dossiers.models import Dossier

        droits.declarer(Dossier, portees=selectors.portees, visibles=selectors.dossiers_visibles)
        droits.declarer_aux_agents(Dossier, visibles=selectors.dossiers_de_l_agent)
        droits.declarer_aux_agents(Personne, visibles=selectors.personnes_de_l_agent)
