"""What these pages share: the guard, the browser's token, and how a refusal is said."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import jetons
from accounts.services.connexion import TropDEssais
from portal.http import cookies
from portal.http.acces import public, type_vue
from portal.http.pages import Vue, never_store
from portal.ui.formulaires import Formulaire

NAVIGATEUR = "navigateur"
TROP = "Trop d’essais. Vous pourrez recommencer dans {delai}."
SATURE = (
    "Beaucoup de personnes se connectent en ce moment. Attendez quelques secondes, puis recommencez : "
    "votre mot de passe n’a pas été regardé."
)
ATTENDRE_SECONDES = "5"
# In the address of the recovery, right after « Ce n'était pas moi ».
TOUT_FERME = "ferme"


def ouverte_a_tous(vue: Vue) -> type_vue:
    """A page for anybody, never stored; what is posted to it is kept out of error reports."""
    return public(
        never_store(require_http_methods(["GET", "HEAD", "POST"])(sensitive_post_parameters()(vue)))
    )


def saisi(request: HttpRequest) -> QueryDict | None:
    """What to bind a form to: an empty form that was sent has its errors too."""
    return request.POST if request.method == "POST" else None


def jeton_du_navigateur(request: HttpRequest) -> str:
    """The token of this browser; empty when it has none yet."""
    return request.COOKIES.get(cookies.nom(NAVIGATEUR), "")


def lier_au_navigateur(request: HttpRequest) -> str:
    """The token of this browser, drawn if it has none: to be put in the answer with `donner_le_jeton`."""
    return jeton_du_navigateur(request) or jetons.nouveau()


def donner_le_jeton(reponse: HttpResponse, jeton: str) -> None:
    """Until the browser closes."""
    cookies.poser(reponse, NAVIGATEUR, jeton, duree=None)


def trop_d_essais(
    request: HttpRequest,
    gabarit: str,
    contexte: dict[str, Any],
    formulaire: Formulaire,
    erreur: TropDEssais,
    phrase: str = TROP,
) -> HttpResponse:
    """The same page, what was typed still there, and how long to wait."""
    formulaire.add_error(None, phrase.format(delai=erreur.verdict.delai))
    reponse = render(request, gabarit, contexte, status=429)
    reponse.headers["Retry-After"] = str(erreur.verdict.attendre)
    return reponse


def sature(
    request: HttpRequest, gabarit: str, contexte: dict[str, Any], formulaire: Formulaire
) -> HttpResponse:
    """The same page: no place was free to compute a hash."""
    formulaire.add_error(None, SATURE)
    reponse = render(request, gabarit, contexte, status=503)
    reponse.headers["Retry-After"] = ATTENDRE_SECONDES
    return reponse
