"""Birth dates of the adults: what is impossible, and what is worth a question."""

from datetime import date

from simulations.regles import Mois

MAJORITE = 18  # L.842-2 CSS
# Younger, nobody claims nor lives in a couple: a year was mistyped.
AGE_MINIMAL, AGE_MAXIMAL = 14, 120


def age(naissance: date, jour: date) -> int:
    """Age in whole years on `jour`."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def naissance_impossible(naissance: date, demande: Mois) -> str | None:
    """What to say of a birth date that no adult of this claim can have."""
    ans = age(naissance, demande.premier_jour())
    if AGE_MINIMAL <= ans <= AGE_MAXIMAL:
        return None
    return "Vérifiez l’année, en quatre chiffres, par exemple 01/01/1990."


def question_de_majorite(naissance: date, demande: Mois, sujet: str) -> str | None:
    """Under 18: a question, not a refusal, because the other adult may open the right. `sujet`: « Vous avez »."""
    if age(naissance, demande.premier_jour()) >= MAJORITE:
        return None
    return (
        f"{sujet} moins de 18\u00a0ans à la date de la demande. La prime d’activité s’ouvre à 18\u00a0ans\u00a0: "
        "si personne d’autre n’est majeur dans le foyer, l’estimation sera de 0\u00a0€. "
        "Cette date est-elle exacte\u00a0?"
    )
