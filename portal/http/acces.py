"""Who may open a page. Every view of the project carries exactly one of these rules (a test holds it)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

type_vue = Callable[..., HttpResponseBase]


def public(vue: type_vue) -> type_vue:
    """Anybody. Such a page holds no token: its state changes are guarded by `portal.http.origine` alone."""
    enveloppe = login_not_required(csrf_exempt(vue))
    enveloppe.acces = "public"  # type: ignore[attr-defined]
    return enveloppe


def reserve_aux(*natures: str) -> Callable[[type_vue], type_vue]:
    """Only a logged-in account of one of these kinds; a session of another kind gets a 403."""

    def decorateur(vue: type_vue) -> type_vue:
        @wraps(vue)
        def gardee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if getattr(request.user, "nature", None) not in natures:
                raise PermissionDenied
            return vue(request, *args, **kwargs)

        gardee.acces = natures  # type: ignore[attr-defined]
        return gardee

    return decorateur
