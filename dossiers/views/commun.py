"""What these pages share: who is here, one of their own dossiers, or the mandate under which they act.

A page is opened under one title and the other adds nothing to it: `dossier_ou_404` reads what somebody may do on their
own dossiers, `sous_mandat` what one mandate opens. Whom one acts for is in the address, never in the session: two tabs
on two dossiers never mix.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.enums import Nature
from accounts.models import Compte, Personne
from accounts.selectors import personne_du_compte
from dossiers import selectors
from dossiers.enums import Portee
from dossiers.models import Dossier, Mandat
from portal.http.acces import reserve_aux, type_vue
from portal.http.pages import never_store


def compte_de(request: HttpRequest) -> Compte:
    """The connected account: the guard has said that there is one."""
    compte = request.user
    assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
    return compte


def personne_de(request: HttpRequest) -> Personne:
    """The person of the connected account. Raises Http404 when it is nobody's yet."""
    personne = personne_du_compte(compte_de(request))
    if personne is None:
        raise Http404
    return personne


def dossier_ou_404(personne: Personne, reference: str, portee: Portee, le: date) -> Dossier:
    """One of their own dossiers; 404 when they see nothing of it themselves, 403 without this scope."""
    dossier = Dossier.objects.filter(reference=reference).order_by("pk").first()
    siennes = selectors.portees_propres(personne, dossier, le) if dossier else frozenset()
    if dossier is None or not siennes:
        raise Http404
    if portee not in siennes:
        raise PermissionDenied
    return dossier


@dataclass(frozen=True, slots=True)
class Agissement:
    """Who acts, for whom, and what the mandate opens that day."""

    personne: Personne
    mandat: Mandat
    portees: frozenset[Portee]
    le: date

    @property
    def nom(self) -> str:
        """For whom."""
        return self.mandat.protegee.nom_complet

    @property
    def mesure(self) -> str:
        """« curatelle renforcée », in the middle of a sentence."""
        return en_minuscule(self.mandat.get_mesure_display())

    @property
    def jusqu_au(self) -> date | None:
        """The last day, included; None when the mandate has no end."""
        return dernier_jour(self.mandat)

    @property
    def dossier(self) -> Dossier:
        return self.mandat.dossier


VueSousMandat = Callable[[HttpRequest, Agissement], HttpResponse]


def sous_mandat(*verbes: str, portee: Portee = Portee.SES_DONNEES) -> Callable[[VueSousMandat], type_vue]:
    """A page of `mon-compte/tuteur/<reference>/…`: the view gets the `Agissement`, and renders by `rendre_sous_mandat`.

    A mandate that has ended, has not begun, is somebody else's or never was gets one page and one status (404). A
    mandate that does not open `portee` gets a page that says so, and still for whom one acts (403).
    """

    def decorateur(vue: VueSousMandat) -> type_vue:
        @reserve_aux(Nature.USAGER)
        @never_store
        @require_http_methods([*verbes, "HEAD"] if "GET" in verbes else list(verbes))
        @wraps(vue)
        def gardee(request: HttpRequest, reference: str) -> HttpResponse:
            personne, le = personne_de(request), timezone.localdate()
            mandat = selectors.mandat_ouvert(personne, reference, le)
            if mandat is None:
                return render(request, "dossiers/mandat_ferme.html", status=404)
            agit = Agissement(personne, mandat, selectors.portees_du_mandat(mandat), le)
            if portee not in agit.portees:
                return rendre_sous_mandat(request, agit, "dossiers/mandat_refus.html", {}, status=403)
            return vue(request, agit)

        gardee.sous_mandat = True  # type: ignore[attr-defined]
        return gardee

    return decorateur


def rendre_sous_mandat(
    request: HttpRequest, agit: Agissement, gabarit: str, contexte: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The template extends `dossiers/sous_mandat.html`, which says for whom one acts."""
    return render(request, gabarit, {"agit": agit, **contexte}, status=status)


def dernier_jour(mandat: Mandat) -> date | None:
    """The last day of a mandate, included; None when it has no end."""
    return mandat.periode.upper - timedelta(days=1) if mandat.periode.upper else None


def en_minuscule(libelle: str) -> str:
    """A label in the middle of a sentence."""
    return f"{libelle[0].lower()}{libelle[1:]}"
