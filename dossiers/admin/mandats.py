"""The mandates of a dossier, on its page: the whole history, one more, and the end of each."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from dossiers import selectors
from dossiers.actions import TUTEUR_CHERCHE
from dossiers.admin.affichage import adresse, en_dates, lignes, nom_affiche, nom_de_caf
from dossiers.admin.consultation import ConsultationAdmin, agent_de, aujourdhui, envoye, page
from dossiers.enums import CONFIABLE
from dossiers.forms import NomTuteurForm, OuvrirMandatForm, TerminerMandatForm
from dossiers.models import Dossier, Mandat, Tuteur
from dossiers.services import ouvrir_mandat, terminer_mandat
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »
from portal.journal.services import consigner

CHOISIR = "admin:dossiers_dossier_mandats"
OUVRIR = "admin:dossiers_dossier_mandat_ouvrir"
TERMINER = "admin:dossiers_dossier_mandat_terminer"
ANNONCE = "La personne est prévenue, et le tuteur si c’est une personne."


class MandatsDuDossier(ConsultationAdmin):
    """What `DossierAdmin` adds to its pages. An agent of another Caf never gets here: see `get_object`."""

    def adresses_des_mandats(self) -> list[Any]:
        vue = self.admin_site.admin_view
        return [
            path("<str:object_id>/mandats/", vue(self.choisir_un_tuteur), name="dossiers_dossier_mandats"),
            path(
                "<str:object_id>/mandats/ouvrir/<reference:reference>/",
                vue(self.ouvrir_un_mandat),
                name="dossiers_dossier_mandat_ouvrir",
            ),
            path(
                "<str:object_id>/mandats/<reference:reference>/terminer/",
                vue(self.terminer_un_mandat),
                name="dossiers_dossier_mandat_terminer",
            ),
        ]

    @admin.display(description="qui agit, ou a agi, pour une personne du dossier")
    def mandats(self, dossier: Dossier) -> str:
        noms = dict(_presents(dossier))
        return lignes((_phrase(mandat, noms),) for mandat in selectors.mandats_du_dossier(dossier))

    def choisir_un_tuteur(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """By name, posted; each one found leads to the form of the mandate."""
        dossier = self._dossier(request, object_id)
        formulaire = NomTuteurForm(envoye(request))
        trouves: list[Tuteur] | None = None
        if request.method == "POST" and formulaire.is_valid():
            agent = agent_de(request)
            trouves = selectors.tuteurs_a_choisir(agent, formulaire.cleaned_data["nom"], aujourdhui())
            consigner(action=TUTEUR_CHERCHE, acteur=agent, donnees={"trouves": len(trouves)})
        return self._page(
            request, dossier, "agents/tuteurs_trouves.html", title="Ajouter un mandat : le tuteur", form=formulaire,
            bouton="Chercher", enregistrer=reverse("admin:dossiers_tuteur_add"), cherche=trouves is not None,
            trouves=trouvailles(trouves or (), lambda t: reverse(OUVRIR, args=[dossier.reference, t.reference])),
        )  # fmt: skip

    def ouvrir_un_mandat(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """What the court has decided; what the service refuses is said on the page."""
        dossier = self._dossier(request, object_id)
        tuteur = selectors.tuteur_a_choisir(agent_de(request), reference, aujourdhui())
        if tuteur is None:
            raise Http404
        formulaire = OuvrirMandatForm(
            envoye(request), personnes=_presents(dossier), initial={"du": aujourdhui()}
        )
        if request.method == "POST" and formulaire.is_valid():
            try:
                self._ouvrir(request, dossier, tuteur, formulaire)
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, f"Le mandat est enregistré. {ANNONCE}")
                return HttpResponseRedirect(adresse(dossier))
        return self._page(
            request, dossier, "agents/formulaire.html", title="Ajouter un mandat", form=formulaire,
            intro=f"Le tuteur\u00a0: {tuteur.nom}. {ANNONCE}", bouton="Enregistrer le mandat",
        )  # fmt: skip

    def terminer_un_mandat(self, request: HttpRequest, object_id: str, reference: str) -> HttpResponse:
        """From a day on, and why."""
        dossier = self._dossier(request, object_id)
        mandat = selectors.mandats_du_dossier(dossier).filter(reference=reference).first()
        if mandat is None:
            raise Http404
        formulaire = TerminerMandatForm(envoye(request), aujourdhui=aujourdhui())
        if request.method == "POST" and formulaire.is_valid():
            try:
                terminer_mandat(
                    mandat=mandat, caf=dossier.caf_vue, acteur=agent_de(request), **formulaire.cleaned_data
                )
            except ValidationError as erreur:
                formulaire.add_error(None, erreur)
            else:
                messages.success(request, f"Le mandat se termine à la date demandée. {ANNONCE}")
                return HttpResponseRedirect(adresse(dossier))
        return self._page(
            request, dossier, "agents/formulaire.html", title="Terminer un mandat", form=formulaire,
            intro=f"{mandat.tuteur.nom}, {_quoi(mandat)}. Le dossier lui est fermé dès ce jour-là.",
            bouton="Terminer le mandat",
        )  # fmt: skip

    def _dossier(self, request: HttpRequest, object_id: str) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self.get_object(request, object_id)

    def _page(
        self, request: HttpRequest, dossier: Dossier, gabarit: str, **contexte: Any
    ) -> TemplateResponse:
        return page(
            self,
            request,
            gabarit,
            original=dossier,
            retour=adresse(dossier),
            renoncer="Revenir au dossier",
            **contexte,
        )

    def _ouvrir(
        self, request: HttpRequest, dossier: Any, tuteur: Tuteur, formulaire: OuvrirMandatForm
    ) -> None:
        lu = formulaire.cleaned_data
        protegee = next(
            r.personne for r in dossier.rattachements.all() if r.personne.reference == lu["protegee"]
        )
        ouvrir_mandat(
            tuteur=tuteur, dossier=dossier, protegee=protegee, mesure=lu["mesure"], portees=formulaire.portees,
            coordonnees_bancaires=formulaire.bancaires, du=lu["du"], au=formulaire.au,
            jugement_le=lu["jugement_le"], jugement_reference=lu["jugement_reference"], caf=dossier.caf_vue,
            acteur=agent_de(request),
        )  # fmt: skip


def trouvailles(tuteurs: Iterable[Tuteur], mene_a: Callable[[Tuteur], str]) -> list[tuple[Tuteur, str, str]]:
    """Each with where it leads and the Caf that answers for its members: two bodies may look alike."""
    return [(t, mene_a(t), nom_de_caf(t.caf_id)) for t in tuteurs]


def _presents(dossier: Dossier) -> list[tuple[str, str]]:
    """(reference, name) of who is in the dossier today."""
    membres = [r.personne for r in dossier.rattachements.all() if aujourdhui() in r.periode]
    return [(personne.reference, nom_affiche(personne)) for personne in membres]


def _phrase(mandat: Mandat, noms: dict[str, str]) -> str:
    """One line; who has left the dossier is not named, and what is over has no link."""
    qui = noms.get(mandat.protegee.reference, "une personne partie du dossier")
    dit = f"pour {qui}, {_quoi(mandat)}"
    if mandat.motif_fin:
        dit += f" ({mandat.get_motif_fin_display()})"
    au = mandat.periode.upper
    if au is not None and au <= aujourdhui():
        return format_html("{} {}", mandat.tuteur.nom, dit)
    terminer = reverse(TERMINER, args=[mandat.dossier.reference, mandat.reference])
    return format_html(
        '{0} {1}. <a href="{2}">Terminer<span class="visually-hidden"> le mandat de {0} pour {3}</span></a>',
        mandat.tuteur.nom, dit, terminer, qui,
    )  # fmt: skip


def _quoi(mandat: Mandat) -> str:
    """« Curatelle renforcée, depuis le 1er mars 2026 : déclarer des changements »."""
    permet = [
        f"{phrase[0].lower()}{phrase[1:]}" for chose, phrase in CONFIABLE.items() if getattr(mandat, chose)
    ]
    return f"{mandat.get_mesure_display()}, {en_dates(mandat.periode)}\u00a0: {', '.join(permet)}"
