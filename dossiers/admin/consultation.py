"""Pages that agents read: bounded, seen through the rule of their Caf, and each reading in the journal.

What does not exist and what is another Caf's get the same answer. Nothing here adds, changes or deletes.
"""

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

from django.contrib import admin, messages
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts import droits
from accounts.actions import CONSULTATION_REFUSEE
from accounts.models import Compte
from dossiers import selectors
from dossiers.admin.affichage import adresse
from portal.administration.pagination import PaginateurBorne
from portal.alea import ALPHABET, LONGUEUR
from portal.journal.filtre import nettoyer
from portal.journal.services import consigner

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    ListeDeDjango = ChangeList
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin
    ListeDeDjango = ChangeList

PAR_PAGE = 50
# A letter somewhere: a number alone is never taken for a reference.
REFERENCE = re.compile(rf"(?=.*[A-Z])[{ALPHABET}]{{{LONGUEUR}}}")
REFERENCE_SEULEMENT = (
    "La liste se cherche par une référence entière de 16\u00a0caractères, et rien d’autre. "
    "Un numéro ne va jamais dans une adresse\u00a0: cherchez-le ici."
)


class PaginateurDesFiches(PaginateurBorne):
    """Each line is looked for among those of every Caf: fewer pages than the journal's."""

    lignes_au_plus = 200


class Liste(ListeDeDjango):
    """Lines lead to an object by its reference: its key in the database is in no address."""

    def url_for_result(self, result: Any) -> str:
        return adresse(result)


class ConsultationAdmin(ModelAdmin):
    """A model whose objects have a `reference` and a rule for agents (`accounts.droits`)."""

    action_liste: str
    action_fiche: str
    titre_liste: str
    titre_fiche: str

    actions = None
    search_fields = ["reference"]
    search_help_text = "La référence entière, 16\u00a0caractères. Jamais un nom ni un numéro."
    ordering = ["-pk"]
    sortable_by = ()
    list_per_page = PAR_PAGE
    list_max_show_all = PAR_PAGE
    paginator = PaginateurDesFiches
    show_full_result_count = False
    preserve_filters = False
    change_list_template = "agents/liste.html"
    change_form_template = "agents/fiche.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return droits.visibles_aux_agents(request.user, self.model, aujourdhui())

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The object, and a line in the journal; a 404 and another line when it is not for this agent."""
        reference = object_id if REFERENCE.fullmatch(object_id) else ""
        objet = self.get_queryset(request).filter(reference=reference).first()
        agent = agent_de(request)
        if objet is None:
            sujet = str(nettoyer(self._sujet(reference))) if reference else ""
            consigner(action=CONSULTATION_REFUSEE, acteur=agent, sujet=sujet)
            raise Http404
        consigner(action=self.action_fiche, acteur=agent, sujet=self._sujet(reference), caf=objet.caf_vue)
        return objet

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        terme = _terme(search_term)
        return (queryset.filter(reference=terme) if terme else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        terme = _terme(request.GET.get(SEARCH_VAR, ""))
        if terme and not REFERENCE.fullmatch(terme):
            return renvoyer_au_formulaire(request)
        consigner(action=self.action_liste, acteur=agent_de(request))
        contexte = {"title": self.titre_liste, "subtitle": None, **(extra_context or {})}
        return super().changelist_view(request, contexte)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_view_permission(request) or request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        contexte = {"title": self.titre_fiche, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, contexte)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> NoReturn:
        raise PermissionDenied

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> NoReturn:
        raise PermissionDenied

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> NoReturn:
        """What was done is in the journal, which says it to whom may read it."""
        raise PermissionDenied

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Liste]:
        return Liste

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """No filter by an address: `?nom_naissance=` would work otherwise."""
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(cafs_de(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever has a Caf; which objects is said by `get_queryset`, through which each of them comes."""
        return bool(cafs_de(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _sujet(self, reference: str) -> str:
        return f"{self.opts.model_name}:{reference}"


def aujourdhui() -> date:
    """The day on which agents' rights are read."""
    return timezone.localdate()


def agent_de(request: HttpRequest) -> Compte:
    """Who asks: the site lets in nobody else."""
    agent: Any = request.user
    return agent  # type: ignore[no-any-return]


def cafs_de(request: HttpRequest) -> list[str]:
    """The codes of the Caf of who asks, read once a request; none for whoever is not an agent."""
    if not droits.est_agent_en_fonction(request.user):
        return []
    if not hasattr(request, "cafs_de_l_agent"):
        request.cafs_de_l_agent = selectors.cafs_de_l_agent(agent_de(request), aujourdhui())  # type: ignore[attr-defined]
    return request.cafs_de_l_agent  # type: ignore[attr-defined,no-any-return]


def envoye(request: HttpRequest) -> QueryDict | None:
    """What was posted, be it nothing; None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def page(administration: Any, request: HttpRequest, gabarit: str, **contexte: Any) -> TemplateResponse:
    """A page in the site of this ModelAdmin: `title`, `bouton`, `retour`, `renoncer` and what the template needs."""
    commun = {
        **administration.admin_site.each_context(request),
        "subtitle": None,
        "opts": administration.opts,
    }
    return TemplateResponse(request, gabarit, {**commun, "renoncer": "Revenir à la liste", **contexte})


def renvoyer_au_formulaire(request: HttpRequest) -> HttpResponseRedirect:
    """Away from an address that may hold a number; nothing of it goes further."""
    messages.warning(request, REFERENCE_SEULEMENT)
    return HttpResponseRedirect(reverse("admin:accounts_personne_chercher"))


def _terme(saisie: str) -> str:
    return saisie.strip().upper()
