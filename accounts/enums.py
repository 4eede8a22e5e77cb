from django.db import models


class Nature(models.TextChoices):
    """The kind of an account. A session of one kind opens nothing of another."""

    USAGER = "usager", "Usager"
    BAILLEUR = "bailleur", "Bailleur"
    AGENT = "agent", "Agent"


class NatureNir(models.TextChoices):
    """What the first digit of a NIR says of it. Only a definitive one is for life."""

    DEFINITIF = "definitif", "Numéro définitif"
    ATTENTE = "attente", "Numéro d’attente"
    PROVISOIRE = "provisoire", "Numéro provisoire"


class Canal(models.TextChoices):
    """How a person can be reached."""

    SMS = "sms", "SMS"
    COURRIEL = "courriel", "Courriel"
    COURRIER = "courrier", "Courrier"
