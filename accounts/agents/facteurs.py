"""« Ma double vérification »: what an agent shows at each login, and how they change it."""

from functools import partial

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts import codes_secours
from accounts.agents import ajout
from accounts.agents.ajout import Ajout
from accounts.agents.etape import noter
from accounts.agents.histoire import faits_des_facteurs
from accounts.agents.preuve import ICI, contexte_de, de_l_agent
from accounts.cles_acces import Etat, Site
from accounts.enums import NatureFacteur
from accounts.models import Compte, Facteur
from accounts.services import facteurs
from accounts.views.facteurs_commun import section
from accounts.views.securite import cle_de

DERNIER = "C’est votre seule preuve\u00a0: ajoutez-en une autre avant de la retirer."


def _revenir(request: HttpRequest, phrase: str, niveau: int = messages.SUCCESS) -> HttpResponse:
    messages.add_message(request, niveau, phrase)
    return HttpResponseRedirect(reverse(ICI))


@de_l_agent("GET", "HEAD", prouve=False)
def accueil(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """What they have, and what was done to it lately."""
    contexte = contexte_de(
        request, site, title="Ma double vérification", faits=faits_des_facteurs(compte),
        **section(request, compte),
    )  # fmt: skip
    contexte["remplace"] = any(f.nature == NatureFacteur.TOTP.label for f in contexte["facteurs"])
    return TemplateResponse(request, "agents/double_verification.html", contexte)


@de_l_agent("GET", "HEAD", "POST")
def application(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """A new application, in the place of the former one."""
    return ajout.application(request, _un_de_plus(request, site, compte))


@de_l_agent("GET", "HEAD", "POST")
def cle(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """One more key."""
    return ajout.cle(request, _un_de_plus(request, site, compte))


@de_l_agent("POST")
def options_ajout(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """JSON."""
    return ajout.demander_une_cle(request, _un_de_plus(request, site, compte))


def _un_de_plus(request: HttpRequest, site: AdminSite, compte: Compte) -> Ajout:
    session = cle_de(request)

    def confirmer(reference: str, saisie: str) -> Facteur | None:
        return facteurs.confirmer_totp(
            compte=compte, personne=None, reference=reference, saisie=saisie, session=session
        )

    def creer(nom: str, reponse: str, etat: Etat | None, du: Site) -> Facteur:
        return facteurs.ajouter_cle(
            compte=compte, personne=None, nom=nom, reponse=reponse, etat=etat, site=du, session=session
        )

    contexte = contexte_de(request, site, options=reverse("admin:ajouter_options"))
    return Ajout(compte, contexte, confirmer, creer, partial(_ajoute, request, compte))


def _ajoute(request: HttpRequest, compte: Compte, _facteur: Facteur) -> HttpResponse:
    """They have just used it. Next, the codes for the day when it is lost, unless there are some."""
    noter(request, compte)
    messages.success(request, "C’est ajouté. Vos autres sessions sont fermées.")
    return HttpResponseRedirect(reverse(ICI if facteurs.codes_restants(compte) else "admin:codes_secours"))


@de_l_agent("GET", "HEAD", "POST")
def codes(request: HttpRequest, site: AdminSite, compte: Compte) -> HttpResponse:
    """What they are for; posted, ten new ones, on this page and nowhere else."""
    if request.method != "POST":
        contexte = contexte_de(
            request, site, title="Codes de secours", combien=codes_secours.COMBIEN,
            restants=facteurs.codes_restants(compte),
        )  # fmt: skip
        return TemplateResponse(request, "agents/codes_secours.html", contexte)
    try:
        tires = facteurs.imprimer_codes(compte=compte, personne=None, session=cle_de(request))
    except facteurs.FacteurAbsent:
        return HttpResponseRedirect(reverse(ICI))
    contexte = contexte_de(
        request, site, title="Vos codes de secours", codes=tires, le=timezone.localdate(), suite=reverse(ICI),
        suivre="C’est fait, revenir à Ma double vérification",
    )  # fmt: skip
    return TemplateResponse(request, "agents/codes.html", contexte)


@de_l_agent("GET", "HEAD", "POST")
def retirer(request: HttpRequest, site: AdminSite, compte: Compte, reference: str) -> HttpResponse:
    """Ask, then remove."""
    siens = facteurs.actifs(compte)
    facteur = next((f for f in siens if f.reference == reference), None)
    if facteur is None:
        raise Http404
    if len(siens) == 1 and settings.SECOND_FACTEUR_AGENTS:
        return _revenir(request, DERNIER, messages.WARNING)
    if request.method != "POST":
        contexte = contexte_de(request, site, title=f"Retirer «\u00a0{facteur.nom}\u00a0»", facteur=facteur)
        return TemplateResponse(request, "agents/retirer_facteur.html", contexte)
    try:
        facteurs.retirer_facteur(compte=compte, personne=None, reference=reference, session=cle_de(request))
    except facteurs.FacteurAbsent:
        return HttpResponseRedirect(reverse(ICI))
    except facteurs.DernierFacteur:
        return _revenir(request, DERNIER, messages.WARNING)
    return _revenir(request, "C’est retiré. Vos autres sessions sont fermées.")
