"""What stands between an agent's password and their site: a second factor, shown or, the first time, installed."""

from enum import Enum

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts import preuves
from accounts.droits import est_agent_en_fonction
from accounts.enums import Nature
from accounts.etapes import Etape
from accounts.models import Compte
from accounts.services.second_facteur import a_un_facteur

# In the session: whose second factor was shown in it.
MONTRE = "agent_verifie"


class Attente(Enum):
    """What an agent must do before they come in; the value is the page that asks for it."""

    MONTRER = "admin:second_facteur"
    INSTALLER = "admin:installer"


class SecondFacteurAgents(Etape):
    """Lets through who is no agent: they have a stage of their own. An agent is let through only in a demonstration,
    and only without a factor: no device is trusted here, and no code is sent."""

    key = "second_facteur_agents"
    urlname = Attente.MONTRER.value

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Called by allauth, in the request that brought the password."""
        if self.compte.nature != Nature.AGENT:
            return None, True
        if a_un_facteur(self.compte):
            attente = Attente.MONTRER
        elif settings.SECOND_FACTEUR_AGENTS:
            attente = Attente.INSTALLER
        else:
            return None, True
        self.retenir(attente=attente.name)
        return HttpResponseRedirect(reverse(attente.value)), True

    @property
    def attente(self) -> Attente:
        """As it was when the password was checked: a factor removed meanwhile is not installed by this login."""
        return Attente[self.state.get("attente", Attente.MONTRER.name)]

    @property
    def peut_entrer(self) -> bool:
        """The account may have changed too: it opens the agents' site, or nothing."""
        return est_agent_en_fonction(self.compte)

    def franchir(self) -> HttpResponse:
        """They have shown it: the session opens."""
        reponse: HttpResponse = self.exit()
        if self.request.user.is_authenticated:
            noter(self.request, self.compte)
        return reponse


def noter(request: HttpRequest, compte: Compte) -> None:
    """This session has seen the second factor of this account, just now."""
    request.session[MONTRE] = compte.reference
    preuves.noter(request)


def est_verifie(request: HttpRequest) -> bool:
    """Whether this session may be an agent's, where a second factor is compulsory."""
    if not settings.SECOND_FACTEUR_AGENTS:
        return True
    return request.session.get(MONTRE) == getattr(request.user, "reference", "")
