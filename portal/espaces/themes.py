"""The five themes: the sentence that opens each, the words and the questions that belong to it."""

from dataclasses import dataclass

from portal.espaces.enums import Theme


@dataclass(frozen=True, slots=True)
class FicheTheme:
    """What the page of a theme says before its benefits."""

    theme: Theme
    phrase: str
    mots: str
    # Slugs of the questions that its page answers.
    questions: tuple[str, ...]

    @property
    def image(self) -> str:
        """Template of its picture."""
        return f"ui/themes/{self.slug}.svg"

    @property
    def slug(self) -> str:
        return self.theme.value

    @property
    def nom(self) -> str:
        return str(self.theme.label)


THEMES = (
    FicheTheme(
        Theme.VIE_PERSONNELLE,
        "Attendre un enfant, l’élever, le faire garder, se séparer : les aides de la famille.",
        "famille enfant bébé naissance couple mariage pacs séparation divorce garde école pension",
        ("separation", "rentree", "conjoint-dossier"),
    ),
    FicheTheme(
        Theme.VIE_PROFESSIONNELLE,
        "Travailler avec un petit revenu, perdre son emploi, se former : les aides autour du travail.",
        "travail emploi salaire chômage formation études apprentissage",
        ("quels-mois-declarer", "salaire-baisse", "montant-net-social"),
    ),
    FicheTheme(
        Theme.LOGEMENT,
        "Payer son loyer ou son prêt, déménager, faire des travaux : les aides pour se loger.",
        "loyer appartement maison déménagement propriétaire locataire travaux prêt",
        ("apl-bailleur", "loyer-de-juillet"),
    ),
    FicheTheme(
        Theme.HANDICAP,
        "Vivre avec un handicap, élever un enfant handicapé ou malade, aider un proche.",
        "handicap invalidité maladie aidant dépendance mdph",
        ("handicap-mdph", "sans-internet"),
    ),
    FicheTheme(
        Theme.ACCIDENT_DE_VIE,
        "Un deuil, une rupture, une dette, un coup dur : ce que la Caf peut faire, et par où commencer.",
        "deuil décès mort violence dette accident maladie urgence difficulté",
        ("separation", "somme-reclamee", "message-suspect"),
    ),
)


def fiche(slug: str) -> FicheTheme | None:
    """The theme of this slug."""
    return next((f for f in THEMES if f.slug == slug), None)
