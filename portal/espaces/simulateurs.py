"""Which estimates exist here, and where the others are made today (SIM-01, SIM-02)."""

from dataclasses import dataclass

from portal.espaces.enums import Theme

CAF = ("le site officiel caf.fr", "https://www.caf.fr")
DROITS_SOCIAUX = ("le site officiel mesdroitssociaux.gouv.fr", "https://www.mesdroitssociaux.gouv.fr")
PENSIONS = ("le site officiel des pensions alimentaires", "https://www.pension-alimentaire.caf.fr")


@dataclass(frozen=True, slots=True)
class Simulateur:
    """One line of the list: ours has a URL name, another the name and the address of the site that holds it."""

    nom: str
    theme: Theme
    phrase: str
    url: str = ""
    ailleurs: tuple[str, str] = ("", "")

    @property
    def site(self) -> str:
        return self.ailleurs[0]

    @property
    def adresse(self) -> str:
        return self.ailleurs[1]


ICI = (
    Simulateur(
        "Prime d’activité",
        Theme.VIE_PROFESSIONNELLE,
        "Cinq minutes, sans compte. Le montant, le calcul ligne par ligne, et ce qui le changerait.",
        url="prime_activite:debut",
    ),
)
AILLEURS = (
    Simulateur(
        "Aides au logement",
        Theme.LOGEMENT,
        "Une baisse du loyer selon vos revenus, votre famille et votre ville.",
        ailleurs=CAF,
    ),
    Simulateur(
        "Revenu de solidarité active (RSA)",
        Theme.VIE_PROFESSIONNELLE,
        "Un revenu minimal quand les ressources manquent.",
        ailleurs=CAF,
    ),
    Simulateur(
        "Complément de libre choix du mode de garde (CMG)",
        Theme.VIE_PERSONNELLE,
        "Ce que la Caf prend en charge d’une assistante maternelle ou d’une garde à domicile.",
        ailleurs=CAF,
    ),
    Simulateur(
        "Prime à la naissance ou à l’adoption",
        Theme.VIE_PERSONNELLE,
        "Une somme versée en une fois à l’arrivée d’un enfant.",
        ailleurs=DROITS_SOCIAUX,
    ),
    Simulateur(
        "Pension alimentaire",
        Theme.VIE_PERSONNELLE,
        "Un ordre de grandeur, avant d’en parler à l’autre parent ou au juge.",
        ailleurs=PENSIONS,
    ),
)
