"""Around each request of somebody who is logged in."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict

from accounts.franceconnect import navigateur
from portal.http.journaux import masquer
from portal.http.middleware import Suite

# Said in the address of the login page: it holds nothing but a word.
FIN_DE_SESSION = "fin"


class SessionSuivieMiddleware:
    """Sets `request.connecte`, and notes that somebody clicked. An anonymous visitor has no session to look for."""

    def __init__(self, get_response: Suite) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        avait_une_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        request.connecte = avait_une_session and request.user.is_authenticated  # type: ignore[attr-defined]
        # Who is half-way through a login has a session too, which is not over.
        request.session_finie = (  # type: ignore[attr-defined]
            avait_une_session and not request.connecte and LOGIN_SESSION_KEY not in request.session  # type: ignore[attr-defined]
        )
        reponse = self.get_response(request)
        # Its pages all hold « Se déconnecter », which ends the session at FranceConnect too.
        if request.connecte and navigateur.SESSION in request.session:  # type: ignore[attr-defined]
            navigateur.laisser_partir(reponse)
        return reponse

    def process_view(self, request: HttpRequest, vue: Callable[..., HttpResponse], *_: Any) -> None:
        """A page that only asks how long is left (`sans_prolonger`) is not a click, unless it is posted to."""
        compte = request.method == "POST" or not getattr(vue, "sans_prolonger", False)
        if request.connecte and compte:  # type: ignore[attr-defined]
            request.session.toucher()  # type: ignore[attr-defined]


class ConnexionExigeeMiddleware(LoginRequiredMiddleware):
    """Django's; whose session has just ended is told so, and what looks personal is not carried to another address."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        reponse = super().handle_no_permission(request, view_func)
        adresse, _, question = reponse.url.partition("?")
        mots = QueryDict(question, mutable=True)
        suite = str(mots.get(REDIRECT_FIELD_NAME, ""))
        if masquer(suite) != suite:
            mots[REDIRECT_FIELD_NAME] = request.path if masquer(request.path) == request.path else "/"
        if getattr(request, "session_finie", False):
            mots[FIN_DE_SESSION] = "1"
        reponse["Location"] = f"{adresse}?{mots.urlencode(safe='/')}"
        return reponse
