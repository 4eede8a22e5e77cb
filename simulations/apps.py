from django.apps import AppConfig


class SimulationsConfig(AppConfig):
    name = "simulations"
    verbose_name = "Simulations"

    def ready(self) -> None:
        from dossiers import connus
        from simulations.connaissances import faits_de_la_famille
        from simulations.parcours import PrimeActivite

        connus.declarer(PrimeActivite.nom, faits_de_la_famille)
