"""The legal articles that the lines of a calculation cite."""

from typing import Final

_CODE: Final = "du Code de la sécurité sociale"

ACTIVITE_MINIMALE: Final = f"L842-2 {_CODE}"
CALCUL: Final = f"L842-3 {_CODE}"
RESSOURCES: Final = f"L842-4 {_CODE}"
PARENT_ISOLE: Final = f"L842-7 {_CODE}"
MONTANT_FORFAITAIRE: Final = f"D843-1 {_CODE}"
BONIFICATION: Final = f"D843-2 {_CODE}"
FRACTION: Final = f"D843-3 {_CODE}"
AAH: Final = f"D843-4 {_CODE}"
PERIODE_DE_REFERENCE: Final = f"R843-1 {_CODE}"
REVENUS_D_ACTIVITE: Final = f"R844-1 {_CODE}"
FORFAIT_LOGEMENT: Final = f"R844-3 {_CODE}"
PRESTATIONS_COMPTEES: Final = f"R844-4 {_CODE}"
PRESTATIONS_EXCLUES: Final = f"R844-5 {_CODE}"
MINIMUM_VERSE: Final = f"D846-2 {_CODE}"
