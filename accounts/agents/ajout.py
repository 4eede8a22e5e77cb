"""Adding a second factor, alike during a first login and from « Ma double vérification »."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse

from accounts.cles_acces import Etat, Site
from accounts.forms import CodeApplicationForm
from accounts.models import Compte, Facteur
from accounts.services import facteurs
from accounts.views.commun import saisi
from accounts.views.facteurs_commun import (
    FAUX,
    REMPLACE,
    TROP,
    a_scanner,
    creer_la_cle,
    formulaire_de_cle,
    site_de,
)

# In the session: the application that is being linked in this browser, and in no other.
APPLICATION = "agent_application"
# What a browser was asked to make, taken out as it is used.
DEFI = "agent_cle_ajoutee"
PREPARER = "preparer"


@dataclass(frozen=True, slots=True)
class Ajout:
    """Where it happens: `contexte` for the templates (`base`, `retour`, `options`…), `confirmer(reference, typed)` and
    `creer(name, answer, state, site)` do it, and `fini` answers with what they gave."""

    compte: Compte
    contexte: dict[str, Any]
    confirmer: Callable[[str, str], Any]
    creer: Callable[[str, str, Etat | None, Site], Any]
    fini: Callable[[Any], HttpResponse]


def application(request: HttpRequest, ajout: Ajout) -> HttpResponse:
    """What to install; then the secret, to be scanned or typed, and one code that proves it was.

    The secret is shown in the browser that drew it only: whoever else knows the password and draws another sees theirs,
    never the one that its owner is about to confirm.
    """
    if request.method == "POST" and PREPARER in request.POST:
        request.session[APPLICATION] = facteurs.preparer_totp(compte=ajout.compte).reference
        return HttpResponseRedirect(request.path)
    facteur = facteurs.en_preparation(ajout.compte)
    if facteur is None or facteur.reference != request.session.get(APPLICATION):
        contexte = {**ajout.contexte, "title": "Relier une application", "preparer": PREPARER}
        return TemplateResponse(request, "agents/application.html", contexte)
    return _relier(request, ajout, facteur)


def _relier(request: HttpRequest, ajout: Ajout, facteur: Facteur) -> HttpResponse:
    formulaire = CodeApplicationForm(saisi(request))
    if request.method == "POST" and formulaire.is_valid():
        try:
            fait = ajout.confirmer(request.POST.get("reference", ""), formulaire.cleaned_data["code"])
            if fait:
                request.session.pop(APPLICATION, None)
                return ajout.fini(fait)
            formulaire.add_error("code", FAUX)
        except facteurs.TropDeFacteurs:
            formulaire.add_error(None, TROP)
        except facteurs.FacteurAbsent:
            formulaire.add_error(None, REMPLACE)
    dessin = a_scanner(facteur, titulaire=ajout.compte.reference, site=f"{settings.NOM_DU_SITE} Agents")
    contexte = {**ajout.contexte, **dessin, "title": "Relier l’application", "form": formulaire}
    return TemplateResponse(request, "agents/relier.html", contexte)


def cle(request: HttpRequest, ajout: Ajout) -> HttpResponse:
    """A name, then the browser makes the key and sends it with the form."""
    site, formulaire = site_de(request), formulaire_de_cle(request)
    creee = creer_la_cle(request, formulaire, site, DEFI, ajout.creer)
    if creee is not None:
        return ajout.fini(creee)
    titre = {"title": "Ajouter une clé d’accès", "possible": site is not None, "form": formulaire}
    return TemplateResponse(request, "agents/cle.html", {**ajout.contexte, **titre})


def demander_une_cle(request: HttpRequest, ajout: Ajout) -> HttpResponse:
    """What the browser needs to make a key (JSON)."""
    site = site_de(request)
    if site is None:
        return HttpResponseRedirect(ajout.contexte["retour"])
    compte = ajout.compte
    options, request.session[DEFI] = facteurs.options_ajout(compte=compte, nom=compte.reference, site=site)
    return JsonResponse(options)
