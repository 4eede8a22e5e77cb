"""« Dossiers »: the people in it, their roles, the Caf that held it, by dates."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from dossiers import actions
from dossiers.admin.affichage import adresse, en_dates, lien, lignes, nom_affiche, nom_de_caf
from dossiers.admin.consultation import ConsultationAdmin, agent_de, aujourdhui, page
from dossiers.admin.mandats import MandatsDuDossier
from dossiers.models import Dossier, LienCaf, Rattachement
from dossiers.selectors import mandats_du_conjoint
from dossiers.services import declarer_separation


@admin.register(Dossier)
class DossierAdmin(MandatsDuDossier, ConsultationAdmin):
    """Who has left it is told by their role and dates only: they may be another Caf's by now."""

    action_liste = actions.DOSSIERS_LISTES
    action_fiche = actions.DOSSIER_CONSULTE
    titre_liste = "Dossiers"
    titre_fiche = "Fiche d’un dossier"

    list_display = ["reference", "caf", "numero", "cree_le"]
    fieldsets = [
        (None, {"fields": ["reference", "cree_le"]}),
        ("Personnes", {"fields": ["presents", "partis"]}),
        ("Caf", {"fields": ["cafs"]}),
        ("Mandats", {"fields": ["mandats"]}),
    ]
    readonly_fields = ["reference", "cree_le", "presents", "partis", "cafs", "mandats"]
    change_form_template = "agents/dossier.html"

    def get_urls(self) -> list[Any]:
        site = self.admin_site
        separation = site.admin_view(self.declarer_une_separation)
        return [
            path("<str:object_id>/separation/", separation, name="dossiers_dossier_separation"),
            *self.adresses_des_mandats(),
            *super().get_urls(),
        ]

    def declarer_une_separation(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first; what the service refuses is said on the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        dossier = self.get_object(request, object_id)
        refus, agit = "", mandats_du_conjoint(dossier, aujourdhui())
        if request.method == "POST":
            try:
                declarer_separation(dossier=dossier, le=aujourdhui(), acteur=agent_de(request))
            except ValidationError as erreur:
                refus = " ".join(erreur.messages)
            else:
                messages.success(request, "La séparation est déclarée\u00a0: l’accès s’est arrêté aussitôt.")
                return HttpResponseRedirect(adresse(dossier))
        return page(
            self, request, "agents/separation.html", title="Déclarer une séparation", original=dossier, refus=refus,
            agit=agit, bouton="Déclarer la séparation", retour=adresse(dossier), renoncer="Ne rien déclarer",
        )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dossier]:
        liens = LienCaf.objects.order_by("periode")
        membres = Rattachement.objects.select_related("personne").order_by("periode", "pk")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("liens_caf", queryset=liens), Prefetch("rattachements", queryset=membres)
            )
        )

    @admin.display(description="Caf")
    def caf(self, dossier: Any) -> str:
        return str(dossier.caf_vue)

    @admin.display(description="numéro d’allocataire")
    def numero(self, dossier: Dossier) -> str:
        return next(li.numero_allocataire for li in dossier.liens_caf.all() if aujourdhui() in li.periode)

    @admin.display(description="dans le dossier aujourd’hui")
    def presents(self, dossier: Dossier) -> str:
        membres = [r for r in dossier.rattachements.all() if aujourdhui() in r.periode]
        return lignes(
            (
                (lien(r.personne, nom_affiche(r.personne)), r.get_role_display(), en_dates(r.periode))
                for r in membres
            ),
            "{}, {}, {}",
        )

    @admin.display(description="avant ou plus tard")
    def partis(self, dossier: Dossier) -> str:
        membres = [r for r in dossier.rattachements.all() if aujourdhui() not in r.periode]
        return lignes(((r.get_role_display(), en_dates(r.periode)) for r in membres), "{}, {}")

    @admin.display(description="Caf et numéros d’allocataire")
    def cafs(self, dossier: Dossier) -> str:
        return lignes(
            (
                (nom_de_caf(li.caf_id), li.numero_allocataire, en_dates(li.periode))
                for li in dossier.liens_caf.all()
            ),
            "{}, numéro {}, {}",
        )
