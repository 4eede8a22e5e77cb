"""Which instant and which day it is for a visitor: read once by a view, then passed on."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.cafs import annuaire

PARIS = ZoneInfo(annuaire.FUSEAU_DE_PARIS)


def zone(caf: annuaire.Caf | None) -> ZoneInfo:
    """The zone of the visitor's Caf, Paris when it is unknown."""
    return caf.zone if caf else PARIS


def jour(maintenant: datetime, caf: annuaire.Caf | None) -> date:
    """The day it is there at this instant."""
    return maintenant.astimezone(zone(caf)).date()


def minuit_suivant(maintenant: datetime, caf: annuaire.Caf | None) -> datetime:
    """The instant at which that day ends: a page that says « aujourd’hui » changes then."""
    lendemain = jour(maintenant, caf) + timedelta(days=1)
    return datetime.combine(lendemain, time.min, tzinfo=zone(caf))
