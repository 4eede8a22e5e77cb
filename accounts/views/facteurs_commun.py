"""What the pages about second factors share: how they are listed, and what site a key would be bound to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts import codes_secours
from accounts.cles_acces import AdresseEnChiffres, Site, lire_site
from accounts.enums import NatureFacteur
from accounts.models import Compte
from accounts.services import facteurs

# In an address: what has just been done.
FAIT = "double"
CLE_REFUSEE = "cle"
AJOUTE, RETIRE, RENOMME = "ajoutee", "retiree", "renommee"


@dataclass(frozen=True, slots=True)
class FacteurAffiche:
    """One factor; dates in the zone of the reader, `utilise_le` None when it never served."""

    reference: str
    nom: str
    nature: str
    ajoute_le: datetime
    utilise_le: datetime | None


def section(request: HttpRequest, compte: Compte) -> dict[str, Any]:
    """« Double vérification » of « Ma sécurité » (two queries, one for who has set nothing)."""
    affiches = [
        FacteurAffiche(
            f.reference,
            f.nom,
            NatureFacteur(f.nature).label,
            timezone.localtime(f.confirme_le or f.cree_le),
            timezone.localtime(f.utilise_le) if f.utilise_le else None,
        )
        for f in facteurs.actifs(compte)
    ]
    return {
        "facteurs": affiches,
        "double_faite": request.GET.get(FAIT, ""),
        "codes_restants": facteurs.codes_restants(compte) if affiches else 0,
        "codes_en_tout": codes_secours.COMBIEN,
        "peu_de_codes": codes_secours.PEU,
    }


def site_de(request: HttpRequest) -> Site | None:
    """The site that a key is bound to; None when the page was opened by an IP address, where no key works."""
    try:
        return lire_site(nom=settings.NOM_DU_SITE, schema=request.scheme or "https", hote=request.get_host())
    except AdresseEnChiffres:
        return None
