"""« Personnes »: who somebody is, as an agent of their Caf sees it. Numbers and contact points are masked."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse

from accounts import actions, droits
from accounts.models import Personne
from accounts.nir import Nir
from accounts.selectors import personne_par_nir, sessions_ouvertes
from accounts.services.contacts import effacer_contact
from dossiers.actions import DOSSIER_CHERCHE
from dossiers.admin.affichage import adresse, en_dates, en_heure, lien, lignes, nir_masque, point_masque
from dossiers.admin.consultation import ConsultationAdmin, agent_de, aujourdhui, cafs_de, envoye, page
from dossiers.admin.lettre import proposer_la_lettre
from dossiers.forms import INTROUVABLE, EffacerForm, RechercheForm
from dossiers.models import Dossier
from dossiers.selectors import dossier_par_numero, rattachements_vus
from portal.journal.services import consigner

INTRO = "Un seul des deux numéros\u00a0: celui de Sécurité sociale mène à la personne, celui d’allocataire au dossier."
EFFACER = (
    "Une coordonnée que la personne a retirée sert encore quinze jours à retrouver son compte. Effacez-la si quelqu’un "
    "d’autre la tient, et seulement après avoir vérifié l’identité de la personne."
)


@admin.register(Personne)
class PersonneAdmin(ConsultationAdmin):
    """Never on a page: a password, a hash, a code, a fingerprint, a sealed column."""

    action_liste = actions.PERSONNES_LISTEES
    action_fiche = actions.PERSONNE_CONSULTEE
    titre_liste = "Personnes"
    titre_fiche = "Fiche d’une personne"
    change_form_template = "agents/personne.html"

    list_display = ["reference", "nom_naissance", "nom_usage", "prenoms", "date_naissance", "caf"]
    readonly_fields = [
        *("reference", "nom_naissance", "nom_usage", "prenoms", "date_naissance", "numero", "coordonnees"),
        *("dossiers", "compte_en_ligne", "derniere_connexion", "mot_de_passe", "sessions_ouvertes"),
    ]
    fieldsets = [
        (
            "État civil",
            {"fields": ["reference", "nom_naissance", "nom_usage", "prenoms", "date_naissance", "numero"]},
        ),
        ("Coordonnées", {"fields": ["coordonnees"]}),
        ("Dossiers", {"fields": ["dossiers"]}),
        (
            "Compte en ligne",
            {"fields": ["compte_en_ligne", "derniere_connexion", "mot_de_passe", "sessions_ouvertes"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Personne]:
        return super().get_queryset(request).select_related("compte")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Personne:
        personne: Any = super().get_object(request, object_id, from_field)
        personne.vus = list(rattachements_vus(personne, agent_de(request), aujourdhui()))
        return personne  # type: ignore[no-any-return]

    def get_urls(self) -> list[Any]:
        site = self.admin_site
        return [
            path("chercher/", site.admin_view(self.chercher), name="accounts_personne_chercher"),
            path(
                "<str:object_id>/lettre/",
                site.admin_view(self.envoyer_lettre),
                name="accounts_personne_lettre",
            ),
            path(
                "<str:object_id>/coordonnees/",
                site.admin_view(self.effacer_coordonnee),
                name="accounts_personne_coordonnees",
            ),
            *super().get_urls(),
        ]

    @admin.display(description="Caf")
    def caf(self, personne: Any) -> str:
        return str(personne.caf_vue)

    @admin.display(description="numéro de Sécurité sociale")
    def numero(self, personne: Personne) -> str:
        return nir_masque(personne)

    @admin.display(description="coordonnées")
    def coordonnees(self, personne: Personne) -> str:
        return lignes((point_masque(point),) for point in personne.points_contact.joignables())

    @admin.display(description="dossiers de vos Caf")
    def dossiers(self, personne: Any) -> str:
        siens = (
            (lien(r.dossier, r.dossier.reference), r.get_role_display(), en_dates(r.periode))
            for r in personne.vus
        )
        return lignes(siens, "{}, {}, {}")

    @admin.display(description="compte")
    def compte_en_ligne(self, personne: Personne) -> str:
        if personne.compte is None:
            return "Aucun"
        return "Ouvert" if personne.compte.is_active else "Fermé"

    @admin.display(description="dernière connexion")
    def derniere_connexion(self, personne: Personne) -> str:
        derniere = personne.compte and personne.compte.last_login
        return en_heure(derniere) if derniere else "Jamais"

    @admin.display(description="mot de passe choisi le")
    def mot_de_passe(self, personne: Personne) -> str:
        if personne.compte is None or not personne.compte.has_usable_password():
            return "Pas encore"
        choisi = personne.compte.mot_de_passe_le
        return en_heure(choisi) if choisi else "Date inconnue"

    @admin.display(description="sessions ouvertes")
    def sessions_ouvertes(self, personne: Personne) -> int:
        if personne.compte is None:
            return 0
        return sessions_ouvertes(personne.compte).count()

    def chercher(self, request: HttpRequest) -> HttpResponse:
        """By a number, which is only ever posted. Nobody, and somebody of another Caf: the same words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        formulaire = RechercheForm(envoye(request), cafs=cafs_de(request))
        if request.method == "POST" and formulaire.is_valid():
            trouve = self._trouver(request, **formulaire.cleaned_data)
            if trouve is not None:
                return HttpResponseRedirect(adresse(trouve))
            formulaire.add_error(None, INTROUVABLE)
        return page(
            self, request, "agents/formulaire.html", title="Chercher par un numéro", intro=INTRO, form=formulaire,
            bouton="Chercher", retour=reverse("admin:accounts_personne_changelist"),
        )  # fmt: skip

    def envoyer_lettre(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first; what the service refuses is said on the page."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        personne = self.get_object(request, object_id)
        return proposer_la_lettre(self, request, personne, retour=adresse(personne))

    def effacer_coordonnee(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One that the person removed, and that somebody else holds: its delay ends here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        personne = self.get_object(request, object_id)
        retires = personne.points_contact.joignables().filter(retire_le__isnull=False)
        formulaire = EffacerForm(envoye(request), points=[(p.reference, point_masque(p)) for p in retires])
        if request.method == "POST" and formulaire.is_valid():
            reference = formulaire.cleaned_data["coordonnee"]
            if effacer_contact(personne=personne, reference=reference, acteur=agent_de(request)):
                messages.success(
                    request, "La coordonnée est effacée. La personne est prévenue sur les autres."
                )
            return HttpResponseRedirect(adresse(personne))
        return page(
            self, request, "agents/formulaire.html", title="Effacer une coordonnée retirée", original=personne,
            intro=EFFACER, form=formulaire, bouton="Effacer", retour=adresse(personne), renoncer="Ne rien effacer",
        )  # fmt: skip

    def _trouver(
        self, request: HttpRequest, nir: Nir | None, caf: str, numero: str
    ) -> Personne | Dossier | None:
        if nir is not None:
            return self._par_nir(request, nir)
        return self._par_numero(request, caf, numero)

    def _par_nir(self, request: HttpRequest, nir: Nir) -> Personne | None:
        """The same queries and the same line in the journal, whoever has the number."""
        connue = personne_par_nir(nir)
        visibles = droits.visibles_aux_agents(request.user, Personne, aujourdhui())
        trouvee: Any = visibles.filter(pk=connue.pk if connue else 0).first()
        consigner(
            action=actions.PERSONNE_CHERCHEE,
            acteur=agent_de(request),
            sujet=f"personne:{trouvee.reference}" if trouvee else "",
            caf=trouvee.caf_vue if trouvee else "",
            donnees={"trouvee": trouvee is not None},
        )
        return trouvee  # type: ignore[no-any-return]

    def _par_numero(self, request: HttpRequest, caf: str, numero: str) -> Dossier | None:
        trouve = dossier_par_numero(agent_de(request), caf, numero, aujourdhui())
        consigner(
            action=DOSSIER_CHERCHE,
            acteur=agent_de(request),
            sujet=f"dossier:{trouve.reference}" if trouve else "",
            caf=caf,
            donnees={"trouve": trouve is not None},
        )
        return trouve
