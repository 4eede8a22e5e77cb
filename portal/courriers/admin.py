from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from portal.courriers.models import Courrier, Mouvement

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Courrier]
    TabularInline = admin.TabularInline[Mouvement, Courrier]
else:  # not subscriptable at run time
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline

COLONNES = ("le", "transition", "de", "vers", "essai", "fournisseur", "motif")


class LectureSeule:
    """Nobody writes here: messages move by the worker alone."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MouvementInline(LectureSeule, TabularInline):
    model = Mouvement
    fields = COLONNES
    readonly_fields = COLONNES
    extra = 0


@admin.register(Courrier)
class CourrierAdmin(LectureSeule, ModelAdmin):
    """What became of a message. What it says and its full recipient are on no screen, secret or not."""

    list_display = ["reference", "canal", "modele", "destinataire_masque", "etat", "simule", "cree_le"]
    list_filter = ["etat", "canal", "simule", "modele"]
    fields = [
        "reference", "canal", "modele", "destinataire_masque", "secret", "etat", "simule", "essais", "fournisseur",
        "lot", "cree_le", "pas_avant", "perime_le", "marque_le", "fini_le",
    ]  # fmt: skip
    inlines = [MouvementInline]
    # Not the recipient: a search by contact point belongs to the room that knows persons.
    search_fields = ["=reference", "=lot"]
    ordering = ["-id"]
    actions = None
    show_full_result_count = False
