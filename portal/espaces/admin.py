from typing import TYPE_CHECKING

from django.contrib import admin

from portal.espaces.models import Actualite

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Actualite]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin


@admin.register(Actualite)
class ActualiteAdmin(ModelAdmin):
    """News are written, dated and withdrawn by agents; pages that show them obey the dates to the second."""

    list_display = ["titre", "portee_affichee", "theme", "publie_le", "depublie_le"]
    list_filter = ["theme", "publie_le"]
    search_fields = ["titre", "resume"]
    prepopulated_fields = {"slug": ["titre"]}
    date_hierarchy = "publie_le"
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["titre", "slug", "resume", "corps"]}),
        ("À qui, et quand", {"fields": ["theme", "caf", "publie_le", "depublie_le"]}),
    ]

    @admin.display(description="pour", ordering="caf")
    def portee_affichee(self, actualite: Actualite) -> str:
        return actualite.portee
