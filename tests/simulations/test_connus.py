"""The port through which other rooms will give what they know (SIM-30): no change in the simulator."""

from datetime import date

import pytest

from accounts.models import Personne
from dossiers import connus
from dossiers.connus import Fait, Regard
from dossiers.enums import Portee
from portal.parcours.etapes import A_REVOIR, en_querydict
from simulations.parcours import PrimeActivite
from simulations.preremplissage import (
    CONNU,
    EFFACE,
    annoter,
    de_l_etape,
    depuis_reponses,
    en_reponses,
    proposer,
    sans_le_connu,
)
from simulations.regles import Mois

ACQUIS = {"acces": {"mois_demande": Mois(2026, 11), "regime": ""}}
MOIS = ("2026-07", "2026-08", "2026-09")
LOYER = Fait("logement.statut", ("tenant",), "D’après votre bail.")
AIDE = Fait("logement.aide_logement", ("100", "110,50", "0"), "Versée par votre Caf.", mois=MOIS)
AUTRES_MOIS = Fait("logement.aide_logement", ("1", "2"), "Versée par votre Caf.", mois=("2026-07", "2026-12"))
INCONNUE = Fait("logement.surface", ("70",), "D’après votre bail.")
ETRANGERE = Fait("logement.statut", ("chateau",), "D’après votre bail.")


@pytest.fixture
def registre(monkeypatch):
    monkeypatch.setattr(connus, "_sources", {})


def regard(*portees: Portee) -> Regard:
    return Regard(Personne(date_naissance=date(1990, 1, 1)), None, frozenset(portees), date(2026, 11, 26))


def logement(*faits: Fait):
    etape = PrimeActivite().etape("logement")
    assert etape is not None
    return proposer(lambda donnees: etape.formulaire(ACQUIS, donnees), de_l_etape(faits, "logement"))


def test_une_salle_donne_ce_qu_elle_sait_et_le_formulaire_le_montre(registre) -> None:
    connus.declarer("essai", lambda _: [LOYER, AIDE])
    formulaire = logement(*connus.faits("essai", regard(Portee.CONSULTER)))
    assert formulaire["statut"].value() == "tenant"
    assert formulaire["aide_logement"].value() == ["100", "110,50", "0"]
    assert formulaire.origines == {"statut": LOYER.origine, "aide_logement": AIDE.origine}
    assert not formulaire.errors
    assert connus.faits("un autre formulaire", regard(*Portee)) == []


def test_une_portee_absente_ferme_le_fait_quoi_que_dise_la_source(registre) -> None:
    """Deny by default: a source that says nothing of the scope speaks only to who may consult the dossier."""
    propre = Fait("acces.code_postal", ("31000",), "À vous.", Portee.SES_DONNEES)
    connus.declarer("essai", lambda _: [LOYER, propre])
    assert connus.faits("essai", regard(Portee.SES_DONNEES)) == [propre]
    assert connus.faits("essai", regard()) == []


def test_une_question_n_a_qu_une_reponse_celle_de_la_premiere_source(registre) -> None:
    autre = Fait("logement.statut", ("owner",), "Autrement.")
    for source in (lambda _: [LOYER], lambda _: [autre]):
        connus.declarer("essai", source)
        connus.declarer("essai", source)
    assert connus.faits("essai", regard(Portee.CONSULTER)) == [LOYER]
    assert len(connus._sources["essai"]) == 2


def test_une_question_qu_on_ne_pose_pas_ou_d_autres_mois_sont_laisses_de_cote() -> None:
    formulaire = logement(INCONNUE, AUTRES_MOIS)
    assert not formulaire.is_bound and formulaire.origines == {}


def test_une_reponse_que_la_question_n_offre_pas_est_laissee_et_dite() -> None:
    formulaire = logement(ETRANGERE, AIDE)
    assert not formulaire["statut"].value()
    assert formulaire["aide_logement"].value() == ["100", "110,50", "0"]
    assert "ne convient pas à cette question" in formulaire.origines["statut"]


def test_des_montants_modifies_le_disent_mois_par_mois() -> None:
    etape = PrimeActivite().etape("logement")
    for saisis, attendu in (
        (("100,00", "110.50", "0"), AIDE.origine),
        (("90", "110,50", "0"), "Vous l’avez modifié. Votre Caf connaît\u00a0: 100\u00a0; 110,50\u00a0; 0."),
    ):
        envoi = en_querydict({f"aide_logement_{rang}": [v] for rang, v in enumerate(saisis)})
        formulaire = etape.formulaire(ACQUIS, envoi)
        annoter(formulaire, {"aide_logement": AIDE})
        assert formulaire.origines["aide_logement"] == attendu


def test_les_faits_se_gardent_avec_les_reponses() -> None:
    assert depuis_reponses(en_reponses([LOYER, AIDE])) == [LOYER, AIDE]
    assert en_reponses([]) == {} and depuis_reponses({}) == []


def test_effacer_enleve_ce_qui_etait_connu_et_garde_ce_qui_a_ete_ecrit() -> None:
    montants = {f"aide_logement_{rang}": [v] for rang, v in enumerate(AIDE.valeurs)}
    gardees = {
        "foyer": {"vie": ["seul"], "enceinte": ["non"]},
        "logement": {"statut": ["tenant"], **montants, "patrimoine_annuel": ["12"]},
        **en_reponses([LOYER, AIDE, Fait("foyer.vie", ("couple",), "Connu.")]),
    }
    assert sans_le_connu(gardees) == {
        CONNU: {},
        "logement": {"patrimoine_annuel": ["12"], A_REVOIR: [EFFACE]},
    }
