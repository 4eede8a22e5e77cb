"""An account says neither who somebody is nor what they receive; its kind is fixed by the database."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.enums import Nature
from accounts.models import Compte

pytestmark = pytest.mark.django_db


def test_la_reference_est_tiree_au_sort_et_ne_se_lit_pas_de_travers() -> None:
    references = {Compte.objects.create_user(nature=Nature.USAGER).reference for _ in range(20)}
    assert len(references) == 20
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}", r) for r in references)


@pytest.mark.parametrize("nature", Nature.values)
def test_un_compte_sans_mot_de_passe_n_en_accepte_aucun(nature: str) -> None:
    compte = Compte.objects.create_user(nature=nature)
    assert not compte.has_usable_password()
    assert not compte.check_password("")
    assert not compte.is_staff and not compte.is_superuser


def test_le_premier_agent_a_tous_les_droits() -> None:
    agent = Compte.objects.create_superuser(password="une phrase longue et facile")
    assert agent.nature == Nature.AGENT and agent.is_staff and agent.is_superuser
    assert agent.check_password("une phrase longue et facile")


@pytest.mark.parametrize("nature", [Nature.USAGER, Nature.BAILLEUR])
@pytest.mark.parametrize("droit", ["is_staff", "is_superuser"])
def test_seul_un_agent_peut_avoir_des_droits_d_agent(nature: str, droit: str) -> None:
    with pytest.raises(ValidationError, match="Seul un compte d’agent"):
        Compte.objects.create_user(nature=nature, **{droit: True})
    compte = Compte.objects.create_user(nature=nature)
    with pytest.raises(IntegrityError, match="compte_droits_reserves_aux_agents"), transaction.atomic():
        Compte.objects.filter(pk=compte.pk).update(**{droit: True})


def test_la_base_refuse_une_nature_inconnue() -> None:
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    with pytest.raises(IntegrityError, match="compte_nature_connue"), transaction.atomic():
        Compte.objects.filter(pk=compte.pk).update(nature="autre")
    with pytest.raises(ValidationError):
        Compte.objects.create_user(nature="autre")


def test_la_base_refuse_deux_fois_la_meme_reference() -> None:
    un, autre = (Compte.objects.create_user(nature=Nature.USAGER) for _ in range(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Compte.objects.filter(pk=autre.pk).update(reference=un.reference)


def test_un_compte_se_presente_sans_rien_dire_de_la_personne() -> None:
    compte = Compte.objects.create_user(nature=Nature.BAILLEUR)
    assert str(compte) == f"Bailleur {compte.reference}"
