"""Whole-page cache of anonymous pages, in each web process.

Such a page depends on its path, on the contrast and on the Caf, and on nothing else: no session, no token, no
cookie of its own. It lives a minute at most, and never past the next instant at which its content changes. Somebody
who is logged in gets it drawn for them.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from portal.http.acces import public

DUREE_MAX = 60  # seconds

Vue = Callable[..., HttpResponse]
Bascule = Callable[[HttpRequest], datetime | None]

never_store = cache_control(no_store=True, private=True)


def tout_effacer(reponse: HttpResponse) -> None:
    """For who leaves: whoever comes next at this browser finds nothing by going back (ASVS 5.0, 14.3.1).

    « cookies » is not in it: it would also forget the contrast and the Caf. The session's own goes by name.
    """
    reponse.headers["Clear-Site-Data"] = '"cache", "storage"'


def _cle(request: HttpRequest) -> str:
    return "|".join((request.get_host(), request.path, str(request.contraste), request.caf_code or ""))  # type: ignore[attr-defined]


def _duree(request: HttpRequest, perime_le: Bascule | None) -> int:
    """Seconds for which the page is right, at most `DUREE_MAX`."""
    bascule = perime_le(request) if perime_le else None
    if bascule is None:
        return DUREE_MAX
    return max(0, min(DUREE_MAX, int((bascule - timezone.now()).total_seconds())))


def _produire(
    vue: Vue, request: HttpRequest, perime_le: Bascule | None, *args: Any, **kwargs: Any
) -> HttpResponse:
    # The instant is read before the content: a page made during the change expires at once.
    duree = _duree(request, perime_le)
    reponse = vue(request, *args, **kwargs)
    patch_vary_headers(reponse, ["Cookie"])
    if reponse.status_code == 200:
        patch_cache_control(reponse, public=True, max_age=duree)
        reponse.headers["ETag"] = quote_etag(hashlib.sha256(reponse.content).hexdigest()[:32])
        if duree:
            corps = (reponse.content, dict(reponse.headers), timezone.now().timestamp() + duree)
            caches["pages"].set(_cle(request), corps, duree)
    return reponse


def _relire(request: HttpRequest) -> HttpResponse | None:
    garde = caches["pages"].get(_cle(request))
    if garde is None:
        return None
    contenu, entetes, perime_a = garde
    reponse = HttpResponse(contenu, headers=entetes)
    # What is left of its life: a browser must not keep it longer than we do.
    reste = max(0, int(perime_a - timezone.now().timestamp()))
    reponse.headers["Cache-Control"] = f"public, max-age={reste}"
    return reponse


def _pour_elle_seule(reponse: HttpResponse) -> HttpResponse:
    """Drawn for somebody who is logged in (« Se déconnecter » is on it): kept by nobody."""
    patch_vary_headers(reponse, ["Cookie"])
    patch_cache_control(reponse, private=True, no_store=True)
    return reponse


def page_publique(perime_le: Bascule | None = None) -> Callable[[Vue], Vue]:
    """Mark a view as a public page that is cached whole.

    `perime_le(request)` returns the next instant at which the content changes, or None. A request with a query
    string is never cached.
    """

    def decorateur(vue: Vue) -> Vue:
        @public
        @require_safe
        @conditional_page
        @wraps(vue)
        def cachee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Or whose session has just ended: the answer takes its cookie back.
            if getattr(request, "connecte", False) or getattr(request, "session_finie", False):
                return _pour_elle_seule(vue(request, *args, **kwargs))
            if request.META.get("QUERY_STRING"):
                reponse = vue(request, *args, **kwargs)
                patch_vary_headers(reponse, ["Cookie"])
                patch_cache_control(reponse, no_cache=True)
                return reponse
            return _relire(request) or _produire(vue, request, perime_le, *args, **kwargs)

        return cachee  # type: ignore[return-value]

    return decorateur
