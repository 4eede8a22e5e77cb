"""Going through the whole public site, link by link."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.outils.page import Page

# Pages are found by links; these have none, or are made for machines.
HORS_VISITE = ("/agents/", "/.well-known/", "/static/", "/sante/", "/media/", "/demo/identite/")
PAGES_MAX = 600


@dataclass
class Vue:
    """One page as it was received."""

    chemin: str
    statut: int
    titre: str = ""
    ids: set[str] = field(default_factory=set)
    liens: list[str] = field(default_factory=list)


def adresses_sans_parametre() -> list[str]:
    """Every address that `reverse` gives without argument: those that no page links to are seen too."""
    trouvees = set()
    for espace, motif in _motifs(get_resolver().url_patterns):
        try:
            trouvees.add(reverse(f"{espace}{motif.name}"))
        except NoReverseMatch:
            continue
    return sorted(a for a in trouvees if not a.startswith(HORS_VISITE))


def _motifs(patterns: list[URLPattern | URLResolver], espace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for motif in patterns:
        if isinstance(motif, URLResolver):
            yield from _motifs(
                motif.url_patterns, f"{espace}{motif.namespace}:" if motif.namespace else espace
            )
        elif motif.name:
            yield espace, motif


def visiter(client: Client, departs: list[str]) -> dict[str, Vue]:
    """Every page that can be reached, by address without fragment. Addresses that only take POST are left out."""
    a_voir, vues = list(departs), {}
    while a_voir:
        adresse = a_voir.pop(0)
        if adresse in vues:
            continue
        assert len(vues) < PAGES_MAX, (
            "la visite n’en finit pas : une page fabrique-t-elle des liens sans fin ?"
        )
        vue = _lire(client, adresse)
        if vue is None:
            continue
        vues[adresse] = vue
        a_voir += [
            urldefrag(lien).url for lien in vue.liens if not urlsplit(lien).path.startswith(HORS_VISITE)
        ]
    return vues


def _lire(client: Client, adresse: str) -> Vue | None:
    reponse = client.get(adresse)
    if reponse.status_code == 405:
        return None
    vue = Vue(adresse, reponse.status_code)
    if reponse.status_code in {301, 302}:
        vue.liens = [urljoin(adresse, reponse["Location"])]
    elif reponse.headers.get("Content-Type", "").startswith("text/html"):
        page = Page(reponse.content.decode())
        vue.titre = page.titre()
        vue.ids = {i for e in page.tous() if (i := e.get("id"))}
        absolus = [urljoin(adresse, lien) for lien in page.liens()]
        vue.liens = [lien for lien in absolus if not urlsplit(lien).scheme]
    return vue
