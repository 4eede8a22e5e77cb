"""A QR code as the path of an SVG: drawn in the page itself, with no picture to load nor to keep anywhere."""

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

# Modules of white around it: the standard's four.
BORD = 4


@dataclass(frozen=True, slots=True)
class Dessin:
    """A square of `cote` modules on each side; `chemin` is where it is dark (attribute `d`)."""

    cote: int
    chemin: str


def dessiner(texte: str) -> Dessin:
    """The smallest code that says this."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=BORD)
    code.add_data(texte)
    lignes = code.get_matrix()
    return Dessin(len(lignes), "".join(_ligne(y, ligne) for y, ligne in enumerate(lignes)))


def _ligne(y: int, modules: list[bool]) -> str:
    """One rectangle for each run of dark modules."""
    traits, debut = [], None
    for x, sombre in enumerate([*modules, False]):
        if sombre and debut is None:
            debut = x
        elif not sombre and debut is not None:
            traits.append(f"M{debut} {y}h{x - debut}v1h-{x - debut}z")
            debut = None
    return "".join(traits)
