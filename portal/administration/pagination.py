"""Lists that cost the same whatever the size of their table."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property

if TYPE_CHECKING:
    Base = Paginator[Any]
else:  # not subscriptable at run time
    Base = Paginator


class PaginateurBorne(Base):
    """Counts to `lignes_au_plus` and no further: nobody turns more pages, one asks for a thing by its reference."""

    lignes_au_plus = 1000

    @cached_property
    def count(self) -> int:
        lignes: Any = self.object_list
        return int(lignes.order_by()[: self.lignes_au_plus].count())
