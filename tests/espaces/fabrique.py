"""News made for a test, and the instant at which it happens."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.cafs import annuaire
from portal.cafs.models import Caisse
from portal.espaces.enums import Theme
from portal.espaces.models import Actualite


def a(monkeypatch: pytest.MonkeyPatch, instant: datetime) -> None:
    """It is now `instant`, for everything that asks Django."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: instant)


def fiche(**champs: Any) -> Actualite:
    """A piece of news, not saved: published an hour ago, national, for good."""
    return Actualite(
        **{
            "titre": "Une nouvelle",
            "slug": "une-nouvelle",
            "resume": "Ce qu’elle dit, en deux mots.",
            "corps": "Un paragraphe.\n\nUn autre.",
            "theme": Theme.LOGEMENT,
            "publie_le": timezone.now() - timedelta(hours=1),
            **champs,
        }
    )


def publier(**champs: Any) -> Actualite:
    """The same, saved; the Caf it names exists."""
    actualite = fiche(**champs)
    caf = annuaire.caf(actualite.caf_id)
    if caf:
        Caisse.objects.get_or_create(code=caf.code, defaults={"nom": caf.nom})
    actualite.save()
    return actualite
