"""What a visitor of the demonstration needs: who is in it, and what it would have sent. Absent anywhere else."""

import re
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courriers.enums import Canal
from portal.courriers.selectors import AFFICHES_MAX, envois_simules
from portal.espaces import familles as fiction
from portal.espaces import horloge
from portal.http.acces import public, type_vue
from portal.http.pages import Vue, never_store

_MOBILE = re.compile(r"\+33([0-9])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")


def demonstration_seulement(vue: Vue) -> type_vue:
    """A page for anybody, neither stored nor indexed, that does not exist where an operator is named."""
    sure = require_safe(vue)

    @public
    @never_store
    @wraps(vue)
    def gardee(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMONSTRATION:
            raise Http404
        reponse: HttpResponse = sure(request, *args, **kwargs)
        reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
        return reponse

    return gardee


@demonstration_seulement
def familles(request: HttpRequest) -> HttpResponse:
    """The fictitious people, and what can be tried today."""
    jour = horloge.jour(timezone.now(), None)
    contexte = {
        "familles": fiction.familles(jour),
        "tuteurs": fiction.tuteurs(jour),
        "agents": fiction.agents(jour),
    }
    return render(request, "espaces/demo.html", contexte)


@demonstration_seulement
def courriers(request: HttpRequest) -> HttpResponse:
    """What would have left, by recipient. A code is shown in its message on purpose: nobody else receives it."""
    envois = [
        (
            _lisible(destinataire),
            [(m, Canal(m.canal).label, m.le.astimezone(horloge.PARIS)) for m in messages],
        )
        for destinataire, messages in envois_simules().items()
    ]
    return render(request, "espaces/demo_courriers.html", {"envois": envois, "maximum": AFFICHES_MAX})


def _lisible(destinataire: str) -> str:
    """« 06 39 98 46 65 » for +33639984665, as the page of the fictitious people writes it."""
    lu = _MOBILE.fullmatch(destinataire)
    return "\u00a0".join([f"0{lu[1]}", *lu.groups()[1:]]) if lu else destinataire
