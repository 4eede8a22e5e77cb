"""The agents' site, with the login and the logout that this room knows how to do."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from accounts import actions
from accounts.agents import adresses
from accounts.agents.connexion import ConnexionAgents
from accounts.agents.etape import est_verifie
from accounts.agents.mot_de_passe import MotDePasseAgents
from accounts.agents.porte import TARD
from accounts.middleware import FIN_DE_SESSION
from portal.administration.site import SitePortail
from portal.http.pages import tout_effacer
from portal.journal.services import consigner


class SiteAgents(SitePortail):
    """As Django's, save how one comes in, how one goes out, and what lists objects whatever their Caf."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Where a second factor is compulsory, a session that has seen none opens nothing, wherever it comes from."""
        return super().has_permission(request) and est_verifie(request)

    def get_urls(self) -> list[Any]:
        return [*adresses.de(self), *super().get_urls()]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        accueil = reverse("admin:index", current_app=self.name)
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(accueil)
        if FIN_DE_SESSION in request.GET:
            messages.info(request, "Votre session est finie\u00a0: connectez-vous à nouveau.")
        elif TARD in request.GET:
            messages.info(request, "Trop de temps a passé\u00a0: donnez à nouveau votre mot de passe.")
        contexte = {
            **self.each_context(request),
            "title": "Connexion des agents",
            "subtitle": None,
            # Without what follows « ? »: somebody may have put a number there.
            "app_path": request.path,
            REDIRECT_FIELD_NAME: _suite(request) or accueil,
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        request.current_app = self.name
        vue: Any = ConnexionAgents.as_view(extra_context=contexte)
        return vue(request)  # type: ignore[no-any-return]

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        agent: Any = request.user
        reponse: Any = super().logout(request, extra_context)
        if request.method == "POST" and agent.is_authenticated:
            consigner(action=actions.DECONNEXION, acteur=agent, sujet=f"compte:{agent.reference}")
            tout_effacer(reponse)
        return reponse  # type: ignore[no-any-return]

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        vue: Any = MotDePasseAgents.as_view(
            success_url=reverse("admin:password_change_done", current_app=self.name),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        request.current_app = self.name
        return vue(request)  # type: ignore[no-any-return]

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """No page of ours uses it, and it would list objects without a line in the journal."""
        raise PermissionDenied


def _suite(request: HttpRequest) -> str:
    """Where the login leads, without the question of that address. Django's view then checks that it is ours."""
    voulue = request.POST.get(REDIRECT_FIELD_NAME, request.GET.get(REDIRECT_FIELD_NAME, ""))
    return voulue.partition("?")[0]
