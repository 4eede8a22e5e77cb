"""The law of the prime d’activité, as pure Python: no framework, no input or output, no clock, exact decimals.

`baremes` holds the dated figures of the texts and `estimer` applies them to a household. One evaluation records
every value it meets; the tree of lines that explains an amount is drawn from that record, so that what is shown
and what is paid cannot differ. Nothing here knows where answers come from or who reads the result.
"""

from simulations.regles.baremes import ParametreCite
from simulations.regles.calendrier import Mois, mois_de_reference
from simulations.regles.estimation import Estimation, Motif, estimer
from simulations.regles.foyer import (
    Adulte,
    Enfant,
    Foyer,
    Logement,
    PrestationsFamiliales,
    StatutLogement,
)
from simulations.regles.lignes import Ligne, Operation
from simulations.regles.parametres import Revalorisation

__all__ = [
    "Adulte",
    "Enfant",
    "Estimation",
    "Foyer",
    "Ligne",
    "Logement",
    "Mois",
    "Motif",
    "Operation",
    "ParametreCite",
    "PrestationsFamiliales",
    "Revalorisation",
    "StatutLogement",
    "estimer",
    "mois_de_reference",
]
