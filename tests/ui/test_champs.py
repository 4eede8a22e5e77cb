"""Each kind of field, as a person meets it: what is asked of the keyboard, what is said when it is wrong."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from portal.ui.catalogue import ExempleForm
from portal.ui.formulaires import (
    CaseField,
    ChoixField,
    CodePostalField,
    DateSaisieField,
    Doute,
    Formulaire,
    ListeField,
    MontantField,
    MontantsMensuelsField,
    NombreField,
    OuiNonField,
)
from portal.ui.typographie import euros
from tests.outils.page import Page

MOIS = [("2026-07", "juillet 2026"), ("2026-08", "août 2026"), ("2026-09", "septembre 2026")]


class Personne(Formulaire):
    """One person among several of the same page: the form takes a prefix."""

    naissance = DateSaisieField(label="Date de naissance", autocomplete="bday")
    vie = ChoixField(label="Vous vivez", choices=[("seul", "Seul ou seule"), ("couple", "En couple")])
    salaire = MontantsMensuelsField(mois=MOIS, label="Salaire")
    salaire_autre = MontantField(label="Autre salaire", required=False)

    def doutes(self):
        return [Doute("salaire", "Est-ce bien cela ?")] if 0 in self.cleaned_data["salaire"] else []


SAISIE = "naissance=01/01/1990&vie=seul&salaire_0=1200&salaire_1=0&salaire_2=1200"


def personne(saisie: str = SAISIE, prefixe: str | None = None, autre: str = "") -> Personne:
    if prefixe:
        saisie = "&".join(f"{prefixe}-{paire}" for paire in saisie.split("&"))
    return Personne(QueryDict(saisie + autre), prefix=prefixe)


def dessiner(formulaire: Formulaire, nom: str) -> Page:
    gabarit = Template("<!DOCTYPE html><title>t</title>{% load ui %}{% champ lie %}")
    return Page(gabarit.render(Context({"lie": formulaire[nom]})))


def entrees(page: Page) -> list:
    return [e for e in page.tous("input", "select") if e.get("type") != "submit"]


# ------------------------------------------------------------------ what is asked of the keyboard
@pytest.mark.parametrize(
    ("nom", "attributs"),
    [
        ("code_postal", {"inputmode": "numeric", "autocomplete": "postal-code", "type": "text"}),
        ("enfants", {"inputmode": "numeric", "type": "text"}),
        ("placements", {"inputmode": "decimal", "type": "text"}),
        ("salaire", {"inputmode": "decimal", "type": "text"}),
        ("naissance", {"type": "text"}),
    ],
)
def test_le_clavier_du_telephone_convient_et_aucun_champ_n_est_de_type_number(nom, attributs):
    for entree in entrees(dessiner(ExempleForm(), nom)):
        assert attributs.items() <= dict(entree.attrib).items()


def test_la_date_de_naissance_peut_se_remplir_toute_seule():
    assert entrees(dessiner(Personne(), "naissance"))[0].get("autocomplete") == "bday"


def test_un_champ_non_modifiable_n_est_ni_obligatoire_ni_facultatif():
    page = dessiner(ExempleForm(), "numero")
    (entree,) = entrees(page)
    assert entree.get("disabled") is not None
    assert entree.get("aria-required") is None
    assert "*" not in page.texte() and "facultatif" not in page.texte()


# ------------------------------------------------------------------ how a field is drawn
def test_un_choix_unique_est_un_groupe_obligatoire_et_fautif_dans_son_ensemble():
    formulaire = personne("naissance=01/01/1990")
    formulaire.accepte()
    page = dessiner(formulaire, "vie")
    (groupe,) = page.tous("fieldset")
    attributs = ("role", "aria-required", "aria-invalid", "aria-describedby")
    assert [groupe.get(a) for a in attributs] == ["radiogroup", "true", "true", "id_vie-erreur"]
    assert all(e.get("aria-invalid") is None for e in entrees(page))
    assert "Erreur\u00a0: Choisissez une réponse." in page.texte()


def test_l_aide_porte_le_nom_de_son_champ_et_s_ouvre_sans_script():
    """GEN-19."""
    page = dessiner(ExempleForm(), "placements")
    (volet,) = page.tous("details")
    resume, texte = list(volet)
    assert resume.tag == "summary"
    assert resume.get("aria-label", "").startswith("Aide\u00a0: Revenus annuels de placements")
    assert "livret A" in "".join(texte.itertext())


def test_une_liste_garde_son_choix():
    class Communes(Formulaire):
        commune = ListeField(label="Commune", choices=[("", "Choisissez"), ("1", "Muret"), ("2", "Balma")])

    page = dessiner(Communes(QueryDict("commune=2")), "commune")
    (choisie,) = (o for o in page.tous("option") if o.get("selected") is not None)
    assert choisie.text == "Balma"
    assert Communes(QueryDict("")).errors["commune"] == ["Choisissez dans la liste."]


def test_une_case_a_cocher_a_une_etiquette_et_dit_quand_elle_manque():
    class Accord(Formulaire):
        lu = CaseField(label="J’ai lu les conditions")

    formulaire = Accord(QueryDict(""))
    assert formulaire.errors["lu"] == ["Cochez cette case pour continuer."]
    (etiquette,) = dessiner(formulaire, "lu").tous("label")
    assert etiquette.get("for") == "id_lu"


def test_oui_non_donne_un_booleen():
    champ = OuiNonField(required=False)
    assert (champ.clean("oui"), champ.clean("non"), champ.clean("")) == (True, False, None)


# ------------------------------------------------------------------ what is typed
@given(st.text(max_size=60) | st.from_regex(r"[0-9 .,€+-]{0,40}", fullmatch=True))
def test_un_montant_est_lu_ou_refuse_par_une_phrase_jamais_autrement(texte):
    for champ in (MontantField(), MontantField(required=False), NombreField()):
        try:
            valeur = champ.clean(texte)
        except ValidationError as refus:
            assert refus.messages[0].endswith(".")
        else:
            assert valeur is None or 0 <= valeur <= 1_000_000


@given(st.lists(st.text(max_size=10), max_size=3) | st.none())
def test_trois_mois_quelconques_sont_lus_ou_refuses(saisies):
    try:
        MontantsMensuelsField(mois=MOIS, label="Salaire").clean(
            (saisies or []) + [""] * (3 - len(saisies or []))
        )
    except ValidationError as refus:
        assert refus.messages


@given(st.decimals(min_value=0, max_value=1_000_000, places=2))
def test_ce_que_nous_affichons_se_recopie_dans_un_champ(montant):
    assert MontantField().clean(euros(montant)) == montant


@pytest.mark.parametrize(
    ("saisi", "phrase"),
    [
        ("1.200", "sans séparer les milliers"),
        ("-5", "montant positif"),
        ("1000000,01", "un million"),
        ("12 00", "par exemple 1200,50"),
        ("beaucoup", "par exemple 1200,50"),
    ],
)
def test_un_montant_refuse_dit_quoi_ecrire(saisi, phrase):
    with pytest.raises(ValidationError, match=phrase):
        MontantField().clean(saisi)


@pytest.mark.parametrize(("saisi", "lu"), [("0", 0), ("2", 2), (" 12 ", 12), ("007", 7), ("99", 99)])
def test_un_nombre_se_lit(saisi, lu):
    assert NombreField().clean(saisi) == lu


@pytest.mark.parametrize("saisi", ["", "deux", "1,5", "-1", "100", "9" * 5000, "٣"])
def test_un_nombre_refuse_dit_quoi_ecrire(saisi):
    with pytest.raises(ValidationError, match=r"^\['Indiquez"):
        NombreField().clean(saisi)


@pytest.mark.parametrize("saisi", ["31 000", " 31000", "31\u202f000"])
def test_un_code_postal_pardonne_les_espaces(saisi):
    assert CodePostalField().clean(saisi) == "31000"


# ------------------------------------------------------------------ several persons on a page
@pytest.mark.parametrize("prefixe", [None, "p1"])
def test_un_doute_se_confirme_pour_cette_personne_et_cette_valeur(prefixe):
    formulaire = personne(prefixe=prefixe)
    assert not formulaire.accepte()
    page = dessiner(formulaire, "salaire")
    (case,) = (e for e in page.tous("input") if e.get("type") == "checkbox")
    confirmation = f"&{case.get('name')}={case.get('value')}"
    assert personne(prefixe=prefixe, autre=confirmation).accepte()
    autre_valeur = SAISIE.replace("salaire_0=1200", "salaire_0=1201")
    assert not personne(autre_valeur, prefixe, confirmation).accepte()


def test_changer_une_autre_reponse_ne_redemande_pas_confirmation():
    """`salaire_autre` begins as `salaire` does, and is another question."""
    formulaire = personne()
    formulaire.accepte()
    autre = f"&{formulaire.nom_confirmation('salaire')}={formulaire.empreinte('salaire')}&salaire_autre=50"
    assert personne(autre=autre).accepte()


def test_le_meme_montant_ne_remplit_que_le_formulaire_du_bouton():
    deux = "p1-salaire_0=900&p2-salaire_0=1500"
    un, autre = (Personne(QueryDict(deux), prefix=p) for p in ("p1", "p2"))
    (bouton,) = (b for b in dessiner(un, "salaire").tous("button") if b.get("name") == "meme_montant")
    assert [e.get("value") for e in entrees(dessiner(un.recopier(bouton.get("value")), "salaire"))] == [
        "900"
    ] * 3
    inchange = entrees(dessiner(autre.recopier(bouton.get("value")), "salaire"))
    assert [e.get("value") for e in inchange] == ["1500", None, None]


def test_le_resume_mene_au_champ_meme_et_compte_les_reponses():
    formulaire = personne("naissance=hier&vie=seul&salaire_0=1&salaire_2=1", prefixe="p1")
    formulaire.accepte()
    gabarit = Template(
        "<!DOCTYPE html><title>t</title>{% load ui %}{% resume_erreurs f %}{% for c in f %}{% champ c %}{% endfor %}"
    )
    page = Page(gabarit.render(Context({"f": formulaire})))
    assert [lien for lien in page.liens() if lien.startswith("#")] == ["#id_p1-naissance", "#id_p1-salaire_1"]
    identifiants = {e.get("id") for e in page.tous()}
    assert {"id_p1-naissance", "id_p1-salaire_1"} <= identifiants
    assert re.search(r"2\u00a0?\s?réponses sont à corriger", page.texte())
    (resume,) = (e for e in page.tous("div") if e.get("role") == "alert")
    assert (resume.get("tabindex"), resume.get("autofocus") is not None) == ("-1", True)


def test_accepte_rend_les_montants_en_decimal():
    formulaire = personne(SAISIE.replace("salaire_1=0", "salaire_1=1 200,50 €"))
    assert formulaire.accepte()
    assert formulaire.cleaned_data["salaire"] == (Decimal(1200), Decimal("1200.50"), Decimal(1200))


@pytest.mark.parametrize("nom", ["naissance", "vie", "salaire"])
def test_l_origine_d_une_reponse_connue_decrit_son_champ(nom: str) -> None:
    """SIM-30: under the field, and read with it; after the error, which matters more."""
    formulaire = personne()
    formulaire.origines = {nom: "D’après votre état civil."}
    page = dessiner(formulaire, nom)
    note = next(p for p in page.tous("p") if p.get("id") == f"id_{nom}-origine")
    assert "".join(note.itertext()) == "D’après votre état civil."
    decrits = [e for e in page.tous() if f"id_{nom}-origine" in (e.get("aria-describedby") or "").split()]
    assert decrits
    assert "origine" not in dessiner(personne(), nom).html


def test_l_erreur_se_lit_avant_l_origine() -> None:
    formulaire = personne("naissance=31/02/2020")
    formulaire.origines = {"naissance": "D’après votre état civil."}
    entree = entrees(dessiner(formulaire, "naissance"))[0]
    assert entree.get("aria-describedby") == "id_naissance-erreur id_naissance-origine"
