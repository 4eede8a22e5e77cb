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
