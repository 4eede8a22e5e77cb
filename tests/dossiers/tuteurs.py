"""Scenes of tuteurs that several tests play: a family of the 31, a body with two users, a sister."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Personne
from dossiers.enums import Autorisable, Mesure, NatureTuteur, Role
from dossiers.models import Dossier, LienCaf, Mandat, MembreTuteur, Rattachement, Tuteur, periode
from dossiers.services import ajouter_membre, creer_tuteur, ouvrir_dossier, ouvrir_mandat, rattacher
from tests.accounts.acces import titulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF

LE = timezone.localdate
NUMERO = "9000001"
ASSOCIATION = "Association des Capucines"
ESPACE = "/mon-compte/tuteur/"


@dataclass
class Scene:
    """Camille (responsable, protected) and Sacha (conjoint); Ève and Yann enter in the name of the association."""

    dossier: Dossier
    camille: Personne
    sacha: Personne
    association: Tuteur
    eve: Personne
    yann: Personne

    def mandat(self, **champs: Any) -> Mandat:
        valeurs = {
            "tuteur": self.association, "dossier": self.dossier, "protegee": self.camille,
            "mesure": Mesure.CURATELLE_RENFORCEE, "portees": Autorisable.values, "du": LE() - timedelta(days=30),
            **champs,
        }  # fmt: skip
        return ouvrir_mandat(**valeurs)

    def membre(self, qui: Personne) -> MembreTuteur:
        return MembreTuteur.objects.get(tuteur=self.association, personne=qui)


def jouer() -> Scene:
    """Everybody there; no mandate yet."""
    call_command("charger_reference", verbosity=0)
    debut = LE() - timedelta(days=400)
    camille, sacha = titulaire(FICTIF), titulaire(AUTRE_FICTIF, prenoms="Sacha", nom_naissance="Galet")
    dossier = ouvrir_dossier(responsable=camille, caf="31", numero_allocataire=NUMERO, le=debut)
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=debut)
    eve = titulaire("2800431000101", prenoms="Ève", nom_naissance="Ormeau", date_naissance=date(1980, 4, 2))
    yann = titulaire(
        "1790531000102", prenoms="Yann", nom_naissance="Tilleul", date_naissance=date(1979, 5, 3)
    )
    association = creer_tuteur(nature=NatureTuteur.ORGANISME, nom=ASSOCIATION, caf="31", le=LE())
    for qui in (eve, yann):
        ajouter_membre(tuteur=association, personne=qui, du=LE() - timedelta(days=200))
    return Scene(dossier, camille, sacha, association, eve, yann)


def beaucoup_de_mandats(tuteur: Tuteur, combien: int, *, depuis: int = 0) -> None:
    """As many protected persons, each alone in a dossier of the 31."""
    personnes = Personne.objects.bulk_create(
        Personne(
            nom_naissance=f"Nom{rang * 7919 % 10007:05}",
            prenoms="Dominique",
            date_naissance=date(1950, 1, 1),
        )
        for rang in range(depuis, depuis + combien)
    )
    dossiers = Dossier.objects.bulk_create(Dossier() for _ in range(combien))
    hier = periode(LE() - timedelta(days=1))
    LienCaf.objects.bulk_create(
        LienCaf(dossier=d, caf_id="31", numero_allocataire=f"{5000000 + rang}", periode=hier)
        for rang, d in enumerate(dossiers, depuis)
    )
    Rattachement.objects.bulk_create(
        Rattachement(dossier=d, personne=p, role=Role.RESPONSABLE, periode=hier)
        for d, p in zip(dossiers, personnes, strict=True)
    )
    Mandat.objects.bulk_create(
        Mandat(tuteur=tuteur, dossier=d, protegee=p, mesure=Mesure.TUTELLE, consulter=True, periode=hier)
        for d, p in zip(dossiers, personnes, strict=True)
    )
    # As PostgreSQL does by itself for those of before: it believes the tables empty, and joins row by row.
    tables = (Personne, Dossier, LienCaf, Rattachement, Mandat)
    with connection.cursor() as curseur:
        curseur.execute(f"ANALYZE {', '.join(modele._meta.db_table for modele in tables)}")
