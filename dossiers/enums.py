from django.db import models


class Role(models.TextChoices):
    """What a person is in a dossier."""

    RESPONSABLE = "responsable", "Responsable du dossier"
    CONJOINT = "conjoint", "Conjoint"
    ENFANT = "enfant", "Enfant"
    PERSONNE_A_CHARGE = "personne_a_charge", "Personne à charge"


class Autorisable(models.TextChoices):
    """What the responsable of a dossier may let their partner do, each alone (MC-83 to MC-85)."""

    CONSULTER = "consulter", "Consulter nos droits et nos paiements"
    DECLARER = "declarer", "Déclarer des changements"
    DEMANDER = "demander", "Demander une prestation"


class Portee(models.TextChoices):
    """One thing that may be done on a dossier."""

    SES_DONNEES = "ses_donnees", "Voir et corriger ce qui la concerne"
    CONSULTER = "consulter", "Voir le dossier de la famille"
    PAIEMENTS = "paiements", "Voir les droits et les paiements"
    ATTESTATIONS = "attestations", "Obtenir une attestation"
    DECLARER = "declarer", "Déclarer un changement ou des ressources"
    DEMANDER = "demander", "Faire une demande"
    COORDONNEES_BANCAIRES = "coordonnees_bancaires", "Changer le compte où la Caf verse"
    AUTORISER = "autoriser", "Dire ce que l’autre membre du couple peut faire"


# What a court may let a tuteur do: the same three things, said of somebody else, and the bank account beside them.
CONFIABLE: dict[str, str] = {
    Autorisable.CONSULTER.value: "Consulter les droits et les paiements",
    Autorisable.DECLARER.value: Autorisable.DECLARER.label,
    Autorisable.DEMANDER.value: Autorisable.DEMANDER.label,
    Portee.COORDONNEES_BANCAIRES.value: Portee.COORDONNEES_BANCAIRES.label,
}


class NatureTuteur(models.TextChoices):
    """A body, whose users come and go, or one person who answers for themselves."""

    ORGANISME = "organisme", "Un organisme"
    PERSONNE = "personne", "Une personne"


class Mesure(models.TextChoices):
    """What a judge has decided, or a family has settled (code civil, art. 425 to 495-9; MJAGBF: art. 375-9-1)."""

    TUTELLE = "tutelle", "Tutelle"
    CURATELLE_RENFORCEE = "curatelle_renforcee", "Curatelle renforcée"
    CURATELLE_SIMPLE = "curatelle_simple", "Curatelle simple"
    HABILITATION_FAMILIALE = "habilitation_familiale", "Habilitation familiale"
    PROTECTION_FUTURE = "protection_future", "Mandat de protection future"
    MJAGBF = "mjagbf", "Mesure judiciaire d’aide à la gestion du budget familial"


class MotifFin(models.TextChoices):
    """Why a mandate ends. Chosen, never typed: nothing else of anybody is kept."""

    ECHEANCE = "echeance", "La mesure arrive à sa fin"
    MAINLEVEE = "mainlevee", "Le juge l’a levée"
    CHANGEMENT = "changement", "Un autre tuteur est nommé"
    DECES = "deces", "La personne protégée est décédée"
    ERREUR = "erreur", "Ce mandat a été enregistré par erreur"
