"""« Mes coordonnées »: where codes and notices go, and what changes it after a fresh proof. Always masked."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from accounts.enums import Canal, EtatVerification, UsageVerification
from accounts.forms import ContactForm, CourrielForm, TelephoneForm
from accounts.models import Compte, Personne, PointContact, Verification
from accounts.services import contacts as services
from accounts.services import verification as verifications
from accounts.services.connexion import TropDEssais
from accounts.views.codes import DEJA, TITRES, Codes, PlusPossible, repere
from accounts.views.commun import (
    donner_le_jeton,
    lier_au_navigateur,
    saisi,
    trop_d_essais,
)
from accounts.views.preuve import etape_de_la_personne, preuve_exigee
from accounts.views.securite import cle_de, de_la_personne
from portal.http.acces import type_vue
from portal.limites.adresse import adresse_de

AJOUTEE, RETIREE, GARDEE = "ajoutee", "retiree", "gardee"
SORTES = {Canal.SMS: "Mobile", Canal.COURRIEL: "Adresse électronique", Canal.COURRIER: "Adresse postale"}
NOUVELLES = {Canal.SMS: "Un nouveau mobile", Canal.COURRIEL: "Une nouvelle adresse électronique"}
Geste = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class PointAffiche:
    """One contact point as its owner sees it; instants in their zone. `seule`: nothing else would receive a code."""

    reference: str
    canal: str
    sorte: str
    masque: str
    verifie_le: datetime | None
    retire_le: datetime | None
    utile_jusqu_au: datetime | None
    recent: bool
    seule: bool


def _affiche(point: PointContact, points: list[PointContact]) -> PointAffiche:
    en_service = [p for p in points if p.retire_le is None]
    return PointAffiche(
        reference=point.reference,
        canal=point.canal,
        sorte=SORTES[Canal(point.canal)],
        masque=point.masque.replace(" ", "\u00a0"),
        verifie_le=_local(point.verifie_le),
        retire_le=_local(point.retire_le),
        utile_jusqu_au=_local(point.utile_jusqu_au),
        recent=point.recent,
        seule=not services.peut_se_retirer(point, en_service),
    )


def _local(instant: datetime | None) -> datetime | None:
    return timezone.localtime(instant) if instant else None


@de_la_personne("GET")
def accueil(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
    """All of them, and what became of the last change."""
    points = selectors.points_contact(personne)
    affiches = [_affiche(point, points) for point in points]
    contexte = {
        "points": [p for p in affiches if p.canal != Canal.COURRIER and not p.retire_le],
        "retires": [p for p in affiches if p.retire_le],
        "adresses": [p for p in affiches if p.canal == Canal.COURRIER and not p.retire_le],
        "annonce": next((mot for mot in (AJOUTEE, RETIREE, GARDEE) if mot in request.GET), ""),
    }
    return render(request, "comptes/coordonnees.html", contexte)


def _vers_la_liste(mot: str = "") -> HttpResponseRedirect:
    adresse = reverse("comptes:coordonnees")
    return HttpResponseRedirect(f"{adresse}?{mot}=1" if mot else adresse)


# ------------------------------------------------------------------ a new one
def _page_d_ajout(genre: type[ContactForm]) -> type_vue:
    @de_la_personne("GET", "POST")
    @preuve_exigee
    def ajouter(request: HttpRequest, compte: Compte, personne: Personne) -> HttpResponse:
        formulaire = genre(saisi(request))
        contexte = {
            "form": formulaire,
            "repere": replace(repere(1, UsageVerification.CONTACT), titre=NOUVELLES[genre.canal]),
            "abandonner": reverse("comptes:coordonnees"),
            "mobile": genre.canal == Canal.SMS,
        }
        gabarit = "comptes/contact_ajouter.html"
        if request.method == "POST" and formulaire.is_valid():
            try:
                return _envoyer_un_code(request, personne, genre.canal, formulaire.cleaned_data["valeur"])
            except ValidationError as erreur:
                formulaire.add_error("valeur", erreur)
            except TropDEssais as erreur:
                return trop_d_essais(request, gabarit, contexte, formulaire, erreur, DEJA)
        return render(request, gabarit, contexte)

    return ajouter


ajouter_telephone, ajouter_courriel = _page_d_ajout(TelephoneForm), _page_d_ajout(CourrielForm)


def _envoyer_un_code(request: HttpRequest, personne: Personne, canal: str, valeur: str) -> HttpResponse:
    """To where nothing is theirs yet. Raises ValidationError, TropDEssais."""
    jeton = lier_au_navigateur(request)
    verification = services.ouvrir_ajout(personne=personne, canal=canal, valeur=valeur, navigateur=jeton)
    verifications.demander_code(verification=verification, rang=0, adresse=adresse_de(request))
    reponse = HttpResponseRedirect(PAGES.adresse("code", verification))
    donner_le_jeton(reponse, jeton)
    return reponse


def _ou_elle_en_est(verification: Verification | None) -> str:
    etats = {EtatVerification.OUVERTE: "canal", EtatVerification.ENVOYEE: "code"}
    page = etats.get(EtatVerification(verification.etat)) if verification else None
    if page and verification:
        return PAGES.adresse(page, verification)
    # Posted twice: it was added all the same.
    finie = verification is not None and verification.etat == EtatVerification.TERMINEE
    return _vers_la_liste(AJOUTEE if finie else "")["Location"]


def _accepte(request: HttpRequest, verification: Verification, formulaire: Any) -> HttpResponse:
    assert isinstance(request.user, Compte)  # noqa: S101 - said by the guard
    try:
        services.ajouter_contact(verification=verification, acteur=request.user)
    except ValidationError as erreur:
        raise PlusPossible(" ".join(erreur.messages)) from erreur
    return _vers_la_liste(AJOUTEE)


PAGES = Codes(
    espace="contact_",
    recommencer=lambda _: reverse("comptes:coordonnees"),
    accepte=_accepte,
    connu=True,
)
_OUVERTE, _ENVOYEE, _PROUVEE = EtatVerification.OUVERTE, EtatVerification.ENVOYEE, EtatVerification.PROUVEE
canal = etape_de_la_personne(UsageVerification.CONTACT, _OUVERTE, _ENVOYEE, sinon=_ou_elle_en_est)(
    PAGES.canal
)
# Proven and not added: the server stopped in between. The same code posted again ends it.
code = etape_de_la_personne(UsageVerification.CONTACT, _ENVOYEE, _PROUVEE, sinon=_ou_elle_en_est)(PAGES.code)
renvoyer = etape_de_la_personne(UsageVerification.CONTACT, _ENVOYEE, sinon=_ou_elle_en_est)(PAGES.renvoyer)


@etape_de_la_personne(UsageVerification.CONTACT, _OUVERTE, _ENVOYEE, _PROUVEE, sinon=_ou_elle_en_est)
def abandonner(request: HttpRequest, verification: Verification) -> HttpResponse:
    """Ask, then leave with nothing added (GEN-20)."""
    if request.method == "POST":
        verifications.abandonner(verification=verification)
        return _vers_la_liste()
    contexte = {
        "reprendre": PAGES.adresse("code", verification),
        "titre": TITRES[UsageVerification.CONTACT],
    }
    return render(request, "comptes/contact_abandonner.html", contexte)


# ------------------------------------------------------------------ one of theirs
def _geste_sur_un_point(gabarit: str, *, retire: bool) -> Callable[[Geste], type_vue]:
    """A page that asks before it acts on one of their contact points: of those in service, or of those removed."""

    def decorateur(faire: Geste) -> type_vue:
        @de_la_personne("GET", "POST")
        @preuve_exigee
        def gardee(request: HttpRequest, compte: Compte, personne: Personne, reference: str) -> HttpResponse:
            points = selectors.points_contact(personne)
            point = next((p for p in points if p.reference == reference), None)
            if point is None and request.method == "POST":
                # Pressed twice: the first one has deleted it.
                return _vers_la_liste()
            if point is None or point.canal == Canal.COURRIER:
                raise Http404
            if (point.retire_le is not None) is not retire:
                return _vers_la_liste()
            point.personne = personne
            contexte = {"point": _affiche(point, points), "refus": ""}
            if request.method != "POST":
                return render(request, gabarit, contexte)
            return faire(request, compte, point, gabarit, contexte)

        return gardee

    return decorateur


@_geste_sur_un_point("comptes/contact_retirer.html", retire=False)
def retirer(
    request: HttpRequest, compte: Compte, point: PointContact, gabarit: str, contexte: dict[str, Any]
) -> HttpResponse:
    """It no longer receives anything, or nearly."""
    try:
        services.retirer_contact(
            personne=point.personne, reference=point.reference, acteur=compte, session=cle_de(request)
        )
    except services.DerniereCoordonnee:
        return render(request, gabarit, contexte)
    return _vers_la_liste(RETIREE)


@_geste_sur_un_point("comptes/contact_garder.html", retire=True)
def garder(
    request: HttpRequest, compte: Compte, point: PointContact, gabarit: str, contexte: dict[str, Any]
) -> HttpResponse:
    """It was removed too fast, or by somebody else."""
    try:
        services.garder_contact(
            personne=point.personne, reference=point.reference, acteur=compte, session=cle_de(request)
        )
    except ValidationError as erreur:
        contexte["refus"] = " ".join(erreur.messages)
        return render(request, gabarit, contexte)
    return _vers_la_liste(GARDEE)


@_geste_sur_un_point("comptes/contact_verifier.html", retire=False)
def verifier(
    request: HttpRequest, compte: Compte, point: PointContact, gabarit: str, contexte: dict[str, Any]
) -> HttpResponse:
    """A code to one that the Caf knows and that nobody has ever proven."""
    try:
        return _envoyer_un_code(request, point.personne, point.canal, point.valeur)
    except ValidationError as erreur:
        contexte["refus"] = " ".join(erreur.messages)
        return render(request, gabarit, contexte)
    except TropDEssais as erreur:
        contexte["refus"] = DEJA.format(delai=erreur.verdict.delai)
        reponse = render(request, gabarit, contexte, status=429)
        reponse.headers["Retry-After"] = str(erreur.verdict.attendre)
        return reponse
