"""Where a request comes from, as the outermost proxy that we trust saw it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# What one subscriber of IPv6 is given, whose 2^64 addresses cost nothing.
PREFIXE_IPV6 = 64


def adresse_de(request: HttpRequest) -> str:
    """The client's address, IPv6 by its /64. Empty over a Unix socket with no proxy.

    Each of the `NOMBRE_DE_PROXYS` that we run adds, at the end of `X-Forwarded-For`, the address it was called from:
    what stands before those was written by the visitor and is not read.
    """
    voisin = request.META.get("REMOTE_ADDR", "")
    etapes = [*request.headers.get("X-Forwarded-For", "").split(","), voisin]
    rang = len(etapes) - 1 - int(settings.NOMBRE_DE_PROXYS)
    return regrouper(etapes[rang].strip() if rang >= 0 else "") or regrouper(voisin)


def regrouper(texte: str) -> str:
    """Canonical writing of an address, with or without a port; IPv6 becomes its /64. Empty when it is none."""
    try:
        adresse = ipaddress.ip_address(_sans_port(texte))
    except ValueError:
        return ""
    if isinstance(adresse, ipaddress.IPv6Address):
        if adresse.ipv4_mapped:
            return str(adresse.ipv4_mapped)
        reseau = ipaddress.IPv6Network((int(adresse), PREFIXE_IPV6), strict=False)
        return str(reseau)
    return str(adresse)


def _sans_port(texte: str) -> str:
    if texte.startswith("["):
        return texte[1:].partition("]")[0]
    return texte.partition(":")[0] if texte.count(":") == 1 else texte
