"""The fields: what is typed is kept, what is wrong is said beside the very input, what is odd is asked once."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.catalogue import REMPLI, ExempleForm
from portal.ui.formulaires import (
    CodePostalField,
    DateSaisieField,
    Formulaire,
    MoisField,
    MontantsMensuelsField,
)

MOIS = [("2026-07", "juillet 2026"), ("2026-08", "août 2026"), ("2026-09", "septembre 2026")]


def dessiner(formulaire, nom):
    gabarit = Template("{% load ui %}{% resume_erreurs form %}{% champ lie %}")
    return gabarit.render(Context({"form": formulaire, "lie": formulaire[nom]}))


class TroisMois(Formulaire):
    salaire = MontantsMensuelsField(mois=MOIS, label="Salaire")
    aide = MontantsMensuelsField(mois=MOIS, label="Aide", required=False)


def trois_mois(saisie):
    formulaire = TroisMois(QueryDict(saisie))
    formulaire.accepte()
    return formulaire


def test_trois_mois_donnent_trois_montants():
    assert trois_mois("salaire_0=1 200&salaire_1=0&salaire_2=1200,50").cleaned_data == {
        "salaire": (Decimal(1200), Decimal(0), Decimal("1200.50")),
        "aide": None,
    }


def test_l_erreur_nomme_le_mois_vide_et_marque_son_champ_seul():
    formulaire = trois_mois("salaire_0=1200&salaire_1=&salaire_2=1200")
    assert formulaire.errors["salaire"] == ["Indiquez le montant d’août 2026, ou 0 si vous n’avez rien reçu."]
    html = dessiner(formulaire, "salaire")
    assert 'href="#id_salaire_1"' in html
    assert html.count('aria-invalid="true"') == 1
    entree = html[html.index('name="salaire_1"') :].split(">")[0]
    assert 'aria-invalid="true"' in entree
    assert 'value="1200"' in html


def test_une_reponse_facultative_entamee_doit_etre_complete():
    assert "aide" in trois_mois("salaire_0=1&salaire_1=1&salaire_2=1&aide_1=5").errors


def test_rien_de_saisi_marque_les_trois_mois():
    html = dessiner(trois_mois(""), "salaire")
    assert html.count('aria-invalid="true"') == 3


def test_le_meme_montant_sans_javascript_remplit_les_trois_mois_sans_montrer_d_erreur():
    formulaire = TroisMois(QueryDict("salaire_0=&salaire_1=1 200&salaire_2=7")).recopier("salaire")
    html = dessiner(formulaire, "salaire")
    assert html.count('value="1 200"') == 3
    assert "aria-invalid" not in html


@pytest.mark.parametrize("nom", ["inconnu", "", "salaire_0", "__class__"])
def test_recopier_un_champ_qui_n_existe_pas_ne_change_rien(nom):
    formulaire = TroisMois(QueryDict("salaire_0=5")).recopier(nom)
    assert formulaire.data.get("salaire_1") is None


def test_un_doute_pose_une_question_puis_accepte_la_confirmation_de_cette_valeur_seulement():
    formulaire = ExempleForm(QueryDict(REMPLI))
    assert not formulaire.accepte()
    doute = formulaire.doutes_en_attente[0]
    assert doute.question in dessiner(formulaire, "salaire")
    confirme = f"&{formulaire.nom_confirmation('salaire')}={formulaire.empreinte('salaire')}"
    assert ExempleForm(QueryDict(REMPLI + confirme)).accepte()
    autre = REMPLI.replace("salaire_1=0", "salaire_1=0,00")
    assert not ExempleForm(QueryDict(autre + confirme)).accepte()


@pytest.mark.parametrize(
    "saisi",
    ["01/01/1990", "1/1/1990", "1-1-1990", "01.01.1990", "1 1 1990", "1er janvier 1990", "1990-01-01"],
)
def test_une_date_se_lit_comme_on_l_ecrit(saisi):
    assert DateSaisieField().clean(saisi) == date(1990, 1, 1)


@pytest.mark.parametrize(
    ("saisi", "code"),
    [("31/02/2020", "impossible"), ("01/01/90", "annee"), ("hier", "invalid"), ("1/13/2020", "impossible"),
     ("1/1/0000", "impossible"), ("", "required")],
)  # fmt: skip
def test_une_date_fausse_dit_quoi_ecrire(saisi, code):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refus:
        DateSaisieField().clean(saisi)
    assert refus.value.code == code


@given(st.text(max_size=20))
def test_aucun_texte_ne_casse_une_date_un_mois_ou_un_code_postal(texte):
    from django.core.exceptions import ValidationError

    for champ in (DateSaisieField(), MoisField(), CodePostalField()):
        try:
            champ.clean(texte)
        except ValidationError as refus:
            assert refus.messages


@pytest.mark.parametrize("saisi", ["10/2022", "octobre 2022", "2022-10", "Octobre 2022", "10 2022"])
def test_un_mois_se_lit_comme_on_l_ecrit(saisi):
    assert MoisField().clean(saisi) == (2022, 10)


def test_chaque_champ_a_un_libelle_et_des_descriptions_qui_existent():
    """GEN-18, GEN-19: the optional ones say so, the help is tied to its field."""
    formulaire = ExempleForm(QueryDict("code_postal=31"))
    formulaire.accepte()
    for nom in formulaire.fields:
        html = dessiner(formulaire, nom)
        for identifiants in html.split('aria-describedby="')[1:]:
            for identifiant in identifiants.split('"')[0].split():
                assert f'id="{identifiant}"' in html, (nom, identifiant)
        assert "<legend" in html or f'for="id_{nom}"' in html
    assert "(facultatif)" in dessiner(formulaire, "placements")
