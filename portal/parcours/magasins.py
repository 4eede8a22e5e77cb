"""Where the answers are kept.

`MagasinEphemere`: a cache that is never written to disk, each entry sealed under a key that only the visitor's
cookie holds; not even we can read it without that cookie. `MagasinEphemereDuCompte`: the same, for a logged-in
person and nobody else at that browser. `MagasinPostgresql`: drafts of logged-in people.
"""

import base64
import binascii
import json
import pickle
from datetime import datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from redis.exceptions import RedisError

from portal.alea import nouvelle_reference
from portal.chiffrement import TAILLE_CLE, Indechiffrable, deriver, nouvelle_cle, ouvrir, sceller
from portal.http import cookies
from portal.parcours.etapes import Reponses
from portal.parcours.models import Brouillon

COOKIE = "parcours"
# What reading a value that Django did not write may raise: it is no answer of ours.
ECRITS_PAR_UN_AUTRE = (pickle.UnpicklingError, EOFError, ValueError, LookupError, AttributeError, ImportError)


class MagasinIndisponible(Exception):
    """The store does not answer: the person is told, and the rest of the site goes on."""


class Magasin(Protocol):
    """What a parcours asks of its store. `identifiant` is the reference in the path."""

    # Answers posted after the entry died start a new entry instead of being lost.
    renait: bool

    def creer(self, request: HttpRequest, parcours: str) -> str: ...
    def lire(self, request: HttpRequest, parcours: str, identifiant: str) -> Reponses | None: ...
    def ecrire(
        self, request: HttpRequest, parcours: str, identifiant: str, changements: Reponses
    ) -> None: ...
    def effacer(self, request: HttpRequest, parcours: str, identifiant: str) -> None: ...
    def accompagner(self, request: HttpRequest, reponse: HttpResponseBase) -> None: ...


class MagasinEphemere:
    """Anonymous answers: gone after `EPHEMERE_MINUTES` without a click, or as soon as the visitor says so."""

    renait = True

    def creer(self, request: HttpRequest, parcours: str) -> str:
        """A new empty entry; `accompagner` then gives the visitor the key. Raises `MagasinIndisponible`."""
        identifiant = nouvelle_reference()
        self._poser(self._cle_du_visiteur(request, creer=True), parcours, identifiant, {})
        return identifiant

    def lire(self, request: HttpRequest, parcours: str, identifiant: str) -> Reponses | None:
        """The answers, whose life starts again; None when they died or belong to another browser."""
        cle = self._cle_du_visiteur(request)
        if cle is None:
            return None
        nom = _nom_entree(cle, parcours, identifiant)
        try:
            scelle = caches["ephemere"].get(nom)
            # Anything else than bytes was not written by us.
            if not isinstance(scelle, bytes):
                return None
            caches["ephemere"].touch(nom, _duree())
        except RedisError as erreur:
            raise MagasinIndisponible from erreur
        except ECRITS_PAR_UN_AUTRE:
            return None
        try:
            reponses: Reponses = json.loads(ouvrir(deriver(cle, "reponses"), scelle, nom))
        except Indechiffrable:
            return None
        return reponses

    def ecrire(self, request: HttpRequest, parcours: str, identifiant: str, changements: Reponses) -> None:
        """Keep what was typed at these steps; starts a new entry when the former one died."""
        reponses = self.lire(request, parcours, identifiant) or {}
        self._poser(
            self._cle_du_visiteur(request, creer=True), parcours, identifiant, {**reponses, **changements}
        )

    def effacer(self, request: HttpRequest, parcours: str, identifiant: str) -> None:
        """Forget everything about this parcours, now."""
        cle = self._cle_du_visiteur(request)
        if cle is None:
            return
        try:
            caches["ephemere"].delete(_nom_entree(cle, parcours, identifiant))
        except RedisError as erreur:
            raise MagasinIndisponible from erreur

    def accompagner(self, request: HttpRequest, reponse: HttpResponseBase) -> None:
        """Give the visitor the key that was made during this request, until the browser closes."""
        cle = getattr(request, "_cle_parcours", None)
        if cle is not None:
            cookies.poser(reponse, COOKIE, base64.urlsafe_b64encode(cle).decode(), duree=None)

    def _cle_du_visiteur(self, request: HttpRequest, *, creer: bool = False) -> bytes | None:
        neuve: bytes | None = getattr(request, "_cle_parcours", None)
        if neuve is not None:
            return neuve
        try:
            cle = base64.urlsafe_b64decode(request.COOKIES.get(cookies.nom(COOKIE), ""))
        except (binascii.Error, ValueError):
            cle = b""
        if len(cle) == TAILLE_CLE:
            return cle
        if not creer:
            return None
        request._cle_parcours = nouvelle_cle()  # type: ignore[attr-defined]
        return request._cle_parcours  # type: ignore[attr-defined, no-any-return]

    def _poser(self, cle: bytes | None, parcours: str, identifiant: str, reponses: Reponses) -> None:
        assert cle is not None  # noqa: S101 - asked for with creer=True
        nom = _nom_entree(cle, parcours, identifiant)
        scelle = sceller(deriver(cle, "reponses"), json.dumps(reponses).encode(), nom)
        try:
            caches["ephemere"].set(nom, scelle, _duree())
        except RedisError as erreur:
            raise MagasinIndisponible from erreur


def _nom_entree(cle: bytes, parcours: str, identifiant: str) -> str:
    """The cache never sees the identifier of the path: it can't be matched with an access log."""
    return deriver(cle, f"entree/{parcours}/{identifiant}").hex()


def _duree() -> int:
    return int(settings.EPHEMERE_MINUTES) * 60


class MagasinEphemereDuCompte:
    """Ephemeral answers of a logged-in person: another account in the same browser, or none, never finds them."""

    renait = True

    def __init__(self) -> None:
        self._ephemere = MagasinEphemere()

    def creer(self, request: HttpRequest, parcours: str) -> str:
        """A new empty entry of the connected account."""
        return self._ephemere.creer(request, _a_son_nom(request, parcours))

    def lire(self, request: HttpRequest, parcours: str, identifiant: str) -> Reponses | None:
        """The answers; None when they died, or belong to another browser or to another account."""
        return self._ephemere.lire(request, _a_son_nom(request, parcours), identifiant)

    def ecrire(self, request: HttpRequest, parcours: str, identifiant: str, changements: Reponses) -> None:
        """Keep what was typed at these steps."""
        self._ephemere.ecrire(request, _a_son_nom(request, parcours), identifiant, changements)

    def effacer(self, request: HttpRequest, parcours: str, identifiant: str) -> None:
        """Forget everything about this parcours, now."""
        self._ephemere.effacer(request, _a_son_nom(request, parcours), identifiant)

    def accompagner(self, request: HttpRequest, reponse: HttpResponseBase) -> None:
        """Give the browser its half of the key."""
        self._ephemere.accompagner(request, reponse)


def _a_son_nom(request: HttpRequest, parcours: str) -> str:
    return f"{parcours}/{_compte(request)}"


class MagasinPostgresql:
    """Drafts of a logged-in person: sealed rows, visible to their own account only."""

    renait = False

    def creer(self, request: HttpRequest, parcours: str) -> str:
        """A new empty draft of the connected account."""
        brouillon = Brouillon(parcours=parcours, compte_id=_compte(request), perime_le=_peremption())
        brouillon.reponses = {}
        brouillon.save()
        return brouillon.reference

    def lire(self, request: HttpRequest, parcours: str, identifiant: str) -> Reponses | None:
        """The answers; None when there is no such draft of this account, or it has expired."""
        brouillon = self._les_siens(request, parcours).filter(reference=identifiant).first()
        return brouillon.reponses if brouillon else None

    def ecrire(self, request: HttpRequest, parcours: str, identifiant: str, changements: Reponses) -> None:
        """Keep what was typed at these steps. Two tabs at two steps do not lose each other's answers."""
        with transaction.atomic():
            brouillon = self._les_siens(request, parcours).select_for_update().get(reference=identifiant)
            brouillon.reponses = {**brouillon.reponses, **changements}
            brouillon.perime_le = _peremption()
            brouillon.save(update_fields=["contenu", "modifie_le", "perime_le"])

    def effacer(self, request: HttpRequest, parcours: str, identifiant: str) -> None:
        """Delete the draft."""
        self._les_siens(request, parcours).filter(reference=identifiant).delete()

    def accompagner(self, request: HttpRequest, reponse: HttpResponseBase) -> None:
        """Nothing to give: the session says who the person is."""

    def _les_siens(self, request: HttpRequest, parcours: str) -> QuerySet[Brouillon]:
        return Brouillon.objects.filter(
            compte_id=_compte(request), parcours=parcours, perime_le__gt=timezone.now()
        )


def _compte(request: HttpRequest) -> int:
    """Key of the connected account; the guard of the pages has let nobody else in."""
    assert request.user.pk is not None  # noqa: S101 - said by the guard
    return request.user.pk


def _peremption() -> datetime:
    return timezone.now() + timedelta(days=settings.BROUILLON_JOURS)
