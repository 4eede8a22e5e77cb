"""What a protected form adds to ours.

    class RecuperationForm(ProtectionMixin, Formulaire): …

Its page is never stored, draws `{% antirobot form %}` inside the form and loads `js/preuve.js`. Once the form is valid,
`form.preuve_de_travail` says which rule of `portal.limites` applies: with proof, or without a script.
"""

import logging
import time

from django import forms
from django.core.cache import cache
from redis.exceptions import RedisError

from portal.antirobot import jetons
from portal.ui.formulaires import Formulaire

journal = logging.getLogger(__name__)

REFUS = (
    "Nous n’avons pas pu vérifier que cet envoi ne vient pas d’un robot. Vos réponses sont toujours là\u00a0: "
    "patientez trois secondes, puis envoyez-les à nouveau."
)


class ProtectionMixin(Formulaire):
    """Refuses what comes with neither a proof nor a page read for a few seconds. What was typed stays."""

    preuve_de_travail = False

    @property
    def nom_jeton(self) -> str:
        return self.add_prefix("jeton")

    @property
    def nom_preuve(self) -> str:
        return self.add_prefix("preuve")

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self._ecarte_les_robots():
            self.add_error(None, forms.ValidationError(REFUS, code="robot"))

    def _ecarte_les_robots(self) -> bool:
        maintenant = time.time()
        jeton = jetons.lire(self.data.get(self.nom_jeton, ""))
        if jeton is None or not jeton.vivant(maintenant):
            return False
        reponse = self.data.get(self.nom_preuve, "")
        self.preuve_de_travail = jeton.prouve(reponse) and _depenser(jeton)
        return self.preuve_de_travail or jeton.assez_vieux(maintenant)


def _depenser(jeton: jetons.Jeton) -> bool:
    """False when this proof was already used. While Redis is away it passes: limits are then counted in PostgreSQL."""
    try:
        return cache.add(f"antirobot:{jeton.sel}", 1, jetons.VIE + 60)
    except RedisError:
        journal.warning("Anti-robot : Redis ne répond pas, une preuve a pu servir deux fois.")
        return True
