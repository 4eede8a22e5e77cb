"""What the demonstration news say. Local ones are fictitious; national ones say nothing that is not the rule."""

from dataclasses import dataclass

from portal.espaces.enums import Theme


@dataclass(frozen=True, slots=True)
class Fiche:
    """A piece of news published `jours` days from today (before, when negative), for `dure` days (None: for good)."""

    slug: str
    jours: int
    theme: Theme
    titre: str
    resume: str
    corps: tuple[str, ...]
    caf: str | None = None
    dure: int | None = None


ACTUALITES = (
    Fiche(
        "accueil-sans-rendez-vous-muret",
        -1,
        Theme.LOGEMENT,
        "Un accueil sans rendez-vous ouvre à Muret",
        "Chaque mardi matin, un premier conseil sur l’aide au logement.",
        (
            "Le mardi de 9 h à 12 h, une conseillère vous reçoit à Muret sans rendez-vous pour une première question sur "
            "votre aide au logement.",
            "Apportez votre bail et votre dernière quittance de loyer. Pour une étude complète de votre dossier, prenez "
            "rendez-vous.",
            "Cette nouvelle est fictive : elle montre comment une Caf informe son département.",
        ),
        caf="31",
    ),
    Fiche(
        "mois-a-declarer",
        -4,
        Theme.VIE_PROFESSIONNELLE,
        "RSA, prime d’activité : déclarez les bons mois",
        "Où lire le bon montant sur le bulletin de paie, et quels mois il faut regarder.",
        (
            "Votre déclaration ne porte pas sur les trois derniers mois : elle saute le mois qui vient de finir. En "
            "décembre, vous déclarez août, septembre et octobre.",
            "Le montant à écrire est le « montant net social ». Il est sur votre bulletin de paie, à la ligne qui porte "
            "ce nom. Une partie est déjà remplie : vérifiez-la avant d’envoyer.",
            "Vous n’avez rien gagné ? Déclarez 0. Sans déclaration, le paiement s’arrête.",
        ),
    ),
    Fiche(
        "naissance-declarer-la-grossesse",
        -9,
        Theme.VIE_PERSONNELLE,
        "Naissance : déclarez la grossesse avant la 14e semaine",
        "C’est elle qui ouvre la prime à la naissance. Votre médecin ou votre sage-femme peut l’envoyer pour vous.",
        (
            "La déclaration de grossesse se fait dans les quatorze premières semaines, après le premier examen.",
            "Votre médecin ou votre sage-femme peut l’envoyer à la Caf et à l’assurance maladie en une seule fois. Vous "
            "n’avez alors rien d’autre à faire.",
            "La prime à la naissance dépend de vos revenus. Elle arrive au septième mois.",
        ),
    ),
    Fiche(
        "separation-des-le-premier-jour",
        -15,
        Theme.ACCIDENT_DE_VIE,
        "Séparation : prévenez dès le premier jour",
        "Même si vous vivez encore sous le même toit. L’accès de l’autre personne à votre dossier s’arrête aussitôt.",
        (
            "Vous vous séparez ? Dites-le à votre Caf le jour même, sans attendre un jugement ni un déménagement.",
            "Vos droits sont recalculés pour vous et les enfants à votre charge. L’autre personne ne voit plus votre "
            "dossier.",
            "Vérifiez aussi que le compte bancaire où l’argent arrive est bien le vôtre.",
        ),
    ),
    Fiche(
        "loyer-de-juillet-rappel",
        -20,
        Theme.LOGEMENT,
        "Bailleurs : il est encore temps de déclarer le loyer de juillet",
        "Sans lui, l’aide au logement de vos locataires peut s’arrêter en janvier.",
        (
            "Chaque année, la Caf recalcule les aides au logement avec le loyer de juillet. Les nouveaux montants "
            "commencent en janvier.",
            "Si vous êtes locataire et que votre bailleur ne l’a pas déclaré, envoyez votre quittance de juillet à votre "
            "Caf.",
        ),
    ),
    Fiche(
        "handicap-relais-mdph",
        -26,
        Theme.HANDICAP,
        "Handicap : votre dossier commence à la MDPH",
        "La maison départementale des personnes handicapées décide, la Caf paie ensuite.",
        (
            "Pour l’allocation aux adultes handicapés (AAH) comme pour celle de votre enfant (AEEH), le dossier se dépose "
            "d’abord à la maison départementale des personnes handicapées (MDPH).",
            "Pensez à demander le renouvellement avant la fin de votre droit : sans nouvelle décision, le paiement "
            "s’arrête.",
        ),
    ),
    Fiche(
        "atelier-garde-enfant-paris",
        -3,
        Theme.VIE_PERSONNELLE,
        "Faire garder son enfant : un atelier chaque mois à Paris",
        "Une heure pour comparer la crèche, l’assistante maternelle et la garde à domicile.",
        (
            "Un mercredi par mois, deux conseillères expliquent les modes de garde, leur coût et l’aide de la Caf.",
            "Cette nouvelle est fictive : elle montre comment une Caf informe son département.",
        ),
        caf="75",
    ),
    Fiche(
        "permanence-saint-denis",
        -2,
        Theme.VIE_PROFESSIONNELLE,
        "Reprendre un travail : une permanence à Saint-Denis",
        "Combien resterait-il à la fin du mois ? Un conseiller fait le calcul avec vous.",
        (
            "Le jeudi de 8 h à 11 h, heure de La Réunion, venez avec votre promesse d’embauche : le conseiller compare "
            "vos droits avant et après.",
            "Cette nouvelle est fictive : elle montre comment une Caf informe son département.",
        ),
        caf="974",
    ),
    Fiche(
        "fermeture-exceptionnelle-toulouse",
        2,
        Theme.ACCIDENT_DE_VIE,
        "Toulouse : accueil fermé un après-midi pour travaux",
        "Le téléphone reste ouvert. Les rendez-vous sont tenus par téléphone.",
        ("Cette nouvelle est fictive : elle montre une publication à date fixe et un retrait automatique.",),
        caf="31",
        dure=3,
    ),
    Fiche(
        "conges-scolaires-passes",
        -60,
        Theme.VIE_PERSONNELLE,
        "Vacances d’automne : les centres de loisirs ouverts",
        "Cette nouvelle a été retirée d’elle-même à la fin des vacances.",
        ("Elle montre une actualité retirée : elle ne s’affiche plus nulle part.",),
        dure=20,
    ),
)
