"""The simulator from Mon Compte (SIM-30): the same steps, behind the login, filled with what is known of the person.

Nothing is written to the dossier or to the database: the answers are ephemeral, and only this account finds them.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import Nature
from accounts.models import Personne
from dossiers import connus
from dossiers.connus import Fait, Regard
from dossiers.enums import Portee
from dossiers.models import Dossier
from dossiers.selectors import AUCUNE, portees_propres, rattachements_propres
from dossiers.views.commun import personne_de
from portal.http.acces import reserve_aux
from portal.http.pages import never_store
from portal.parcours.etapes import Acquis, Etape, Reponses
from portal.parcours.magasins import MagasinEphemereDuCompte
from portal.parcours.vues import VuesParcours
from portal.ui.formulaires import Formulaire
from simulations.parcours import PrimeActivite, Resultat
from simulations.preremplissage import (
    CONNU,
    Reprise,
    annoter,
    de_l_etape,
    depuis_reponses,
    en_reponses,
    proposer,
    recapituler,
    sans_le_connu,
)

# Beside the facts: the dossier whose scopes are read again before they are shown.
SOUS_RESERVE = "_sous_reserve"


@dataclass(frozen=True, slots=True)
class Connu:
    """What a page says of what was known: whether this step holds any, how to take it all out, the reminder."""

    ici: bool
    vider: str
    reprises: list[Reprise]


class VuesDuCompte(VuesParcours):
    """The simulator's pages for somebody who is logged in."""

    def urls(self) -> list[URLPattern]:
        """Those of any parcours, and the one that takes out what was known."""
        vider = path("<str:identifiant>/vider/", self._vue(self.vider, "POST"), name="vider")
        return [vider, *super().urls()]

    def initiales(self, request: HttpRequest) -> Reponses:
        """What is known, as this person may know it now. Raises Http404 for a dossier that is not open to them."""
        personne, reference = personne_de(request), request.POST.get("dossier", "")
        regard = _regard(personne, _le_sien_ou_404(personne, reference) if reference else _le_seul(personne))
        faits = connus.faits(self.parcours.nom, regard)
        return {**en_reponses(faits), **_sous_reserve(regard, faits)}

    def lire(self, request: HttpRequest, identifiant: str) -> Reponses | None:
        """The answers. What rests on an authorisation is read anew: taken back, it is gone from this page on."""
        reponses = super().lire(request, identifiant)
        if reponses is None or not reponses.get(SOUS_RESERVE):
            return reponses
        (reference,) = reponses[SOUS_RESERVE]["dossier"]
        personne = personne_de(request)
        regard = _regard(personne, _le_sien(personne, reference))
        restants = connus.permis(depuis_reponses(reponses), regard.portees)
        return {**reponses, CONNU: {}, **en_reponses(restants)}

    def proposer(self, etape: Etape, acquis: Acquis, reponses: Reponses) -> Formulaire | None:
        """The form of a step without an answer, with what is known."""
        faits = de_l_etape(depuis_reponses(reponses), etape.slug)
        return proposer(lambda donnees: etape.formulaire(acquis, donnees), faits)

    def ajouts(
        self,
        identifiant: str,
        etape: Etape,
        acquis: Acquis,
        formulaire: Formulaire | None,
        reponses: Reponses,
    ) -> dict[str, Any]:
        """Where each answer comes from."""
        faits = depuis_reponses(reponses)
        if formulaire is not None and not formulaire.origines:
            annoter(formulaire, de_l_etape(faits, etape.slug))
        fini = isinstance(etape, Resultat)
        connu = Connu(
            ici=bool(formulaire is not None and formulaire.origines),
            vider=self.adresse("vider", identifiant),
            reprises=recapituler(self.parcours, reponses, acquis) if fini else [],
        )
        return {"connu": connu}

    def vider(self, request: HttpRequest, identifiant: str) -> HttpResponse:
        """« Effacer ce qui a été prérempli »: what the person typed or changed stays."""
        reponses = super().lire(request, identifiant)
        if reponses is not None:
            changements = {**sans_le_connu(reponses), SOUS_RESERVE: {}}
            self.magasin.ecrire(request, self.parcours.nom, identifiant, changements)
        return HttpResponseRedirect(self.adresse("etape", identifiant, self.parcours.etapes[0].slug))


def _regard(personne: Personne, dossier: Dossier | None) -> Regard:
    """What they may be told now; their own data in any case. A mandate adds nothing: one title a page."""
    le = timezone.localdate()
    portees = portees_propres(personne, dossier, le) if dossier else AUCUNE
    return Regard(personne, dossier, portees | {Portee.SES_DONNEES}, le)


def _le_sien(personne: Personne, reference: str) -> Dossier | None:
    """This dossier, if it is their own and anything of it is open to them."""
    return _les_siens(personne).filter(reference=reference).first()


def _le_sien_ou_404(personne: Personne, reference: str) -> Dossier:
    dossier = _le_sien(personne, reference)
    if dossier is None:
        raise Http404
    return dossier


def _le_seul(personne: Personne) -> Dossier | None:
    """The dossier of somebody who did not say which one, when only one is their own."""
    siens = list(_les_siens(personne)[:2])
    return siens[0] if len(siens) == 1 else None


def _les_siens(personne: Personne) -> QuerySet[Dossier]:
    """Those that are their own, which a mandate does not make of somebody else's."""
    liens = rattachements_propres(personne, timezone.localdate()).order_by().values("dossier")
    return Dossier.objects.filter(pk__in=liens).order_by("pk")


def _sous_reserve(regard: Regard, faits: list[Fait]) -> Reponses:
    """The dossier, when what is told of it rests on what somebody else allows."""
    prete = (
        any(fait.portee != Portee.SES_DONNEES for fait in faits) and Portee.AUTORISER not in regard.portees
    )
    return {SOUS_RESERVE: {"dossier": [regard.dossier.reference]}} if prete and regard.dossier else {}


VUES = VuesDuCompte(
    PrimeActivite(),
    MagasinEphemereDuCompte(),
    espace_url="prime_activite_compte",
    abandon="dossiers:accueil",
    garde=reserve_aux(Nature.USAGER),
)


@reserve_aux(Nature.USAGER)
@never_store
@require_safe
def debut(request: HttpRequest, reference: str) -> HttpResponse:
    """Conditions of use, and what will be filled in (SIM-03)."""
    personne = personne_de(request)
    regard = _regard(personne, _le_sien_ou_404(personne, reference))
    contexte = {
        "parcours": VUES.parcours,
        "dossier": reference,
        "famille": Portee.CONSULTER in regard.portees,
        "commencer": reverse("prime_activite_compte:commencer"),
    }
    return render(request, "prime_activite/debut_compte.html", contexte)
