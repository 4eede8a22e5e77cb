"""« Habilitations »: which agent sees which Caf. For superusers, through the services."""

from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from dossiers.actions import HABILITATIONS_CONSULTEES
from dossiers.admin.affichage import en_dates
from dossiers.admin.consultation import PAR_PAGE, REFERENCE, agent_de, aujourdhui, envoye, page
from dossiers.forms import HabiliterForm, RetirerForm
from dossiers.models import Habilitation
from dossiers.services import habiliter, retirer_habilitation
from portal.administration.pagination import PaginateurBorne
from portal.journal.services import consigner

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Habilitation]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin

LISTE = "admin:dossiers_habilitation_changelist"


@admin.register(Habilitation)
class HabilitationAdmin(ModelAdmin):
    """Given on the page « add », ended on the page of each: never changed nor deleted by hand."""

    list_display = ["agent", "caf", "dates"]
    list_select_related = ["compte", "caf"]
    actions = None
    search_fields = ["compte__reference"]
    search_help_text = "La référence entière d’un agent, 16\u00a0caractères."
    ordering = ["-pk"]
    sortable_by = ()
    list_per_page = PAR_PAGE
    list_max_show_all = PAR_PAGE
    paginator = PaginateurBorne
    show_full_result_count = False
    preserve_filters = False

    @admin.display(description="agent")
    def agent(self, habilitation: Habilitation) -> str:
        return habilitation.compte.reference

    @admin.display(description="période")
    def dates(self, habilitation: Habilitation) -> str:
        return en_dates(habilitation.periode)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Habilitation], search_term: str
    ) -> tuple[QuerySet[Habilitation], bool]:
        terme = search_term.strip().upper()
        return (queryset.filter(compte__reference=terme) if terme else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        _exiger(self.has_view_permission(request))
        terme = request.GET.get(SEARCH_VAR, "").strip().upper()
        if terme and not REFERENCE.fullmatch(terme):
            messages.warning(request, "Cherchez par la référence entière d’un agent, 16\u00a0caractères.")
            return HttpResponseRedirect(reverse(LISTE))
        consigner(action=HABILITATIONS_CONSULTEES, acteur=agent_de(request))
        return super().changelist_view(request, {"title": "Habilitations", **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        _exiger(self.has_add_permission(request))
        formulaire = HabiliterForm(envoye(request), initial={"du": aujourdhui()})
        if request.method == "POST" and formulaire.is_valid():
            lu = formulaire.cleaned_data
            try:
                habiliter(
                    compte=lu["agent"], caf=lu["caf"], du=lu["du"], au=lu["au"], acteur=agent_de(request)
                )
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, "L’agent est habilité.")
                return HttpResponseRedirect(reverse(LISTE))
        return self._page(request, "Habiliter un agent", formulaire, "Habiliter")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        _exiger(self.has_view_permission(request))
        habilitation = self._habilitation(object_id)
        formulaire = RetirerForm(envoye(request), initial={"le": aujourdhui()})
        if request.method == "POST" and formulaire.is_valid():
            try:
                retirer_habilitation(
                    habilitation=habilitation, le=formulaire.cleaned_data["le"], acteur=agent_de(request)
                )
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, "L’habilitation se termine à la date demandée.")
                return HttpResponseRedirect(reverse(LISTE))
        quoi = f"{habilitation.compte.reference}, {habilitation.caf.nom}, {en_dates(habilitation.periode)}."
        return self._page(request, "Terminer une habilitation", formulaire, "Terminer", quoi)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> NoReturn:
        raise PermissionDenied

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> NoReturn:
        raise PermissionDenied

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(agent_de(request).is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(agent_de(request).is_superuser)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(agent_de(request).is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _habilitation(self, cle: str) -> Habilitation:
        """By its key in the database, which says nothing of anybody."""
        if not (cle.isascii() and cle.isdigit() and len(cle) < 19):
            raise Http404
        habilitation = (
            Habilitation.objects.select_related("compte", "caf").filter(pk=cle).order_by("pk").first()
        )
        if habilitation is None:
            raise Http404
        return habilitation

    def _page(
        self, request: HttpRequest, titre: str, formulaire: Any, bouton: str, intro: str = ""
    ) -> TemplateResponse:
        return page(
            self, request, "agents/formulaire.html", title=titre, form=formulaire, bouton=bouton, intro=intro,
            retour=reverse(LISTE),
        )  # fmt: skip


def _exiger(permis: bool) -> None:
    if not permis:
        raise PermissionDenied
