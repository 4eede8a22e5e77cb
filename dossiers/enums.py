from django.db import models


class Role(models.TextChoices):
    """What a person is in a dossier."""

    RESPONSABLE = "responsable", "Responsable du dossier"
    CONJOINT = "conjoint", "Conjoint"
    ENFANT = "enfant", "Enfant"
    PERSONNE_A_CHARGE = "personne_a_charge", "Personne à charge"


class Portee(models.TextChoices):
    """One thing that may be done on a dossier."""

    SES_DONNEES = "ses_donnees", "Voir et corriger ce qui la concerne"
    CONSULTER = "consulter", "Voir le dossier de la famille"
    PAIEMENTS = "paiements", "Voir les droits et les paiements"
    ATTESTATIONS = "attestations", "Obtenir une attestation"
    DECLARER = "declarer", "Déclarer un changement ou des ressources"
    DEMANDER = "demander", "Faire une demande"
    COORDONNEES_BANCAIRES = "coordonnees_bancaires", "Changer le compte où la Caf verse"
