"""Amounts of three months that look odd: a question is asked, nothing is refused."""

from collections.abc import Sequence
from decimal import Decimal

from simulations.regles import Mois

# (« 2022-07 », « juillet 2022 ») for each of the three months.
MoisChoix = list[tuple[str, str]]

# From one month to the next, a salary that moves by more than this is worth a second look.
SAUT = Decimal("0.30")
# Above, a yearly amount was perhaps typed instead of a monthly one.
MENSUEL_RARE = Decimal(10_000)


def choix_des_mois(mois: Sequence[Mois]) -> MoisChoix:
    """The three months as the amount fields want them."""
    return [(m.iso, m.en_lettres()) for m in mois]


def question_sur(montants: Sequence[Decimal], mois: MoisChoix) -> str | None:
    """The question to ask about three monthly amounts, or None when nothing is odd."""
    noms = [nom for _, nom in mois]
    if montants[1] == 0 and montants[0] > 0 and montants[2] > 0:
        return (
            f"Vous indiquez 0 € en {noms[1]}, entre deux mois payés. Est-ce bien le montant reçu ce mois-là ?"
        )
    if max(montants) > MENSUEL_RARE:
        return "Ce montant est élevé pour un seul mois. Est-ce bien un montant mensuel, et non annuel ?"
    for rang in (1, 2):
        avant, apres = montants[rang - 1], montants[rang]
        if avant > 0 and apres > 0 and abs(apres - avant) > SAUT * avant:
            sens = "augmente" if apres > avant else "baisse"
            return f"Le montant {sens} nettement en {noms[rang]}. Est-ce bien ce qui a été reçu ce mois-là ?"
    return None
