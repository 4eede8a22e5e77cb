"""Months and periods in French, as this room writes them."""

from datetime import timedelta

from simulations.regles import Mois


def periode(mois: tuple[Mois, Mois, Mois]) -> tuple[str, str]:
    """First and last day of three consecutive months: (« 1er juillet 2022 », « 30 septembre 2022 »)."""
    premier, dernier = mois[0], mois[2]
    fin = Mois.premier_jour(suivant(dernier)) - timedelta(days=1)
    return f"1er {premier.en_lettres()}", f"{fin.day} {dernier.en_lettres()}"


def suivant(mois: Mois, nombre: int = 1) -> Mois:
    """The month `nombre` months later (earlier when negative)."""
    rang = mois.annee * 12 + mois.numero - 1 + nombre
    return Mois(rang // 12, rang % 12 + 1)


def enumerer(elements: list[str]) -> str:
    """« juillet, août et septembre »."""
    return " et ".join(filter(None, [", ".join(elements[:-1]), elements[-1]])) if elements else ""


def trois_mois(mois: tuple[Mois, Mois, Mois]) -> str:
    """« juillet, août et septembre 2022 », or with each year when the quarter crosses New Year."""
    if mois[0].annee != mois[2].annee:
        return enumerer([m.en_lettres() for m in mois])
    noms = [m.en_lettres().rsplit(" ", 1)[0] for m in mois]
    return f"{enumerer(noms)} {mois[2].annee}"
