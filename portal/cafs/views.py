from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.cafs import annuaire, calendrier
from portal.cafs.forms import LieuForm
from portal.http import cookies
from portal.http.acces import public
from portal.http.pages import never_store


@public
@never_store
@require_safe
def ma_caf(request: HttpRequest) -> HttpResponse:
    """The visitor's Caf, or the question that finds it."""
    return _page(request, LieuForm())


@public
@never_store
def choisir(request: HttpRequest) -> HttpResponse:
    """Remember the Caf of a postal code or département. Read as a page (a reload), it leads back to the question."""
    if request.method != "POST":
        return redirect("cafs:ma_caf")
    form = LieuForm(request.POST)
    if not form.accepte():
        return _page(request, form)
    reponse = redirect("cafs:ma_caf")
    cookies.poser(reponse, "caf", form.cleaned_data["caf"].code, duree=cookies.UN_AN)
    return reponse


@public
@never_store
@require_POST
def oublier(request: HttpRequest) -> HttpResponse:
    """Forget the visitor's Caf."""
    reponse = redirect("cafs:ma_caf")
    cookies.effacer(reponse, "caf")
    return reponse


def _page(request: HttpRequest, form: LieuForm) -> HttpResponse:
    caf = annuaire.caf(request.caf_code)  # type: ignore[attr-defined]
    contexte: dict[str, Any] = {"form": form, "caf": caf}
    if caf:
        ici = timezone.localtime(timezone=caf.zone)
        contexte |= {"il_est": ici, "paiements": calendrier.prochains_paiements(ici.date())}
    return render(request, "cafs/ma_caf.html", contexte)
