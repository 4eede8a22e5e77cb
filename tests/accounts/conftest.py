from collections.abc import Iterator

import pytest

from tests.outils.hostilite import oublier_le_cache


@pytest.fixture
def compteurs_rendus(db: None) -> Iterator[None]:
    """A test that makes limits count leaves nothing counted behind."""
    yield
    oublier_le_cache("default")
