"""Telling somebody that something changed, on every contact point, with the date, the hour and the zone (R-17)."""

from django.utils import timezone

from accounts.models import Personne
from portal.courriers.destinataires import DestinataireInvalide
from portal.courriers.services import deposer
from portal.ui.typographie import date_longue, heure


def prevenir(*, personne: Personne, modele: str, sujet: str) -> None:
    """Deposit the notice `modele` for each contact point, inside the caller's transaction.

    Its templates know `jour`, `jour_court` and `heure`, and hold nothing else of anybody.
    """
    local = timezone.localtime(timezone.now())
    contexte = {
        "jour": date_longue(local.date()), "jour_court": f"{local:%d/%m/%Y}", "heure": heure(local),
    }  # fmt: skip
    for point in personne.points_contact.order_by("pk"):
        try:
            deposer(
                canal=point.canal, destinataire=point.valeur, modele=modele, contexte=contexte, sujet=sujet
            )
        except DestinataireInvalide:
            continue
