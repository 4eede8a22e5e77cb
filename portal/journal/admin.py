"""The journal as agents read it: its last rows, or those of one account or one thing."""

import json
import re
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from portal.administration.pagination import PaginateurBorne
from portal.alea import ALPHABET, LONGUEUR
from portal.journal.actions import JOURNAL_CONSULTE
from portal.journal.models import Evenement
from portal.journal.registre import actions
from portal.journal.services import Acteur, consigner

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Evenement]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin

PAR_PAGE = 50
COLONNES = ("instant", "phrase_affichee", "action", "acteur", "nature", "sujet", "caf", "requete", "details")
_RECHERCHE = re.compile(rf"(?:[a-z_]+:)?(?=.*[A-Z])[{ALPHABET}]{{{LONGUEUR}}}")


class ParAction(admin.SimpleListFilter):
    """The declared actions: no reading of the table to know them."""

    title = "action"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(a.code, a.phrase) for a in actions().values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Evenement]) -> QuerySet[Evenement]:
        return queryset.filter(action=self.value()) if self.value() in actions() else queryset


@admin.register(Evenement)
class EvenementAdmin(ModelAdmin):
    """Read only, and written in the journal itself. The search takes a whole reference and nothing else."""

    list_display = ["instant", "phrase_affichee", "acteur", "nature", "sujet", "caf"]
    list_filter = [ParAction]
    search_fields = ["acteur", "sujet"]
    search_help_text = "La référence entière d’un compte ou d’un objet. Jamais un nom ni un numéro."
    fields = COLONNES
    readonly_fields = COLONNES
    ordering = ["-id"]
    list_per_page = PAR_PAGE
    list_max_show_all = PAR_PAGE
    paginator = PaginateurBorne
    show_full_result_count = False

    @admin.display(description="événement")
    def phrase_affichee(self, evenement: Evenement) -> str:
        return evenement.phrase

    @admin.display(description="détails")
    def details(self, evenement: Evenement) -> str:
        return json.dumps(evenement.donnees, ensure_ascii=False, sort_keys=True)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Evenement], search_term: str
    ) -> tuple[QuerySet[Evenement], bool]:
        terme = search_term.strip()
        if not terme:
            return queryset, False
        if not _RECHERCHE.fullmatch(terme):
            return queryset.none(), False
        return queryset.filter(Q(acteur=terme) | Q(sujet=terme)), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if self.has_view_permission(request):
            consigner(action=JOURNAL_CONSULTE, acteur=_agent(request))
        return super().changelist_view(request, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        # A key of this table has at most 19 digits; only a row that is there is consulted.
        if self.has_view_permission(request) and re.fullmatch(r"[0-9]{1,12}", object_id):
            # A letter first: six digits alone would look like a code.
            consigner(action=JOURNAL_CONSULTE, acteur=_agent(request), donnees={"evenement": f"e{object_id}"})
        return super().change_view(request, object_id, form_url, extra_context)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Evenement | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Evenement | None = None) -> bool:
        return False


def _agent(request: HttpRequest) -> Acteur:
    agent: Any = request.user
    return agent  # type: ignore[no-any-return]
