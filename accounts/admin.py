from typing import TYPE_CHECKING, Any

from allauth.account import admin as _registers_addresses  # noqa: F401 - as below
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.auth import admin as _registers_group  # noqa: F401 - what is unregistered must be there first
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import localize
from django.utils.timezone import localtime

from accounts import preuves
from accounts.agents.preuve import adresse_de_la_preuve
from accounts.enums import Nature
from accounts.models import Compte
from accounts.services import facteurs
from portal.administration.pagination import PaginateurBorne

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Compte]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin

admin.site.unregister(Group)
# allauth's: addresses in clear, that anybody with Django's right could list and change. Ours are `PointContact`.
admin.site.unregister(EmailAddress)


@admin.register(Compte)
class CompteAdmin(ModelAdmin):
    """Read only: accounts are opened, closed and recovered by the services of this room. One thing is done here: an
    agent who has lost everything installs another second factor."""

    list_display = ["reference", "nature", "is_active", "date_creation"]
    list_filter = ["nature", "is_active"]
    fields = (
        *("reference", "nature", "is_active", "is_staff", "date_creation", "last_login"),
        "double_verification",
    )
    readonly_fields = fields
    change_form_template = "agents/compte.html"
    search_fields = ["=reference"]
    search_help_text = "La référence entière d’un compte. Jamais un nom ni un numéro."
    ordering = ["-id"]
    paginator = PaginateurBorne
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """The filters of the page and no other: an address may not ask for a password's beginning."""
        return lookup.partition("__")[0] in self.list_filter

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        """Superusers only, whatever right of Django's another agent was given."""
        return bool(getattr(request.user, "is_superuser", False))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False

    @admin.display(description="double vérification")
    def double_verification(self, compte: Compte) -> str:
        siens = facteurs.actifs(compte)
        phrases = [
            f"{f.get_nature_display()}, depuis le {localize(localtime(f.confirme_le).date())}" for f in siens
        ]
        return "\u00a0; ".join(phrases) or "Aucune"

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view(self.retirer_second_facteur)
        return [
            path("<int:cle>/second-facteur/", vue, name="accounts_compte_second_facteur"),
            *super().get_urls(),
        ]

    def retirer_second_facteur(self, request: HttpRequest, cle: int) -> HttpResponse:
        """Ask, then take away. Nobody does it for themselves: that would be doing without the factor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        acteur: Any = request.user
        agent = Compte.objects.filter(pk=cle, nature=Nature.AGENT).order_by("pk").first()
        if agent is None:
            raise Http404
        if not preuves.est_fraiche(request):
            return HttpResponseRedirect(adresse_de_la_preuve(request.path))
        refus = "Demandez-le à un autre : nul ne retire la sienne." if agent.pk == acteur.pk else ""
        fiche = reverse("admin:accounts_compte_change", args=[agent.pk])
        if request.method == "POST" and not refus:
            facteurs.remettre_a_zero(reference=agent.reference, acteur=acteur)
            messages.success(request, "C’est retiré, et ses sessions sont fermées.")
            return HttpResponseRedirect(fiche)
        contexte = {
            **self.admin_site.each_context(request), "subtitle": None, "opts": self.opts, "original": agent,
            "title": "Retirer la double vérification d’un agent", "form": None, "refus": refus,
            "bouton": "Retirer", "retour": fiche, "renoncer": "Revenir au compte",
        }  # fmt: skip
        return TemplateResponse(request, "agents/remise_a_zero.html", contexte)
