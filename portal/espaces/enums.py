from django.db import models


class Theme(models.TextChoices):
    """The five themes under which everything is sorted (GEN-13). The value is the slug of its page."""

    VIE_PERSONNELLE = "vie-personnelle", "Vie personnelle"
    VIE_PROFESSIONNELLE = "vie-professionnelle", "Vie professionnelle"
    LOGEMENT = "logement", "Logement"
    HANDICAP = "handicap", "Handicap"
    ACCIDENT_DE_VIE = "accident-de-vie", "Accident de vie"
