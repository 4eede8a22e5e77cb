"""Which estimates exist here, and where the others are made today (SIM-01, SIM-02)."""

from dataclasses import dataclass

from portal.espaces.enums import Theme


@dataclass(frozen=True, slots=True)
class Simulateur:
    """One line of the list. Without `url` (a URL name), it is not available here yet."""

    nom: str
    theme: Theme
    phrase: str
    url: str = ""
    aujourd_hui: str = ""


SIMULATEURS = (
    Simulateur(
        "Prime d’activité",
        Theme.VIE_PROFESSIONNELLE,
        "Cinq minutes, sans compte. Le montant, le calcul ligne par ligne, et ce qui le changerait.",
        url="prime_activite:debut",
    ),
    Simulateur(
        "Aides au logement",
        Theme.LOGEMENT,
        "APL, ALF ou ALS, selon votre loyer et vos revenus.",
        aujourd_hui="Aujourd’hui\u00a0: simulateur du site officiel caf.fr, ou 3230.",
    ),
    Simulateur(
        "Revenu de solidarité active (RSA)",
        Theme.VIE_PROFESSIONNELLE,
        "Un revenu minimal quand les ressources manquent.",
        aujourd_hui="Aujourd’hui\u00a0: simulateur du site officiel caf.fr, ou 3230.",
    ),
    Simulateur(
        "Complément de libre choix du mode de garde (CMG)",
        Theme.VIE_PERSONNELLE,
        "Ce que la Caf prend en charge d’une assistante maternelle ou d’une garde à domicile.",
        aujourd_hui="Aujourd’hui\u00a0: simulateur du site officiel caf.fr, ou 3230.",
    ),
    Simulateur(
        "Prime à la naissance ou à l’adoption",
        Theme.VIE_PERSONNELLE,
        "Une somme versée en une fois à l’arrivée d’un enfant.",
        aujourd_hui="Aujourd’hui\u00a0: le site officiel mesdroitssociaux.gouv.fr, ou 3230.",
    ),
    Simulateur(
        "Pension alimentaire",
        Theme.VIE_PERSONNELLE,
        "Un ordre de grandeur, avant d’en parler à l’autre parent ou au juge.",
        aujourd_hui="Aujourd’hui\u00a0: le site officiel des pensions alimentaires, ou 3230.",
    ),
)
