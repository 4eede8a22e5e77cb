from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth import admin as _registers_group  # noqa: F401 - what is unregistered must be there first
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Compte

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Compte]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin

admin.site.unregister(Group)


@admin.register(Compte)
class CompteAdmin(ModelAdmin):
    """Read only: accounts are opened, closed and recovered by the services of this room."""

    list_display = ["reference", "nature", "is_active", "date_creation"]
    list_filter = ["nature", "is_active"]
    fields = ["reference", "nature", "is_active", "is_staff", "date_creation", "last_login"]
    readonly_fields = ["reference", "nature", "is_active", "is_staff", "date_creation", "last_login"]
    search_fields = ["reference"]
    ordering = ["-id"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False
