from collections.abc import Iterator
from typing import Any

import pytest

from tests.accounts.fournisseur_identite import Fournisseur
from tests.outils.hostilite import oublier_le_cache


@pytest.fixture
def compteurs_rendus(db: None) -> Iterator[None]:
    """A test that makes limits count leaves nothing counted behind."""
    yield
    oublier_le_cache("default")


@pytest.fixture
def chez(settings: Any) -> Iterator[Fournisseur]:
    """An honest identity provider, declared in the settings."""
    with Fournisseur() as fournisseur:
        settings.FRANCECONNECT = fournisseur.reglages()
        yield fournisseur
