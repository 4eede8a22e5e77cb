"""Each race in two scenes: it happens when the guard is taken out, it can't with it."""

from contextlib import nullcontext
from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import ValidationError

from accounts.models import EmpreinteNir, Personne, PointContact
from accounts.nir import Nir
from accounts.services import ajouter_point_contact, attribuer_nir, personnes
from dossiers.enums import Role
from dossiers.models import Dossier, Rattachement
from dossiers.services import rattacher
from tests.accounts.fabrique import FICTIF, personne
from tests.outils.simultane import a_deux, sans_contrainte

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("garde", [True, False])
def test_le_meme_numero_donne_a_deux_personnes(garde: bool) -> None:
    camille, sacha = personne(), personne()
    with nullcontext() if garde else sans_contrainte(EmpreinteNir, "empreinte_nir_unique"):
        _, second = a_deux(
            lambda: attribuer_nir(personne=camille, nir=Nir(FICTIF)),
            lambda: attribuer_nir(personne=sacha, nir=Nir(FICTIF)),
        )
        porteurs = Personne.objects.exclude(nir_scelle=None).count()
    if garde:
        assert isinstance(second, ValidationError) and second.code == "empreinte_nir_unique"
    assert porteurs == (1 if garde else 2)


@pytest.mark.parametrize("garde", [True, False])
def test_le_meme_telephone_ajoute_deux_fois(garde: bool) -> None:
    camille = personne()

    def ajouter() -> PointContact:
        return ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 65")

    sans_verrou = mock.patch.object(personnes, "_verrouiller", lambda p: p)
    with nullcontext() if garde else sans_verrou:
        a_deux(ajouter, ajouter)
    assert PointContact.objects.count() == (1 if garde else 2)


@pytest.mark.parametrize("garde", [True, False])
def test_deux_conjoints_rattaches_au_meme_dossier(garde: bool) -> None:
    dossier = Dossier.objects.create()
    conjoints = [personne(), personne()]
    debut = date(2026, 1, 1)
    with nullcontext() if garde else sans_contrainte(Rattachement, "rattachement_un_seul_conjoint"):
        _, second = a_deux(
            *(
                lambda p=p: rattacher(dossier=dossier, personne=p, role=Role.CONJOINT, du=debut)
                for p in conjoints
            )
        )
        compte = Rattachement.objects.count()
    if garde:
        assert isinstance(second, ValidationError) and second.code == "rattachement_un_seul_conjoint"
    assert compte == (1 if garde else 2)
