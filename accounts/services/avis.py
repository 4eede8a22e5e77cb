"""Telling somebody that something changed, on every contact point, with the date, the hour and the zone (R-17)."""

from django.utils import timezone

from accounts.models import Personne, PointContact
from portal.courriers.destinataires import DestinataireInvalide
from portal.courriers.services import deposer
from portal.ui.typographie import date_longue, heure


def prevenir(*, personne: Personne, modele: str, sujet: str, details: dict[str, str] | None = None) -> None:
    """Deposit the notice `modele` for each contact point, one removed lately included, inside the caller's transaction.

    Its templates know `jour`, `jour_court`, `heure` and what is in `details`: nothing in clear of anybody.
    """
    local = timezone.localtime(timezone.now())
    contexte = {
        "jour": date_longue(local.date()), "jour_court": f"{local:%d/%m/%Y}", "heure": heure(local),
        **(details or {}),
    }  # fmt: skip
    for point in PointContact.objects.joignables().filter(personne=personne).order_by("pk"):
        try:
            deposer(
                canal=point.canal, destinataire=point.valeur, modele=modele, contexte=contexte, sujet=sujet
            )
        except DestinataireInvalide:
            continue
