"""The dated tables of the law: every figure, the month it holds from, and the text that fixed it.

Next April’s scale is added here, as rows, and nowhere else. A value holds until the next row; the last one holds
until a new text. Before its first row a table gives its first value: the scheme opened on 1 January 2016 and the
quarter of its first claims lies in 2015.
"""

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from simulations.regles.calendrier import Mois

EUROS: Final = "euros par mois"
EUROS_HEURE: Final = "euros par heure"
HEURES: Final = "heures de Smic"
TAUX: Final = "taux"
ANS: Final = "ans"
MOIS: Final = "mois"


@dataclass(frozen=True, slots=True)
class ParametreCite:
    """One row of a table, as a line of the calculation cites it.

    `valeur` is in `unite` (a rate is a share of one: 0.5985 is 59,85 %); `source` is the text that set the value.
    """

    nom: str
    valeur: Decimal
    unite: str
    depuis: Mois
    source: str


class Bareme:
    """A parameter of the law through time: its rows, oldest first."""

    __slots__ = ("_debuts", "lignes")

    def __init__(self, nom: str, unite: str, *lignes: tuple[str, str, str]) -> None:
        self.lignes = tuple(
            ParametreCite(nom, Decimal(valeur), unite, Mois.lire(depuis), source)
            for depuis, valeur, source in lignes
        )
        self._debuts = [ligne.depuis for ligne in self.lignes]
        if self._debuts != sorted(set(self._debuts)):
            raise ValueError(f"the rows of {nom!r} are not in order")

    def en_vigueur(self, mois: Mois) -> ParametreCite:
        """The row in force on the first day of `mois`."""
        return self.lignes[max(bisect_right(self._debuts, mois) - 1, 0)]


# --- The scale of the prime: D843-1 to D843-3 of the Code de la sécurité sociale ---------------------------------

MONTANT_DE_BASE: Final = Bareme(
    "Montant forfaitaire d’une personne seule",
    EUROS,
    ("2016-01", "524.16", "décret 2015-1710, art. 1"),
    ("2016-04", "524.68", "décret 2016-536"),
    ("2017-04", "526.25", "décret 2017-740"),
    ("2018-04", "531.51", "décret 2018-323"),
    ("2018-08", "551.51", "décret 2018-836, art. 1"),
    # No change in April 2019: the base had been raised by 20 euros the summer before.
    ("2020-04", "553.16", "décret 2020-491"),
    ("2021-04", "553.71", "décret 2021-528"),
    ("2022-04", "563.68", "décret 2022-701"),
    ("2022-07", "586.23", "loi 2022-1158, art. 9"),
    ("2023-04", "595.25", "décret 2023-343"),
    ("2024-04", "622.63", "décret 2024-403"),
    ("2025-04", "633.21", "décret 2025-294"),
    ("2026-04", "638.28", "décret 2026-222, art. 1"),
)

FRACTION_DES_REVENUS: Final = Bareme(
    "Part des revenus d’activité qui s’ajoute au montant forfaitaire",
    TAUX,
    ("2016-01", "0.62", "décret 2015-1710, art. 2"),
    ("2018-08", "0.61", "décret 2018-836, art. 2"),
    ("2025-04", "0.5985", "décret 2025-292"),
)

DEBUT_DE_LA_BONIFICATION: Final = Bareme(
    "Revenu à partir duquel le bonus commence",
    HEURES,
    ("2016-01", "59", "décret 2015-1710, art. 1"),
)

FIN_DE_LA_BONIFICATION: Final = Bareme(
    "Revenu à partir duquel le bonus est entier",
    HEURES,
    ("2016-01", "95", "décret 2015-1710, art. 1"),
    ("2018-10", "120", "décret 2018-1197"),
    ("2026-04", "138", "décret 2026-222, art. 2"),
)

TAUX_DE_LA_BONIFICATION: Final = Bareme(
    "Bonus entier, en part du montant forfaitaire",
    TAUX,
    ("2016-01", "0.12782", "décret 2015-1710, art. 1"),
    ("2018-10", "0.29101", "décret 2018-1197"),
    ("2026-04", "0.377", "décret 2026-222, art. 2"),
)

# --- Steps of the flat amount: D843-1, L842-7 --------------------------------------------------------------------

MAJORATION_DEUXIEME_PERSONNE: Final = Bareme(
    "Majoration pour la deuxième personne", TAUX, ("2016-01", "0.5", "décret 2015-1710, art. 1")
)
MAJORATION_TROISIEME_PERSONNE: Final = Bareme(
    "Majoration pour la troisième personne", TAUX, ("2016-01", "0.3", "décret 2015-1710, art. 1")
)
# A lone parent reaches the higher step with the third child, that is the fourth person.
MAJORATION_QUATRIEME_PERSONNE_COUPLE: Final = Bareme(
    "Majoration pour la quatrième personne, en couple", TAUX, ("2016-01", "0.3", "décret 2015-1710, art. 1")
)
MAJORATION_PERSONNE_SUPPLEMENTAIRE: Final = Bareme(
    "Majoration pour chaque personne de plus", TAUX, ("2016-01", "0.4", "décret 2015-1710, art. 1")
)
PARENT_ISOLE_BASE: Final = Bareme(
    "Montant majoré d’un parent isolé, en part du montant forfaitaire",
    TAUX,
    ("2016-01", "1.28412", "décret 2015-1710, art. 1"),
)
PARENT_ISOLE_PAR_ENFANT: Final = Bareme(
    "Supplément par enfant d’un parent isolé", TAUX, ("2016-01", "0.42804", "décret 2015-1710, art. 1")
)
# L842-7: the increase lasts until the youngest child is three.
AGE_LIMITE_DU_JEUNE_ENFANT: Final = Bareme(
    "Âge de l’enfant jusqu’auquel un parent isolé a la majoration",
    ANS,
    ("2016-01", "3", "loi 2015-994, art. 57"),
)

# --- Housing flat rate: R844-3 -----------------------------------------------------------------------------------

FORFAIT_LOGEMENT_UNE_PERSONNE: Final = Bareme(
    "Forfait logement pour une personne", TAUX, ("2016-01", "0.12", "décret 2015-1709, art. 1")
)
FORFAIT_LOGEMENT_DEUX_PERSONNES: Final = Bareme(
    "Forfait logement pour deux personnes", TAUX, ("2016-01", "0.16", "décret 2015-1709, art. 1")
)
FORFAIT_LOGEMENT_TROIS_PERSONNES: Final = Bareme(
    "Forfait logement pour trois personnes ou plus", TAUX, ("2016-01", "0.165", "décret 2015-1709, art. 1")
)

# --- Who has the right, and what is paid: L842-2, D843-4, D846-2 -------------------------------------------------

AGE_MINIMUM: Final = Bareme("Âge minimum", ANS, ("2015-10", "18", "loi 2015-994, art. 57"))
SEUIL_AAH_EN_ACTIVITE: Final = Bareme(
    "Revenu à partir duquel l’AAH compte comme un revenu d’activité",
    HEURES,
    ("2015-10", "29", "décret 2015-1710, art. 1"),
)
MONTANT_MINIMUM_VERSE: Final = Bareme(
    "Plus petit montant versé", EUROS, ("2015-10", "15", "décret 2015-1710, art. 1")
)
# R512-2: 55 % of the SMIC of 169 hours; for a student (L842-2 3°) and for a child who earns a living.
PART_DU_SMIC_MENSUEL: Final = Bareme(
    "Part du Smic mensuel à dépasser", TAUX, ("1985-12", "0.55", "article R512-2")
)
HEURES_DU_SMIC_MENSUEL: Final = Bareme("Heures du Smic mensuel", HEURES, ("1985-12", "169", "article R512-2"))
CRDS: Final = Bareme("CRDS", TAUX, ("1996-02", "0.005", "ordonnance 96-50, art. 14 et 19"))

# --- Dependent children: R844-4, and R262-3 of the Code de l’action sociale et des familles ----------------------

AGE_LIMITE_ENFANT_A_CHARGE: Final = Bareme(
    "Âge jusqu’auquel un enfant est à charge", ANS, ("2016-01", "25", "article R262-3 du CASF")
)
AGE_LIMITE_ENFANT_ASF: Final = Bareme(
    "Âge jusqu’auquel un enfant compte pour l’ASF", ANS, ("2016-01", "20", "article R512-2")
)
RESSOURCES_ENFANT_A_CHARGE: Final = Bareme(
    "Ressources d’un enfant à charge, en part du RSA d’une personne seule",
    TAUX,
    ("2016-01", "0.40", "article R262-3 du CASF"),
)
PLAFOND_ASF: Final = Bareme(
    "ASF comptée par enfant, en part de la BMAF", TAUX, ("2014-04", "0.225", "article R262-10-1 du CASF")
)

# --- Abatements of micro-enterprises: Code général des impôts ----------------------------------------------------

ABATTEMENT_VENTE: Final = Bareme(
    "Abattement sur les ventes", TAUX, ("2006-01", "0.71", "article 50-0 du Code général des impôts")
)
ABATTEMENT_SERVICES_BIC: Final = Bareme(
    "Abattement sur les prestations de services",
    TAUX,
    ("2006-01", "0.50", "article 50-0 du Code général des impôts"),
)
ABATTEMENT_LIBERAL_BNC: Final = Bareme(
    "Abattement sur les activités libérales",
    TAUX,
    ("2006-01", "0.34", "article 102 ter du Code général des impôts"),
)

# --- Figures shared with other benefits --------------------------------------------------------------------------

SMIC_HORAIRE: Final = Bareme(
    "Smic horaire brut",
    EUROS_HEURE,
    ("2015-01", "9.61", "décret 2014-1569"),
    ("2016-01", "9.67", "décret 2015-1688"),
    ("2017-01", "9.76", "décret 2016-1818"),
    ("2018-01", "9.88", "décret 2017-1719"),
    ("2019-01", "10.03", "décret 2018-1173"),
    ("2020-01", "10.15", "décret 2019-1387"),
    ("2021-01", "10.25", "décret 2020-1598"),
    ("2021-10", "10.48", "arrêté du 27 septembre 2021"),
    ("2022-01", "10.57", "décret 2021-1741"),
    ("2022-05", "10.85", "arrêté du 19 avril 2022"),
    ("2022-08", "11.07", "arrêté du 29 juillet 2022"),
    ("2023-01", "11.27", "décret 2022-1608"),
    ("2023-05", "11.52", "arrêté du 26 avril 2023"),
    ("2024-01", "11.65", "décret 2023-1216"),
    ("2024-11", "11.88", "décret 2024-951"),
    ("2026-01", "12.02", "revalorisation du Smic de janvier 2026"),
    ("2026-06", "12.31", "revalorisation du Smic de juin 2026"),
)

BMAF: Final = Bareme(
    "Base mensuelle des allocations familiales",
    EUROS,
    ("2014-04", "406.21", "revalorisation d’avril 2014"),
    ("2016-04", "406.62", "revalorisation d’avril 2016"),
    ("2017-04", "407.84", "revalorisation d’avril 2017"),
    ("2018-04", "411.92", "revalorisation d’avril 2018"),
    ("2019-04", "413.16", "revalorisation d’avril 2019"),
    ("2020-04", "414.40", "revalorisation d’avril 2020"),
    ("2021-04", "414.81", "revalorisation d’avril 2021"),
    ("2022-04", "422.28", "revalorisation d’avril 2022"),
    ("2022-07", "439.17", "loi 2022-1158, art. 9"),
    ("2023-04", "445.93", "revalorisation d’avril 2023"),
    ("2024-04", "466.44", "revalorisation d’avril 2024"),
    ("2025-04", "474.37", "revalorisation d’avril 2025"),
    ("2026-04", "478.16", "revalorisation d’avril 2026"),
)

RSA_PERSONNE_SEULE: Final = Bareme(
    "RSA d’une personne seule",
    EUROS,
    ("2015-09", "524.16", "revalorisation de septembre 2015"),
    ("2016-04", "524.68", "revalorisation d’avril 2016"),
    ("2016-09", "535.17", "revalorisation de septembre 2016"),
    ("2017-04", "536.78", "revalorisation d’avril 2017"),
    ("2017-09", "545.48", "revalorisation de septembre 2017"),
    ("2018-04", "550.93", "revalorisation d’avril 2018"),
    ("2019-04", "559.74", "revalorisation d’avril 2019"),
    ("2020-04", "564.78", "revalorisation d’avril 2020"),
    ("2021-04", "565.34", "revalorisation d’avril 2021"),
    ("2022-04", "575.52", "revalorisation d’avril 2022"),
    ("2022-07", "598.54", "loi 2022-1158, art. 9"),
    ("2023-04", "607.75", "revalorisation d’avril 2023"),
    ("2024-04", "635.71", "revalorisation d’avril 2024"),
    ("2025-04", "646.52", "revalorisation d’avril 2025"),
    ("2026-04", "651.69", "revalorisation d’avril 2026"),
)
