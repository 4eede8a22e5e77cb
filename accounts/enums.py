from django.db import models


class Nature(models.TextChoices):
    """The kind of an account. A session of one kind opens nothing of another."""

    USAGER = "usager", "Usager"
    BAILLEUR = "bailleur", "Bailleur"
    AGENT = "agent", "Agent"
