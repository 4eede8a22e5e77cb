"""Read the whole chain again, in one pass and one photograph of the database."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from portal.journal import empreintes
from portal.journal.models import Evenement, NatureScellement, Scellement
from portal.journal.partitions import mois_de

PAQUET = 2000


@dataclass(frozen=True)
class Bilan:
    """What was read. `rupture` is the first break as a sentence, empty when the chain holds."""

    maillons: int
    evenements: int
    empreinte: str
    rupture: str = ""


class _Rompu(Exception):
    pass


def verifier(*, connue: str = "") -> Bilan:
    """Follow the chain from its origin. `connue` is a fingerprint kept elsewhere (the log) that it must hold."""
    with transaction.atomic():
        _photographier()
        lecture = _Lecture(connue.replace(":", "").lower())
        try:
            lecture.suivre()
        except _Rompu as erreur:
            return Bilan(lecture.maillons, lecture.evenements, lecture.empreinte, str(erreur))
        return Bilan(lecture.maillons, lecture.evenements, lecture.empreinte)


def _photographier() -> None:
    """Lock first: a month dropped between the photograph and its reading would look like a theft."""
    with connection.cursor() as curseur:
        if len(connection.atomic_blocks) == 1:
            curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        curseur.execute("LOCK TABLE journal_evenement, journal_scellement IN ACCESS SHARE MODE")


class _Lecture:
    """Links and rows, both in order, read side by side."""

    def __init__(self, connue: str) -> None:
        self.maillons = self.evenements = 0
        self.empreinte = empreintes.ORIGINE
        self._attendue = connue
        departs = Scellement.objects.filter(nature=NatureScellement.DEPART).order_by("pk")
        self._departs = dict(departs.values_list("mois", "pk"))
        self._lots: dict[object, tuple[int, str]] = {}
        self._lignes = self._lire_les_lignes()
        self._suivante = next(self._lignes, None)

    def suivre(self) -> None:
        vue = not self._attendue
        for maillon in Scellement.objects.order_by("pk").iterator(chunk_size=PAQUET):
            self._enchainer(maillon)
            vue = vue or self.empreinte == self._attendue
            if maillon.nature == NatureScellement.DEPART:
                self._verifier_le_depart(maillon)
            else:
                self._verifier_le_lot(maillon)
        if not vue:
            raise _Rompu(
                "l’empreinte donnée n’est pas dans la chaîne : sa fin a été ôtée, ou elle a été refaite"
            )

    def _enchainer(self, maillon: Scellement) -> None:
        if maillon.pk != self.maillons + 1:
            raise _Rompu(f"scellement {self.maillons + 1} : il manque")
        if maillon.empreinte != empreintes.du_maillon(maillon, self.empreinte):
            raise _Rompu(f"scellement {maillon.pk} : son empreinte ne suit pas celle d’avant")
        self.maillons, self.empreinte = maillon.pk, maillon.empreinte

    def _verifier_le_lot(self, maillon: Scellement) -> None:
        nombre, _ = self._lots.get(maillon.mois, (0, ""))
        self._lots[maillon.mois] = (nombre + maillon.nombre, maillon.empreinte)
        lignes = list(self._jusqu_a(maillon.dernier))
        if not lignes and maillon.pk < self._departs.get(maillon.mois, 0):
            return
        ou = f"scellement {maillon.pk}, événements {maillon.premier} à {maillon.dernier}"
        if len(lignes) != maillon.nombre:
            raise _Rompu(f"{ou} : {len(lignes)} au lieu de {maillon.nombre}")
        if any(mois_de(e.instant) != maillon.mois for e in lignes):
            raise _Rompu(f"{ou} : un événement a changé de mois")
        if empreintes.des_lignes(lignes) != maillon.lignes:
            raise _Rompu(f"{ou} : un événement a été modifié")
        self.evenements += len(lignes)

    def _verifier_le_depart(self, maillon: Scellement) -> None:
        if self._lots.get(maillon.mois) != (maillon.nombre, maillon.lignes):
            raise _Rompu(f"scellement {maillon.pk} : le départ de {maillon.mois:%Y-%m} ne suit pas ses lots")

    def _jusqu_a(self, dernier: int) -> Iterator[Evenement]:
        while self._suivante is not None and self._suivante.pk <= dernier:
            yield self._suivante
            self._suivante = next(self._lignes, None)

    def _lire_les_lignes(self) -> Iterator[Evenement]:
        return Evenement.objects.order_by("pk").iterator(chunk_size=PAQUET)
