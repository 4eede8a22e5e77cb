"""What `charger_reference` and `charger_demo` do to a database."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils.module_loading import autodiscover_modules

from portal import reference
from portal.cafs import annuaire
from portal.cafs.chargement import charger_caisses
from portal.cafs.models import Caisse


def _lancer(commande: str) -> list[str]:
    sortie = StringIO()
    call_command(commande, stdout=sortie)
    return sortie.getvalue().splitlines()


@pytest.mark.django_db
def test_charger_deux_fois_donne_les_memes_101_caf() -> None:
    assert "Caf\u00a0: 101 à jour." in _lancer("charger_reference")
    _lancer("charger_reference")
    assert dict(Caisse.objects.values_list("code", "nom")) == {c.code: c.nom for c in annuaire.toutes()}


@pytest.mark.django_db
def test_recharger_corrige_un_nom_en_une_requete(assert_sql: Callable[..., Any]) -> None:
    charger_caisses()
    Caisse.objects.filter(code="31").update(nom="Caf de Toulouse")
    with assert_sql(1):
        charger_caisses()
    assert str(Caisse.objects.get(code="31")) == "Caf de la Haute-Garonne"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "3", "31A", "2C", "970", "999"])
def test_la_base_refuse_un_code_qui_n_est_pas_d_un_departement(code: str) -> None:
    with pytest.raises(IntegrityError, match="caisse_code_de_departement"), transaction.atomic():
        Caisse.objects.create(code=code, nom="Caf de nulle part")
    with pytest.raises(ValidationError, match="celui de son département"):
        Caisse(code=code or " ", nom="Caf de nulle part").validate_constraints()


def test_chaque_commande_lance_ses_chargeurs_et_dit_leurs_phrases(monkeypatch: pytest.MonkeyPatch) -> None:
    # Those of the apps are registered once and for all, whenever their module is first imported: not during this.
    autodiscover_modules("chargement")
    monkeypatch.setattr(reference, "_reference", [])
    monkeypatch.setattr(reference, "_demo", [])
    reference.chargeur_reference(lambda: "Sites : 10 à jour.")
    reference.chargeur_demo(lambda: "Familles d’essai : 3.")
    assert _lancer("charger_reference") == ["Sites : 10 à jour."]
    assert _lancer("charger_demo") == ["Familles d’essai : 3."]
