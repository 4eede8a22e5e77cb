"""The race of two superusers in two scenes: it happens without the constraint, it can't with it."""

from contextlib import nullcontext
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Compte
from dossiers.models import Habilitation
from dossiers.services import habiliter
from portal.cafs.models import Caisse
from tests.outils.simultane import a_deux, sans_contrainte

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("garde", [True, False])
def test_le_meme_agent_habilite_deux_fois_a_la_meme_caf(garde: bool) -> None:
    Caisse.objects.create(code="31", nom="Caf 31")
    agent = Compte.objects.create_user(nature="agent", is_staff=True)
    with nullcontext() if garde else sans_contrainte(Habilitation, "habilitation_une_a_la_fois"):
        _, second = a_deux(
            lambda: habiliter(compte=agent, caf="31", du=date(2026, 1, 1), acteur=None),
            lambda: habiliter(compte=agent, caf="31", du=date(2026, 2, 1), acteur=None),
        )
        compte = Habilitation.objects.count()
    if garde:
        assert isinstance(second, ValidationError) and second.code == "habilitation_une_a_la_fois"
    assert compte == (1 if garde else 2)
