"""Adding, naming and removing second factors, and printing codes: for who has just proven who they are."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import codes_secours
from accounts.cles_acces import Etat, Site
from accounts.forms import CodeApplicationForm, NomFacteurForm
from accounts.models import Compte, Facteur, Personne
from accounts.services import facteurs
from accounts.services.second_facteur import a_un_facteur
from accounts.views.commun import saisi
from accounts.views.connexion import prenom_masque
from accounts.views.facteurs_commun import (
    AJOUTE,
    FAIT,
    FAUX,
    REMPLACE,
    RENOMME,
    RETIRE,
    TROP,
    a_scanner,
    creer_la_cle,
    formulaire_de_cle,
    site_de,
)
from accounts.views.preuve import preuve_exigee
from accounts.views.securite import cle_de, de_la_personne

# In the session: what a browser was asked to sign, taken out as it is used.
DEFI = "cle_ajout"
# And the application that is being linked in this browser: another session would silently copy its secret.
APPLICATION = "application_preparee"


def _fait(quoi: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('comptes:securite')}?{FAIT}={quoi}")


def _ajoute(compte: Compte) -> HttpResponse:
    """Next, the codes for the day when it is lost, unless there are some."""
    if facteurs.codes_restants(compte):
        return _fait(AJOUTE)
    return HttpResponseRedirect(f"{reverse('comptes:codes_secours')}?{FAIT}={AJOUTE}")


# ------------------------------------------------------------------ the application
@de_la_personne("GET", "POST")
@preuve_exigee
def application(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """What it is, and what to install; the secret is drawn when they are ready."""
    if request.method != "POST":
        return render(request, "comptes/application.html")
    request.session[APPLICATION] = facteurs.preparer_totp(compte=compte).reference
    return HttpResponseRedirect(reverse("comptes:relier_application"))


@de_la_personne("GET", "POST")
@preuve_exigee
def relier(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """The secret, to be scanned or typed, where it was drawn; then one code that proves it was."""
    facteur = facteurs.en_preparation(compte)
    if facteur is None or facteur.reference != request.session.get(APPLICATION):
        return HttpResponseRedirect(reverse("comptes:ajouter_application"))
    formulaire = CodeApplicationForm(saisi(request))
    if request.method == "POST" and formulaire.is_valid():
        try:
            return _relier(request, compte, personne, formulaire) or _montrer(
                request, facteur, personne, formulaire
            )
        except facteurs.TropDeFacteurs:
            formulaire.add_error(None, TROP)
        except facteurs.FacteurAbsent:
            formulaire.add_error(None, REMPLACE)
    return _montrer(request, facteur, personne, formulaire)


def _relier(
    request: HttpRequest, compte: Compte, personne: Personne, formulaire: CodeApplicationForm
) -> HttpResponse | None:
    reliee = facteurs.confirmer_totp(
        compte=compte,
        personne=personne,
        reference=request.POST.get("reference", ""),
        saisie=formulaire.cleaned_data["code"],
        session=cle_de(request),
    )
    if reliee is not None:
        return _ajoute(compte)
    formulaire.add_error("code", FAUX)
    return None


def _montrer(
    request: HttpRequest, facteur: Facteur, personne: Personne, formulaire: CodeApplicationForm
) -> HttpResponse:
    dessin = a_scanner(facteur, titulaire=personne.premier_prenom, site=settings.NOM_DU_SITE)
    return render(request, "comptes/relier.html", {**dessin, "form": formulaire})


# ------------------------------------------------------------------ a key
@de_la_personne("GET", "POST")
@preuve_exigee
def cle(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """A name, then the browser makes the key and sends it with the form."""
    site, formulaire = site_de(request), formulaire_de_cle(request)

    def creer(nom: str, reponse: str, etat: Etat | None, site: Site) -> Facteur:
        return facteurs.ajouter_cle(
            compte=compte, personne=personne, nom=nom, reponse=reponse, etat=etat, site=site, session=cle_de(request)
        )  # fmt: skip

    if creer_la_cle(request, formulaire, site, DEFI, creer) is not None:
        return _ajoute(compte)
    contexte = {"form": formulaire, "possible": site is not None, "ailleurs": _par_un_nom(request)}
    return render(request, "comptes/cle.html", contexte)


def _par_un_nom(request: HttpRequest) -> str:
    """This page by a name instead of figures: that of the demonstration, on the machine where it runs."""
    return f"{request.scheme}://localhost:{request.get_port()}{reverse('comptes:securite')}"


@de_la_personne("POST")
@preuve_exigee
def options_ajout(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """What the browser needs to make a key (JSON)."""
    site = site_de(request)
    if site is None:
        raise Http404
    options, request.session[DEFI] = facteurs.options_ajout(
        compte=compte, nom=prenom_masque(personne), site=site
    )
    return JsonResponse(options)


# ------------------------------------------------------------------ the sheet of codes
@de_la_personne("GET", "POST")
@preuve_exigee
def codes(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """What they are for; posted, ten new ones, on this page and nowhere else."""
    if request.method == "POST":
        try:
            nouveaux = facteurs.imprimer_codes(compte=compte, personne=personne, session=cle_de(request))
        except facteurs.FacteurAbsent:
            return HttpResponseRedirect(reverse("comptes:securite"))
        contexte = {"codes": nouveaux, "le": timezone.localdate()}
        return render(request, "comptes/codes_imprimes.html", contexte)
    if not a_un_facteur(compte):
        return HttpResponseRedirect(reverse("comptes:securite"))
    contexte = {
        "restants": facteurs.codes_restants(compte),
        "combien": codes_secours.COMBIEN,
        "ajoutee": request.GET.get(FAIT) == AJOUTE,
    }
    return render(request, "comptes/codes_secours.html", contexte)


# ------------------------------------------------------------------ one of them
@de_la_personne("GET", "POST")
@preuve_exigee
def renommer(request: HttpRequest, compte: Compte, personne: Personne, reference: str) -> HttpResponse:
    """Another name."""
    facteur = _le_sien(compte, reference)
    formulaire = NomFacteurForm(saisi(request), initial={"nom": facteur.nom})
    if request.method != "POST" or not formulaire.is_valid():
        return render(request, "comptes/renommer_facteur.html", {"form": formulaire, "facteur": facteur})
    try:
        facteurs.renommer_facteur(compte=compte, reference=reference, nom=formulaire.cleaned_data["nom"])
    except facteurs.FacteurAbsent:
        return HttpResponseRedirect(reverse("comptes:securite"))
    return _fait(RENOMME)


@de_la_personne("GET", "POST")
@preuve_exigee
def retirer(request: HttpRequest, compte: Compte, personne: Personne, reference: str) -> HttpResponse:
    """Ask, then remove."""
    if request.method == "POST":
        try:
            facteurs.retirer_facteur(
                compte=compte, personne=personne, reference=reference, session=cle_de(request)
            )
        except facteurs.FacteurAbsent:
            return HttpResponseRedirect(reverse("comptes:securite"))
        return _fait(RETIRE)
    siens = facteurs.actifs(compte)
    facteur = next((f for f in siens if f.reference == reference), None)
    if facteur is None:
        raise Http404
    return render(request, "comptes/retirer_facteur.html", {"facteur": facteur, "dernier": len(siens) == 1})


def _le_sien(compte: Compte, reference: str) -> Facteur:
    facteur = next((f for f in facteurs.actifs(compte) if f.reference == reference), None)
    if facteur is None:
        raise Http404
    return facteur
