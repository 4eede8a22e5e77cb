"""What allauth asks of us. It runs the stages of a login and nothing else."""

from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adaptateur(DefaultAccountAdapter):  # type: ignore[misc]
    """No signup by form, no message, no e-mail of its own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """What stands between who one says one is and a session."""
        return ["accounts.etapes.SecondFacteur", "accounts.agents.etape.SecondFacteurAgents"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say it themselves."""

    def send_mail(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Everything that leaves goes through `portal.courriers`."""
        raise RuntimeError("allauth n’envoie rien ici")
