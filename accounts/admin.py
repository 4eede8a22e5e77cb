from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from accounts.models import Compte

admin.site.unregister(Group)


@admin.register(Compte)
class CompteAdmin(admin.ModelAdmin[Compte]):
    """Read only: accounts are opened, closed and recovered by the services of this room."""

    list_display = ["reference", "nature", "is_active", "date_creation"]
    list_filter = ["nature", "is_active"]
    fields = ["reference", "nature", "is_active", "is_staff", "date_creation", "last_login"]
    readonly_fields = fields
    search_fields = ["reference"]
    ordering = ["-id"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Compte | None = None) -> bool:
        return False
