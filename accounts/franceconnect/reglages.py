"""What this portal declared to FranceConnect (`settings.FRANCECONNECT`)."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

# From the weakest to the strongest: an answer may say more than what was asked, never less.
ACR = ("eidas1", "eidas2", "eidas3")


@dataclass(frozen=True)
class Reglages:
    """`emetteur`: the issuer, under which its discovery is. `origine`: scheme and host of this portal."""

    emetteur: str
    client_id: str
    secret: str = field(repr=False)
    origine: str
    acr: str

    @property
    def retour(self) -> str:
        """The declared redirect address."""
        return self.origine + reverse("comptes:franceconnect_retour")

    @property
    def sortie(self) -> str:
        """The declared address after a logout there."""
        return self.origine + reverse("comptes:franceconnect_sortie")

    @property
    def hote(self) -> str:
        """Scheme and host of the provider: for the content policy, and where each of its addresses must be."""
        return origine_de(self.emetteur)


def origine_de(adresse: str) -> str:
    """« https://host:port » of an address."""
    lue = urlsplit(adresse)
    return f"{lue.scheme}://{lue.netloc}"


def reglages() -> Reglages | None:
    """None where nothing was declared: no button then, and nothing answers."""
    return Reglages(**settings.FRANCECONNECT) if settings.FRANCECONNECT else None
