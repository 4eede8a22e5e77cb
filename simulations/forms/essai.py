"""Third step: the one thing that a person may try on the result page."""

from portal.ui.formulaires import Formulaire, MontantField


class EssaiForm(Formulaire):
    """« Et si mon salaire était de… »"""

    salaire = MontantField(label="Un autre salaire, par mois", help_text="Le même pour les trois mois.")
