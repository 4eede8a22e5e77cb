from django.db import models


class Canal(models.TextChoices):
    """How a message reaches a person."""

    SMS = "sms", "SMS"
    COURRIEL = "courriel", "Courriel"
    COURRIER = "courrier", "Courrier postal"


class Etat(models.TextChoices):
    """Where a message is. The moves between two states are in `portal.courriers.etats`."""

    A_ENVOYER = "a_envoyer", "À envoyer"
    EN_COURS = "en_cours", "En cours d’envoi"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Échec"
    PERIME = "perime", "Périmé avant l’envoi"
    INCERTAIN = "incertain", "Incertain"


# Nothing automatic leaves these; a secret is wiped when they are reached.
FINAUX = (Etat.ENVOYE, Etat.ECHEC, Etat.PERIME, Etat.INCERTAIN)
