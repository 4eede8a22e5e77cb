from typing import TYPE_CHECKING

from allauth.account import admin as _registers_addresses  # noqa: F401 - as below
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth import admin as _registers_group  # noqa: F401 - what is unregistered must be there first
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Compte
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
    """Read only: accounts are opened, closed and recovered by the services of this room."""

    list_display = ["reference", "nature", "is_active", "date_creation"]
    list_filter = ["nature", "is_active"]
    fields = ["reference", "nature", "is_active", "is_staff", "date_creation", "last_login"]
    readonly_fields = ["reference", "nature", "is_active", "is_staff", "date_creation", "last_login"]
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
