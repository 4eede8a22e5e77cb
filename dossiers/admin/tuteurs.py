"""« Tuteurs »: bodies and persons that the Caf of an agent knows, and who enters in their name.

Members are said by the agents of one Caf, whichever hold the dossiers: another's agent neither reads nor changes them.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html

from dossiers import actions, selectors
from dossiers.admin.affichage import adresse, en_dates, lien, lignes, nom_affiche, nom_de_caf
from dossiers.admin.consultation import (
    PAR_PAGE,
    ConsultationAdmin,
    agent_de,
    aujourdhui,
    cafs_de,
    envoye,
    page,
)
from dossiers.admin.lettre import proposer_la_lettre
from dossiers.admin.mandats import trouvailles
from dossiers.enums import NatureTuteur
from dossiers.forms import FinForm, MembreForm, NomTuteurForm, OrganismeForm, TuteurPersonneForm
from dossiers.models import MembreTuteur, Tuteur
from dossiers.services import ajouter_membre, creer_tuteur, reconnaitre_ou_enregistrer, retirer_membre
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »
from portal.journal.services import consigner

LISTE = "admin:dossiers_tuteur_changelist"
NATURES = {NatureTuteur.ORGANISME: OrganismeForm, NatureTuteur.PERSONNE: TuteurPersonneForm}


@admin.register(Tuteur)
class TuteurAdmin(ConsultationAdmin):
    action_liste = actions.TUTEURS_LISTES
    action_fiche = actions.TUTEUR_CONSULTE
    titre_liste = "Tuteurs"
    titre_fiche = "Fiche d’un tuteur"
    change_list_template = "agents/tuteurs.html"
    change_form_template = "agents/tuteur.html"

    list_display = ["reference", "nom", "nature", "caf_du_tuteur"]
    readonly_fields = ["reference", "nom", "nature", "caf_du_tuteur", "membres", "mandats"]
    fieldsets = [
        (None, {"fields": ["reference", "nom", "nature", "caf_du_tuteur"]}),
        ("Qui entre en son nom", {"fields": ["membres"]}),
        ("Ses mandats sur les dossiers de vos Caf", {"fields": ["mandats"]}),
    ]

    def get_urls(self) -> list[Any]:
        vue = self.admin_site.admin_view
        un = "<str:object_id>/membres/"
        return [
            path("chercher/", vue(self.chercher), name="dossiers_tuteur_chercher"),
            path("add/personne/", vue(self.enregistrer_une_personne), name="dossiers_tuteur_personne"),
            path(un, vue(self.ajouter_un_membre), name="dossiers_tuteur_membres"),
            path(
                f"{un}<reference:reference>/retirer/",
                vue(self.retirer_un_membre),
                name="dossiers_tuteur_retirer",
            ),
            path(
                f"{un}<reference:reference>/lettre/",
                vue(self.envoyer_une_lettre),
                name="dossiers_tuteur_lettre",
            ),
            *super().get_urls(),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(cafs_de(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """And what this agent sees of it, for `membres` and `mandats`."""
        tuteur: Any = super().get_object(request, object_id, from_field)
        tuteur.est_d_ici = tuteur.caf_id in cafs_de(request)
        tuteur.vus = list(selectors.mandats_vus(tuteur, agent_de(request), aujourdhui())[:PAR_PAGE])
        return tuteur

    @admin.display(description="Caf qui le connaît")
    def caf_du_tuteur(self, tuteur: Tuteur) -> str:
        return nom_de_caf(tuteur.caf_id)

    @admin.display(description="membres")
    def membres(self, tuteur: Any) -> str:
        if not tuteur.est_d_ici:
            return f"Ils sont gérés par la {nom_de_caf(tuteur.caf_id)}."
        return lignes((_membre(tuteur, m),) for m in selectors.membres_de(tuteur))

    @admin.display(description="les derniers")
    def mandats(self, tuteur: Any) -> str:
        return lignes(
            (
                (lien(m.dossier, m.dossier.reference), m.get_mesure_display(), en_dates(m.periode))
                for m in tuteur.vus
            ),
            "{}, {}, {}",
        )

    def chercher(self, request: HttpRequest) -> HttpResponse:
        """By words of a name, which are only ever posted."""
        self._exiger_une_caf(request)
        formulaire = NomTuteurForm(envoye(request))
        trouves: list[Tuteur] | None = None
        if request.method == "POST" and formulaire.is_valid():
            trouves = selectors.tuteurs_vus(agent_de(request), formulaire.cleaned_data["nom"], aujourdhui())
            consigner(
                action=actions.TUTEUR_CHERCHE, acteur=agent_de(request), donnees={"trouves": len(trouves)}
            )
        return page(
            self, request, "agents/tuteurs_trouves.html", title="Chercher un tuteur", form=formulaire,
            bouton="Chercher", retour=reverse(LISTE), enregistrer=reverse("admin:dossiers_tuteur_add"),
            cherche=trouves is not None, trouves=trouvailles(trouves or (), adresse),
        )  # fmt: skip

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """A body; a person has a page of her own."""
        return self._enregistrer(request, NatureTuteur.ORGANISME)

    def enregistrer_une_personne(self, request: HttpRequest) -> HttpResponse:
        """Somebody of the family, or a professional in their own name."""
        return self._enregistrer(request, NatureTuteur.PERSONNE)

    def ajouter_un_membre(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Somebody enters in the name of a body, with their own number."""
        tuteur = self._d_ici(request, object_id)
        formulaire = MembreForm(envoye(request), initial={"du": aujourdhui()})
        if request.method == "POST" and formulaire.is_valid():
            try:
                personne = reconnaitre_ou_enregistrer(acteur=agent_de(request), **formulaire.personne())
                ajouter_membre(
                    tuteur=tuteur,
                    personne=personne,
                    du=formulaire.cleaned_data["du"],
                    acteur=agent_de(request),
                )
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, "Cette personne entre au nom du tuteur. Elle est prévenue.")
                return HttpResponseRedirect(adresse(tuteur))
        return self._page(
            request, tuteur, "Ajouter quelqu’un qui entre en son nom", formulaire, "Ajouter",
            f"Au nom de {tuteur.nom}. Chacun a son propre numéro et son propre mot de passe\u00a0: "
            "on ne se les prête jamais.",
        )  # fmt: skip

    def retirer_un_membre(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """From a day on."""
        tuteur = self._d_ici(request, object_id)
        membre = _un(tuteur, reference)
        formulaire = FinForm(envoye(request), aujourdhui=aujourdhui())
        if request.method == "POST" and formulaire.is_valid():
            try:
                retirer_membre(membre=membre, le=formulaire.cleaned_data["le"], acteur=agent_de(request))
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, "Cette personne n’entrera plus en son nom. Elle est prévenue.")
                return HttpResponseRedirect(adresse(tuteur))
        return self._page(
            request, tuteur, "Retirer quelqu’un", formulaire, "Retirer",
            f"{nom_affiche(membre.personne)}, au nom de {tuteur.nom}. Tous ses dossiers lui sont fermés dès ce "
            "jour-là, page ouverte ou non.",
        )  # fmt: skip

    def envoyer_une_lettre(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """The code of a first login, again: their own Caf may not know them."""
        tuteur = self._d_ici(request, object_id)
        return proposer_la_lettre(self, request, _un(tuteur, reference).personne, retour=adresse(tuteur))

    def _enregistrer(self, request: HttpRequest, nature: NatureTuteur) -> HttpResponse:
        self._exiger_une_caf(request)
        formulaire: Any = NATURES[nature](envoye(request), cafs=cafs_de(request))
        if request.method == "POST" and formulaire.is_valid():
            try:
                tuteur = self._creer(request, nature, formulaire)
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(
                    request, "Le tuteur est enregistré. Un mandat s’ajoute sur la fiche du dossier."
                )
                return HttpResponseRedirect(adresse(tuteur))
        personne = nature == NatureTuteur.PERSONNE
        return page(
            self, request, "agents/tuteur_nouveau.html", form=formulaire, bouton="Enregistrer", retour=reverse(LISTE),
            title="Enregistrer une personne comme tuteur" if personne else "Enregistrer un organisme",
            personne=personne,
        )  # fmt: skip

    def _creer(self, request: HttpRequest, nature: NatureTuteur, formulaire: Any) -> Tuteur:
        agent, lu = agent_de(request), formulaire.cleaned_data
        if nature == NatureTuteur.ORGANISME:
            return creer_tuteur(nature=nature, nom=lu["nom"], caf=lu["caf"], le=aujourdhui(), acteur=agent)
        personne = reconnaitre_ou_enregistrer(acteur=agent, **formulaire.personne())
        return creer_tuteur(nature=nature, personne=personne, caf=lu["caf"], le=aujourdhui(), acteur=agent)

    def _d_ici(self, request: HttpRequest, object_id: str) -> Any:
        """One whose members are said by a Caf of this agent."""
        self._exiger_une_caf(request)
        tuteur = self.get_object(request, object_id)
        if not tuteur.est_d_ici:
            raise PermissionDenied
        return tuteur

    def _exiger_une_caf(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _page(
        self, request: HttpRequest, tuteur: Tuteur, titre: str, formulaire: Any, bouton: str, intro: str
    ) -> HttpResponse:
        return page(
            self, request, "agents/formulaire.html", title=titre, form=formulaire, bouton=bouton, intro=intro,
            retour=adresse(tuteur), renoncer="Revenir au tuteur",
        )  # fmt: skip


def _un(tuteur: Tuteur, reference: str) -> MembreTuteur:
    membre = selectors.membres_de(tuteur).filter(reference=reference).first()
    if membre is None:
        raise Http404
    return membre


def _membre(tuteur: Tuteur, membre: MembreTuteur) -> str:
    """One line, and what may still be done of it."""
    dit = f"{nom_affiche(membre.personne)}, {en_dates(membre.periode)}"
    au = membre.periode.upper
    if au is not None and au <= aujourdhui():
        return dit
    compte = membre.personne.compte
    retirer, lettre = (
        reverse(f"admin:dossiers_tuteur_{geste}", args=[tuteur.reference, membre.reference])
        for geste in ("retirer", "lettre")
    )
    qui = format_html('<span class="visually-hidden"> {}</span>', nom_affiche(membre.personne))
    if compte is not None and compte.has_usable_password():
        return format_html('{}. <a href="{}">Retirer{}</a>', dit, retirer, qui)
    return format_html(
        '{0}, sans mot de passe encore. <a href="{1}">Lettre de première connexion{3}</a>, '
        '<a href="{2}">Retirer{3}</a>',
        dit, lettre, retirer, qui,
    )  # fmt: skip
