from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"
    verbose_name = "Dossiers"

    def ready(self) -> None:
        from accounts import droits
        from accounts.models import Personne
        from dossiers import histoire, selectors
        from dossiers.models import Dossier, Tuteur

        droits.declarer(Dossier, portees=selectors.portees, visibles=selectors.dossiers_visibles)
        droits.declarer(Tuteur, portees=selectors.portees_tuteur, visibles=selectors.tuteurs_de)
        droits.declarer_aux_agents(Dossier, visibles=selectors.dossiers_de_l_agent)
        droits.declarer_aux_agents(Personne, visibles=selectors.personnes_de_l_agent)
        droits.declarer_aux_agents(Tuteur, visibles=selectors.tuteurs_de_l_agent)
        histoire.declarer()
