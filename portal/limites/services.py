"""Try, and say that it was right."""

import logging
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from portal.limites import compteurs_postgresql, compteurs_redis
from portal.limites.arithmetique import SECONDE, Seau, Sur
from portal.limites.models import LieuConnu
from portal.limites.regles import Regle, en_vigueur

journal = logging.getLogger(__name__)

# How long Redis is left alone once it has not answered: each try may cost its time-out of one second.
REPIT = 5.0
LIEU_CONNU_JOURS = 90

type_seaux = list[tuple[str, Seau, bool]]


@dataclass(frozen=True)
class Verdict:
    """`attendre`: whole seconds before the next try may pass, 0 when this one does."""

    autorise: bool
    attendre: int = 0

    @property
    def delai(self) -> str:
        """The delay for a person: « 45 secondes », « 2 minutes », « 3 heures », rounded up."""
        for unite, duree in (("heure", 3600), ("minute", 60), ("seconde", 1)):
            if self.attendre >= duree or unite == "seconde":
                nombre = math.ceil(self.attendre / duree)
                return f"{nombre}\u00a0{unite}{'s' if nombre > 1 else ''}"
        raise AssertionError


class _Redis:
    """Whether this process is leaving Redis alone."""

    absent_jusqu_a = 0.0

    @classmethod
    def disponible(cls) -> bool:
        return time.monotonic() >= cls.absent_jusqu_a

    @classmethod
    def noter_l_absence(cls) -> None:
        cls.absent_jusqu_a = time.monotonic() + REPIT
        journal.warning("Limites : Redis ne répond pas, PostgreSQL compte.")


def essayer(regle: Regle, *, compte: str = "", adresse: str = "", maintenant: float | None = None) -> Verdict:
    """Count one attempt, before what was typed is looked at. A refused attempt is not counted and lengthens nothing.

    `compte` is what was typed, in one canonical writing (thirteen digits of a NIR, say), whether such an account
    exists or not; `adresse` comes from `adresse.adresse_de`. `maintenant` in seconds since 1970, for tests. Call it
    outside any transaction: what is counted must outlive the failure of what is tried.
    """
    _hors_transaction()
    regle = en_vigueur(regle)
    seaux = _seaux(regle, compte, adresse)
    instant = int((time.time() if maintenant is None else maintenant) * SECONDE)
    attendre = _compter(regle, seaux, instant)
    if attendre and regle.lieu_connu and compte and adresse and _lieu_est_connu(regle, compte, adresse):
        # Others may not keep somebody from where they have already been: only their own failures there count.
        ici = [(cle, seau, seau.sur == Sur.COUPLE) for cle, seau, _ in seaux]
        attendre = _compter(regle, ici, instant)
    return Verdict(not attendre, math.ceil(attendre / SECONDE))


def reussir(regle: Regle, *, compte: str = "", adresse: str = "") -> None:
    """What was tried was right: forget the failures of this account from here, take this attempt back elsewhere.

    The failures of the address and of the account from elsewhere stay: a thief who has an account of their own can't
    wash their address with it.
    """
    regle = en_vigueur(regle)
    seaux = _seaux(regle, compte, adresse)
    a_vider = [cle for cle, seau, _ in seaux if seau.sur == Sur.COUPLE]
    a_reprendre = [cle for cle, seau, _ in seaux if seau.sur != Sur.COUPLE]
    if regle.lieu_connu and compte and adresse:
        _connaitre_le_lieu(regle, compte, adresse)
    _rendre(regle, a_vider, a_reprendre)


def reprendre(regle: Regle, *, compte: str = "", adresse: str = "") -> None:
    """What was tried was not looked at, and not by the fault of who tried: take this attempt back everywhere."""
    regle = en_vigueur(regle)
    _rendre(regle, [], [cle for cle, _, _ in _seaux(regle, compte, adresse)])


def _rendre(regle: Regle, a_vider: Sequence[str], a_reprendre: Sequence[str]) -> None:
    if _Redis.disponible():
        try:
            return compteurs_redis.rendre(a_vider, a_reprendre)
        except RedisError:
            _Redis.noter_l_absence()
    if not regle.ouverte:
        compteurs_postgresql.rendre(a_vider, a_reprendre)


def _compter(regle: Regle, seaux: type_seaux, instant: int) -> int:
    """Redis, else PostgreSQL for the rules that may not open. If that too is silent, its error stops the request:
    login and codes can't work without it anyway."""
    if _Redis.disponible():
        try:
            return compteurs_redis.compter(seaux, instant)
        except RedisError:
            _Redis.noter_l_absence()
    return 0 if regle.ouverte else compteurs_postgresql.compter(seaux, instant)


def _seaux(regle: Regle, compte: str, adresse: str) -> type_seaux:
    """The buckets that apply, each with its key. Raises ValueError when none does."""
    presents = {Sur.COMPTE: bool(compte), Sur.ADRESSE: bool(adresse), Sur.COUPLE: bool(compte and adresse)}
    seaux = [
        (_cle(regle, f"{seau.sur}-{rang}", compte, adresse, seau.sur), seau, True)
        for rang, seau in enumerate(regle.seaux)
        if presents[seau.sur]
    ]
    if not seaux:
        raise ValueError(f"{regle.nom} ne compte rien sans compte ni adresse")
    return seaux


def _cle(regle: Regle, usage: str, compte: str, adresse: str, sur: Sur) -> str:
    morceaux = [regle.nom, usage]
    morceaux += [compte] if sur != Sur.ADRESSE else []
    morceaux += [adresse] if sur != Sur.COMPTE else []
    return empreinte(morceaux)


def empreinte(morceaux: Sequence[str]) -> str:
    """A keyed digest: neither an account nor an address can be read from a key, or tried against it."""
    texte = "\x00".join(morceaux)
    return salted_hmac("portal.limites", texte, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()


def _lieu(regle: Regle, compte: str, adresse: str) -> str:
    return _cle(regle, "lieu", compte, adresse, Sur.COUPLE)


def _lieu_est_connu(regle: Regle, compte: str, adresse: str) -> bool:
    lieu = LieuConnu.objects.filter(pk=_lieu(regle, compte, adresse), perime_le__gt=timezone.now())
    return lieu.exists()


def _connaitre_le_lieu(regle: Regle, compte: str, adresse: str) -> None:
    perime_le = timezone.now() + timedelta(days=LIEU_CONNU_JOURS)
    LieuConnu.objects.bulk_create(
        [LieuConnu(cle=_lieu(regle, compte, adresse), perime_le=perime_le)],
        update_conflicts=True,
        unique_fields=["cle"],
        update_fields=["perime_le"],
    )


def _hors_transaction() -> None:
    """Redis would hide the mistake until the day it is away. Tests run in a transaction that is not the caller's."""
    if any(not getattr(bloc, "_from_testcase", False) for bloc in connection.atomic_blocks):
        raise RuntimeError("une limite se compte hors de toute transaction")
