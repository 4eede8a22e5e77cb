"""A stage of a login that keeps somebody at the door, as a second factor that is not given."""

from typing import Any

from allauth.account.stages import LoginStage
from django.http import HttpResponseRedirect


class EtapeQuiRetient(LoginStage):
    key = "essai"

    def handle(self) -> tuple[Any, bool]:
        return HttpResponseRedirect("/aide/"), True
