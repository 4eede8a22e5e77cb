"""The addresses that this room adds to the agents' site."""

from django.contrib.admin import AdminSite
from django.urls import URLPattern, path, reverse_lazy

from accounts.agents import facteurs, porte, preuve
from portal.http import adresses as _adresses  # noqa: F401 - « <reference:…> »
from portal.http.acces import type_vue

PORTE: tuple[tuple[str, type_vue, str], ...] = (
    ("verification/", porte.second_facteur, "second_facteur"),
    ("verification/cle/", porte.options_presentation, "second_facteur_cle"),
    ("verification/installer/", porte.installer, "installer"),
    ("verification/installer/application/", porte.installer_application, "installer_application"),
    ("verification/installer/cle/", porte.installer_cle, "installer_cle"),
    ("verification/installer/cle/options/", porte.options_ajout, "installer_options"),
)
INTERIEUR: tuple[tuple[str, type_vue, str], ...] = (
    ("double-verification/", facteurs.accueil, "double_verification"),
    ("double-verification/preuve/", preuve.preuve, "preuve"),
    ("double-verification/preuve/cle/", preuve.options, "preuve_cle"),
    ("double-verification/application/", facteurs.application, "ajouter_application"),
    ("double-verification/cle/", facteurs.cle, "ajouter_cle"),
    ("double-verification/cle/options/", facteurs.options_ajout, "ajouter_options"),
    ("double-verification/codes/", facteurs.codes, "codes_secours"),
    ("double-verification/<reference:reference>/retirer/", facteurs.retirer, "retirer_facteur"),
)


def de(site: AdminSite) -> list[URLPattern]:
    """Those before the second factor, which guard themselves, and those that the site opens to an agent."""
    return [
        *(path(adresse, vue, {"site": site}, name=nom) for adresse, vue, nom in PORTE),
        *(path(adresse, _gardee(site, vue), {"site": site}, name=nom) for adresse, vue, nom in INTERIEUR),
    ]


def _gardee(site: AdminSite, vue: type_vue) -> type_vue:
    gardee: type_vue = site.admin_view(vue)
    # Of `LoginRequiredMiddleware`.
    gardee.login_url = reverse_lazy("admin:login")  # type: ignore[attr-defined]
    return gardee
