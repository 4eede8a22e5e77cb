"""Geometry of the curve « prime against salary », for an SVG that the template draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from simulations.resultat import Point

LARGEUR, HAUTEUR = 640, 300
GAUCHE, DROITE, HAUT, BAS = 64, 16, 28, 48
TIRETS_VISES = 4


@dataclass(frozen=True)
class Repere:
    """A tick of an axis: where, and which amount in euros."""

    position: float
    montant: int


@dataclass(frozen=True)
class Courbe:
    """Everything the template needs: pixels of a 640 × 300 drawing, and the amounts for the table."""

    trace: str
    vous_x: float
    vous_y: float
    vous_a_droite: bool
    vous_en_haut: bool
    abscisses: tuple[Repere, ...]
    ordonnees: tuple[Repere, ...]
    lignes: tuple[Point, ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    gauche: int = GAUCHE
    droite: int = LARGEUR - DROITE
    haut: int = HAUT
    bas: int = HAUTEUR - BAS


def tracer(points: Sequence[Point], vous: Point) -> Courbe:
    """Place the points; `vous` is the family's own point (mean salary, prime)."""
    salaire_max = max(points[-1].salaire, vous.salaire)
    prime_max = max([p.prime for p in points] + [vous.prime, Decimal(1)])
    pas_y = _pas(prime_max)
    plafond = (prime_max / pas_y).to_integral_value(ROUND_CEILING) * pas_y

    def x(salaire: Decimal) -> float:
        return round(GAUCHE + float(salaire / salaire_max) * (LARGEUR - GAUCHE - DROITE), 1)

    def y(prime: Decimal) -> float:
        return round(HAUTEUR - BAS - float(prime / plafond) * (HAUTEUR - HAUT - BAS), 1)

    return Courbe(
        trace=" ".join(f"{x(p.salaire):g},{y(p.prime):g}" for p in sans_points_alignes(points)),
        vous_x=x(vous.salaire),
        vous_y=y(vous.prime),
        vous_a_droite=x(vous.salaire) < LARGEUR * 0.7,
        vous_en_haut=y(vous.prime) > HAUT + 24,
        abscisses=_reperes(salaire_max, x),
        ordonnees=_reperes(plafond, y),
        lignes=tuple(p for rang, p in enumerate(points) if rang % 4 == 0 or p is points[-1]),
    )


def _pas(maximum: Decimal) -> Decimal:
    """A round step (1, 2 or 5 times a power of ten) that makes about four ticks."""
    brut = maximum / TIRETS_VISES
    puissance = Decimal(10) ** (brut.adjusted())
    return next(puissance * k for k in (1, 2, 5, 10) if puissance * k >= brut)


def _reperes(maximum: Decimal, placer: Callable[[Decimal], float]) -> tuple[Repere, ...]:
    pas = _pas(maximum)
    return tuple(Repere(placer(pas * k), int(pas * k)) for k in range(int(maximum // pas) + 1))


def sans_points_alignes(points: Sequence[Point]) -> list[Point]:
    """The same line with fewer points: those on a straight stretch are left out (to the cent)."""
    gardes = [points[0]]
    for (avant, point), apres in zip(pairwise(points), points[2:], strict=False):
        pente = (point.prime - avant.prime) * (apres.salaire - point.salaire)
        if abs(pente - (apres.prime - point.prime) * (point.salaire - avant.salaire)) > 1:
            gardes.append(point)
    return [*gardes, points[-1]]
