"""Between an agent's password and their site: show a second factor, or install the first one (ASVS 5.0, 6.3.3)."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.agents import ajout
from accounts.agents.ajout import Ajout
from accounts.agents.etape import Attente, SecondFacteurAgents
from accounts.agents.histoire import remis_a_zero_le
from accounts.cles_acces import Etat, Site
from accounts.services import facteurs
from accounts.services.sessions import AccesFerme
from accounts.views.presentation import Presentation, demander_la_cle
from portal.http.acces import type_vue

# In the address of the login page: the password must be typed again.
TARD = "tard"
VueDeLaPorte = Callable[[HttpRequest, AdminSite, SecondFacteurAgents], HttpResponse]


def _tard() -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:login')}?{TARD}=1")


def _a_la_porte(attente: Attente, *verbes: str) -> Callable[[VueDeLaPorte], type_vue]:
    """A page of an agent whose password was right, who must do this and nothing else. Already in: to the index."""

    def decorateur(vue: VueDeLaPorte) -> type_vue:
        page = require_http_methods([*verbes])(vue)

        @never_cache
        @login_not_required
        @sensitive_post_parameters()
        @wraps(vue)
        def gardee(request: HttpRequest, site: AdminSite) -> HttpResponse:
            if site.has_permission(request):
                return HttpResponseRedirect(reverse("admin:index"))
            etape = SecondFacteurAgents.en_cours(request)
            if etape is None:
                return _tard()
            if etape.attente is not attente:
                return HttpResponseRedirect(reverse(etape.attente.value))
            try:
                return page(request, site, etape)
            except AccesFerme:
                return _tard()

        return gardee

    return decorateur


def _contexte(request: HttpRequest, site: AdminSite, **autres: Any) -> dict[str, Any]:
    # All that the templates ask for: Django writes the context of a page where something is missing in its DEBUG log.
    vides = {"subtitle": None, "form": None, "choisi": None}
    return {**site.each_context(request), **vides, "base": "agents/porte.html", **autres}


@_a_la_porte(Attente.MONTRER, "GET", "HEAD", "POST")
def second_facteur(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """One of those that they have."""
    page = Presentation(
        gabarit="agents/second_facteur.html",
        options="admin:second_facteur_cle",
        accepte=lambda _request, _confiance: etape.franchir(),
    )
    return page.page(request, etape.compte, None, **_contexte(request, site, title="Double vérification"))


@_a_la_porte(Attente.MONTRER, "POST")
def options_presentation(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """JSON."""
    return demander_la_cle(request, etape.compte, sinon=reverse(Attente.MONTRER.value))


@_a_la_porte(Attente.INSTALLER, "GET", "HEAD")
def installer(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """Choose what it will be."""
    contexte = _contexte(
        request, site, title="Installer la double vérification", remis_a_zero_le=remis_a_zero_le(etape.compte)
    )
    return TemplateResponse(request, "agents/installer.html", contexte)


@_a_la_porte(Attente.INSTALLER, "GET", "HEAD", "POST")
def installer_application(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """The application, confirmed once."""
    return ajout.application(request, _premier(request, site, etape))


@_a_la_porte(Attente.INSTALLER, "GET", "HEAD", "POST")
def installer_cle(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """The key, made once."""
    return ajout.cle(request, _premier(request, site, etape))


@_a_la_porte(Attente.INSTALLER, "POST")
def options_ajout(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> HttpResponse:
    """JSON."""
    return ajout.demander_une_cle(request, _premier(request, site, etape))


def _premier(request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents) -> Ajout:
    compte = etape.compte

    def confirmer(reference: str, saisie: str) -> list[str] | None:
        return facteurs.installer_totp(compte=compte, reference=reference, saisie=saisie)

    def creer(nom: str, reponse: str, etat: Etat | None, du: Site) -> list[str]:
        return facteurs.installer_cle(compte=compte, nom=nom, reponse=reponse, etat=etat, site=du)

    contexte = _contexte(
        request, site, retour=reverse("admin:installer"), options=reverse("admin:installer_options")
    )
    return Ajout(compte, contexte, confirmer, creer, partial(_entrer, request, site, etape))


def _entrer(
    request: HttpRequest, site: AdminSite, etape: SecondFacteurAgents, codes: list[str]
) -> HttpResponse:
    """In; the first page they see is their sheet of codes, which no other page gives again."""
    suite = etape.franchir().headers["Location"]
    contexte = {
        **site.each_context(request), "subtitle": None, "title": "Vos codes de secours", "codes": codes,
        "le": timezone.localdate(), "suite": suite, "suivre": "C’est fait, entrer", "form": None, "choisi": None,
    }  # fmt: skip
    return TemplateResponse(request, "agents/codes.html", contexte)
