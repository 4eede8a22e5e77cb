"""What the settings of the providers must be."""

import json

import pytest
from django.core.checks import run_checks

from tests.http.test_production import COURRIERS, _charger, _production

DEMO = "portal.courriers.fournisseurs.demonstration.Demonstration"
EXPLOITE = {
    "EXPLOITANT": "Caf d’essai", "MENTIONS_LEGALES": "Texte", "DELEGUE_PROTECTION_DONNEES": "dpo@caf.example",
}  # fmt: skip


def _defauts() -> list[str]:
    return [m.id for m in run_checks() if m.id.startswith("courriers.")]


def _tous(entree: str) -> dict[str, list[str]]:
    return {canal: [entree] for canal in ("sms", "courriel", "courrier")}


@pytest.mark.parametrize(
    "entree",
    [
        "portal.courriers.absent.Rien",
        "portal.courriers.fournisseurs.smtp.Smtp",
        "portal.courriers.fournisseurs.smtp.Smtp http://mot-de-passe@relais.example",
        "portal.courriers.fournisseurs.sms.Apprise octopush://mot-de-passe",
    ],
)
def test_un_fournisseur_qui_ne_se_charge_pas_se_voit_et_son_adresse_non(settings, entree) -> None:
    settings.COURRIERS_FOURNISSEURS = _tous(entree)
    assert _defauts() == ["courriers.E001"] * 3
    assert not any("mot-de-passe" in m.msg for m in run_checks())


def test_un_canal_sans_fournisseur_se_voit(settings) -> None:
    settings.COURRIERS_FOURNISSEURS = {"sms": [DEMO], "courriel": []}
    assert _defauts() == ["courriers.E001"] * 2


def test_un_fournisseur_simule_n_est_que_pour_la_demonstration(settings) -> None:
    settings.COURRIERS_FOURNISSEURS = _tous(DEMO)
    settings.DEMONSTRATION = True
    assert _defauts() == []
    settings.DEMONSTRATION = False
    assert _defauts() == ["courriers.E002"] * 3


@pytest.mark.lent
@pytest.mark.parametrize("absente", COURRIERS)
def test_la_production_exige_chaque_adresse(absente: str) -> None:
    variables = _production(**EXPLOITE, **{k: v for k, v in COURRIERS.items() if k != absente})
    essai = _charger(**variables)
    assert essai.returncode != 0 and f"{absente} est obligatoire" in essai.stderr


@pytest.mark.lent
def test_la_production_lit_plusieurs_fournisseurs_par_canal() -> None:
    essai = _charger(**_production(**EXPLOITE, **COURRIERS))
    assert essai.returncode == 0, essai.stderr
    lus = json.loads(essai.stdout)["COURRIERS_FOURNISSEURS"]
    assert lus["sms"] == [
        "portal.courriers.fournisseurs.sms.Apprise octopush://compte:cle@Droits/{numero}",
        "portal.courriers.fournisseurs.sms.Apprise sfr://a:b@c/{numero}",
    ]
    assert lus["courriel"] == [
        "portal.courriers.fournisseurs.smtp.Smtp smtp+tls://nom:mot@relais.example:587"
    ]
    assert lus["courrier"] == ["portal.courriers.fournisseurs.impression.ImpressionScellee /srv/impression"]


@pytest.mark.lent
def test_sans_exploitant_la_production_simule_et_le_dit() -> None:
    essai = _charger(**_production())
    assert json.loads(essai.stdout)["COURRIERS_FOURNISSEURS"] == _tous(DEMO)
