"""From a family to answers (SIM-30): what each member gives, and that a form accepts whatever is proposed to it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.connus import Fait
from dossiers.enums import Portee
from portal.parcours.etapes import Acquis, en_querydict
from portal.ui.formulaires import Formulaire
from simulations.famille import ADRESSE, ETAT_CIVIL, Membres, faits_de_la_personne, faits_des_membres
from simulations.parcours import PrimeActivite
from simulations.preremplissage import REFUSE, annoter, de_l_etape, proposer
from simulations.regles import Mois

LE = date(2026, 11, 26)
DOSSIER = "Connu de votre Caf\u00a0: dossier n°\u00a09000001 au 26 novembre 2026."


def reponses(membres: Membres) -> dict[str, tuple[str, ...]]:
    return {fait.question: fait.valeurs for fait in faits_des_membres(membres, LE)}


def test_les_donnees_de_la_personne_sont_a_elle_seule() -> None:
    naissance, code = faits_de_la_personne(date(1992, 3, 9), "31000")
    assert naissance == Fait("acces.date_naissance", ("09/03/1992",), ETAT_CIVIL, Portee.SES_DONNEES)
    assert code == Fait("acces.code_postal", ("31000",), ADRESSE, Portee.SES_DONNEES)
    assert [fait.question for fait in faits_de_la_personne(LE, "")] == ["acces.date_naissance"]


def test_un_couple_avec_des_enfants_l_aine_d_abord() -> None:
    membres = Membres("9000001", date(1990, 1, 1), None, (date(2020, 5, 6), date(2012, 7, 25)))
    assert reponses(membres) == {
        "foyer.vie": ("couple",),
        "conjoint.date_naissance": ("01/01/1990",),
        "foyer.nombre_enfants": ("2",),
        "enfants.naissance_1": ("25/07/2012",),
        "enfants.naissance_2": ("06/05/2020",),
    }
    faits = list(faits_des_membres(membres, LE))
    assert {fait.origine for fait in faits} == {DOSSIER}
    assert {fait.portee for fait in faits} == {Portee.CONSULTER}


def test_une_personne_seule_sans_enfant() -> None:
    assert reponses(Membres("9000001")) == {"foyer.vie": ("seul",), "foyer.nombre_enfants": ("0",)}


def test_une_separation_recente_laisse_choisir_car_le_montant_en_depend() -> None:
    vie = next(iter(faits_des_membres(Membres("9000001", conjoint_parti_le=date(2026, 2, 1)), LE)))
    assert vie.valeurs == ()
    assert vie.origine == "Votre dossier n’a plus de conjoint depuis le 1er février 2026\u00a0: choisissez."


@pytest.mark.parametrize(
    ("naissances", "nombre", "dit"),
    [
        ((date(2001, 11, 27), date(2001, 11, 26)), "1", "Une personne de 25\u00a0ans ou plus n’y est pas comptée."),
        ((date(1958, 8, 2), date(1999, 1, 1)), "0", "2 personnes de 25\u00a0ans ou plus n’y sont pas comptées."),
    ],
)  # fmt: skip
def test_a_25_ans_on_n_est_plus_compte_et_c_est_dit(naissances, nombre, dit) -> None:
    faits = {f.question: f for f in faits_des_membres(Membres("9000001", a_charge=naissances), LE)}
    assert faits["foyer.nombre_enfants"].valeurs == (nombre,)
    assert faits["foyer.nombre_enfants"].origine == f"{DOSSIER} {dit}"
    assert len([q for q in faits if q.startswith("enfants.")]) == int(nombre)


def test_une_famille_tres_nombreuse_tient_dans_les_lignes_du_formulaire() -> None:
    connues = reponses(Membres("9000001", a_charge=tuple(date(2010, 1, jour) for jour in range(1, 16))))
    assert connues["foyer.nombre_enfants"] == ("5",)
    assert len([q for q in connues if q.startswith("enfants.")]) == 12


# ---------------------------------------------------------------------- whatever is known, the forms accept it
naissances = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2000, 1, 1), date(2027, 12, 31))
familles = st.builds(
    Membres,
    numero=st.just("9000001"),
    conjoint=st.none() | naissances,
    conjoint_parti_le=st.none() | st.dates(date(2025, 6, 1), LE),
    a_charge=st.lists(naissances, max_size=15).map(tuple),
)
codes_postaux = st.just("") | st.from_regex(r"[0-9]{5}", fullmatch=True)
demandes = st.sampled_from([Mois(2019, 1), Mois(2022, 10), Mois(2026, 11)])


@settings(max_examples=150, deadline=None)
@given(naissances, codes_postaux, familles, demandes)
def test_ce_qui_est_propose_est_accepte_ou_laisse_de_cote(naissance, code, membres, demande) -> None:
    """An error never stands on a page before somebody has typed; what is refused is blank, and said."""
    faits = [*faits_de_la_personne(naissance, code), *faits_des_membres(membres, LE)]
    nombre = int(next(f for f in faits if f.question == "foyer.nombre_enfants").valeurs[0])
    acquis: Acquis = {
        "acces": {"mois_demande": demande, "regime": ""},
        "foyer": {"nombre_enfants": nombre, "vie": "couple"},
    }
    for slug in ("acces", "foyer", "enfants", "conjoint"):
        etape = PrimeActivite().etape(slug)
        assert etape is not None
        if slug == "enfants" and not nombre:
            continue
        connus = de_l_etape(faits, slug)
        montre = proposer(lambda donnees, etape=etape: etape.formulaire(acquis, donnees), connus)
        assert montre is not None and not montre.errors and not montre.doutes_en_attente
        envoye = etape.formulaire(
            acquis, en_querydict(dict(montre.data.lists())) if montre.is_bound else None
        )
        _rien_de_propose_n_est_refuse(envoye, montre, connus)


def _rien_de_propose_n_est_refuse(envoye: Formulaire, montre: Formulaire, connus: dict[str, Fait]) -> None:
    proposes = {nom for nom in connus if montre.is_bound and nom in montre.data}
    assert not proposes & set(envoye.errors if envoye.is_bound else ())
    for nom, fait in connus.items():
        if nom in proposes:
            assert montre.data.getlist(nom) == list(fait.valeurs)
            assert montre.origines[nom] == fait.origine
        elif nom in montre.fields:
            assert montre.origines[nom] == (REFUSE if fait.valeurs else fait.origine)


def test_une_reponse_ecrite_autrement_est_la_meme_et_une_autre_est_a_la_personne() -> None:
    connus = {"date_naissance": Fait("acces.date_naissance", ("09/03/1992",), ETAT_CIVIL)}
    etape = PrimeActivite().etape("acces")
    assert etape is not None
    for ecrit, dit in (
        ("9 mars 1992", ETAT_CIVIL),
        ("10/03/1992", "Vous l’avez modifié. Votre Caf connaît\u00a0: 09/03/1992."),
        ("", "Vous l’avez modifié. Votre Caf connaît\u00a0: 09/03/1992."),
        ("n’importe quoi", "Vous l’avez modifié. Votre Caf connaît\u00a0: 09/03/1992."),
    ):
        formulaire = etape.formulaire({}, en_querydict({"date_naissance": [ecrit]}))
        assert formulaire is not None
        annoter(formulaire, connus)
        assert formulaire.origines == {"date_naissance": dit}


def test_un_choix_modifie_dit_les_mots_du_choix_connu() -> None:
    etape = PrimeActivite().etape("foyer")
    assert etape is not None
    formulaire = etape.formulaire({}, en_querydict({"vie": ["seul"]}))
    assert formulaire is not None
    annoter(formulaire, {"vie": Fait("foyer.vie", ("couple",), DOSSIER)})
    assert formulaire.origines["vie"] == "Vous l’avez modifié. Votre Caf connaît\u00a0: En couple."
