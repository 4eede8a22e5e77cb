"""News dated around now, as most scenes want them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from portal import reference
from portal.espaces.enums import Theme
from portal.espaces.models import Actualite

Publier = Callable[..., Actualite]


@pytest.fixture
def publier(db: None) -> Publier:
    """`publier("Titre", dans=…, pendant=…, caf_id="31")`: saved, with an address of its own."""
    list(reference.charger_reference())
    rangs = count()

    def ecrire(
        titre: str = "Une nouvelle",
        *,
        dans: timedelta = timedelta(hours=-1),
        pendant: timedelta | None = None,
        le: datetime | None = None,
        **champs: Any,
    ) -> Actualite:
        publie_le = le or timezone.now() + dans
        return Actualite.objects.create(
            **{
                "titre": titre,
                "slug": f"n{next(rangs)}",
                "resume": "Un résumé.",
                "corps": "Un premier paragraphe.\n\nUn second.",
                "theme": Theme.LOGEMENT,
                "publie_le": publie_le,
                "depublie_le": publie_le + pendant if pendant else None,
                **champs,
            }
        )

    return ecrire
