"""What makes the suite hostile: each function here turns a silent mistake into a failure."""

import ipaddress
import random
import socket
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db.models import QuerySet
from django.template import engines


class VariableInconnue(str):
    """As `string_if_invalid`: an undefined variable fails the test when the template is one of ours."""

    def __contains__(self, _: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        gabarit = _gabarit_en_cours(sys._getframe(1))
        if _est_de_nous(gabarit):
            # Not an Exception: neither a template tag nor a view may swallow it.
            pytest.fail(f"variable inconnue « {variable} » dans {gabarit}")
        return ""


def _gabarit_en_cours(cadre: Any) -> str:
    contexte = cadre.f_locals.get("context")
    rendu = getattr(contexte, "render_context", None)
    gabarit = getattr(rendu, "template", None) or getattr(contexte, "template", None)
    return str(getattr(getattr(gabarit, "origin", None), "name", ""))


def _est_de_nous(chemin: str) -> bool:
    return chemin.startswith(f"{settings.RACINE}/") and "site-packages" not in chemin


@contextmanager
def variables_inconnues_interdites() -> Iterator[None]:
    """An undefined variable in a template of ours fails the test."""
    moteur = engines["django"].engine
    with mock.patch.object(moteur, "string_if_invalid", VariableInconnue("%s")):
        yield


@contextmanager
def resultats_sans_ordre_melanges() -> Iterator[None]:
    """A queryset without order comes back shuffled; a lock that would take joined tables too is refused."""
    d_origine = QuerySet._fetch_all

    def _fetch_all(requete: QuerySet[Any]) -> None:
        q = requete.query
        if q.select_for_update and q.select_related and not q.select_for_update_of:
            pytest.fail(
                "select_for_update() avec select_related() et sans of= verrouille aussi les tables jointes"
            )
        deja = requete._result_cache is not None
        d_origine(requete)
        if not deja and not requete.ordered and len(requete._result_cache) > 1:
            random.shuffle(requete._result_cache)

    with mock.patch.object(QuerySet, "_fetch_all", _fetch_all):
        yield


@contextmanager
def caches_a_soi() -> Iterator[None]:
    """Each test has its own keys in the shared server, and no page of another in memory."""
    prefixe = uuid.uuid4().hex[:12]
    avant = {alias: options.get("KEY_PREFIX", "") for alias, options in settings.CACHES.items()}
    _prefixer({alias: f"{ancien}{prefixe}" for alias, ancien in avant.items()})
    caches["pages"].clear()
    yield
    _prefixer(avant)
    caches["pages"].clear()


@contextmanager
def redis_present() -> Iterator[None]:
    """One answer that came late in a test before is no reason to count elsewhere in this one."""
    from portal.limites import services

    services._Redis.absent_jusqu_a = 0.0
    yield


def _prefixer(prefixes: dict[str, str]) -> None:
    for alias, prefixe in prefixes.items():
        # Both: the dictionary is what other threads build their connection from.
        settings.CACHES[alias]["KEY_PREFIX"] = prefixe
        caches[alias].key_prefix = prefixe


def oublier_le_cache(alias: str) -> None:
    """Remove what this test put in a shared cache. `clear()` would empty the server under everybody's feet."""
    cache = caches[alias]
    client = cache._cache.get_client(None, write=True)
    for cle in client.scan_iter(match=f"*{cache.key_prefix}:*"):
        client.delete(cle)


def _hotes_permis() -> set[str]:
    urls = [settings.DATABASE_URL, settings.REDIS_URL, settings.EPHEMERE_URL]
    hotes = {
        h
        for url in urls
        for h in (urlsplit(url).hostname, *parse_qs(urlsplit(url).query).get("host", []))
        if h
    }
    return hotes | {"localhost", "127.0.0.1", "::1"}


def _est_ici(hote: str, permis: set[str]) -> bool:
    try:
        return hote in permis or ipaddress.ip_address(hote).is_loopback
    except ValueError:
        return False


@contextmanager
def reseau_ferme() -> Iterator[None]:
    """No test speaks to another machine. Unix sockets, this machine, and the test servers stay open."""
    permis = _hotes_permis()
    connect, resoudre = socket.socket.connect, socket.getaddrinfo

    def connect_ici(prise: socket.socket, adresse: Any) -> Any:
        if prise.family in {socket.AF_INET, socket.AF_INET6} and not _est_ici(adresse[0], permis):
            raise AssertionError(f"un test parle à un autre hôte : {adresse[0]}")
        return connect(prise, adresse)

    def resoudre_ici(hote: Any, *args: Any, **kwargs: Any) -> Any:
        nom = hote.decode() if isinstance(hote, bytes) else hote
        if nom and not _est_ici(nom, permis):
            raise AssertionError(f"un test cherche un autre hôte : {nom}")
        resultats = resoudre(hote, *args, **kwargs)
        # A test server known by its name is then reached by its address.
        permis.update(str(r[4][0]) for r in resultats if nom in permis)
        return resultats

    with (
        mock.patch.object(socket.socket, "connect", connect_ici),
        mock.patch("socket.getaddrinfo", resoudre_ici),
    ):
        yield
