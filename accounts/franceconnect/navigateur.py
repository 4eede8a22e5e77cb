"""A browser that came by FranceConnect: the sealed ID token of its session, and where its forms may lead."""

import base64

from django.http import HttpRequest, HttpResponseBase

from accounts.franceconnect.reglages import reglages
from portal.chiffrement import Indechiffrable, ouvrir_donnee, sceller_donnee

SESSION = "franceconnect"
CONTEXTE = "session/franceconnect"


def garder(request: HttpRequest, id_token: str) -> None:
    """Keep it in the session, sealed: the logout there asks for it, and nothing else does."""
    request.session[SESSION] = base64.b64encode(sceller_donnee(id_token.encode(), CONTEXTE)).decode()


def id_token_de(request: HttpRequest) -> str:
    """That of this session, empty when FranceConnect has no part in it."""
    try:
        return ouvrir_donnee(base64.b64decode(request.session.get(SESSION, "")), CONTEXTE).decode()
    except (Indechiffrable, ValueError):
        return ""


def laisser_partir(reponse: HttpResponseBase) -> None:
    """Let a form of this page be answered by a redirect to FranceConnect: Chromium applies `form-action` there too."""
    if declare := reglages():
        reponse._csp_update = {"form-action": [declare.hote]}  # type: ignore[attr-defined]
