"""Passwords, codes, their rules, and the watch over a session, as the server draws them."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from accounts.mots_de_passe import POLITIQUES
from portal.ui.affichage import resumer
from portal.ui.catalogue import REGLES, CompteForm
from portal.ui.formulaires import CodeField, Formulaire, MotDePasseField
from tests.outils.page import Page

SECRET = "  é’ S3cret\u00a0 "


def dessiner(gabarit: str, **contexte) -> str:
    return Template("{% load ui %}" + gabarit).render(Context(contexte))


def entree(html: str) -> dict[str, str]:
    return next(e.attrib for e in Page(html).tous("input"))


# ------------------------------------------------------------------ passwords
@given(st.text(min_size=1, max_size=300).filter(lambda t: "\0" not in t))
def test_un_mot_de_passe_n_est_ni_rogne_ni_change(mot: str) -> None:
    """MC-07 : every blank counts, whatever its length."""
    assert MotDePasseField(label="Mot de passe").clean(mot) == mot


def test_un_mot_de_passe_ne_revient_jamais_dans_la_page() -> None:
    form = CompteForm(QueryDict(mutable=True) | {"mot_de_passe": SECRET, "code": "12"})
    for nom in form.fields:
        html = dessiner("{% champ lie %}", lie=form[nom])
        assert "value=" not in html and "S3cret" not in html


@pytest.mark.parametrize(("nouveau", "attendu"), [(False, "current-password"), (True, "new-password")])
def test_les_gestionnaires_de_mots_de_passe_sont_aides(nouveau: bool, attendu: str) -> None:
    class Essai(Formulaire):
        mot = MotDePasseField(label="Mot de passe", nouveau=nouveau, help_text="Celui de votre compte.")

    html = dessiner("{% champ lie %}", lie=Essai()["mot"])
    attributs = entree(html)
    assert attributs["type"] == "password"
    assert attributs["autocomplete"] == attendu
    assert attributs["autocapitalize"] == "off" and attributs["spellcheck"] == "false"
    assert "maxlength" not in attributs and "onpaste" not in attributs
    assert "Celui de votre compte." in html
    (oeil,) = Page(html).tous("button")
    assert oeil.get("type") == "button" and oeil.get("hidden") is not None
    assert "".join(oeil.itertext()).strip() == "Afficher le mot de passe\u00a0: Mot de passe"


def test_un_mot_de_passe_oublie_se_dit() -> None:
    with pytest.raises(ValidationError, match="Indiquez votre mot de passe"):
        MotDePasseField(label="Mot de passe").clean("")
    assert MotDePasseField(label="Mot de passe", required=False).clean("") == ""


# ------------------------------------------------------------------ codes
@pytest.mark.parametrize(
    "saisi",
    ["123456", "123 456", "123-456", " 12-34-56 ", "123\u00a0456", "123\u202f456", "123–456", "123.456"],
)
def test_un_code_se_lit_comme_il_est_ecrit(saisi: str) -> None:
    """MC-26."""
    assert CodeField(label="Code").clean(saisi) == "123456"


@pytest.mark.parametrize("saisi", ["12345", "1234567", "12345a", "١٢٣٤٥٦", "²²²²²²", "123456;"])
def test_un_code_faux_dit_combien_de_chiffres(saisi: str) -> None:
    with pytest.raises(ValidationError) as refus:
        CodeField(label="Code").clean(saisi)
    assert refus.value.messages == ["Le code compte 6 chiffres\u00a0: vérifiez le vôtre."]


def test_un_code_a_le_nombre_de_chiffres_qu_on_lui_donne() -> None:
    champ = CodeField(
        label="Code du courrier", chiffres=8, error_messages={"required": "Il manque {le code}."}
    )
    assert champ.clean("1234 5678") == "12345678"
    with pytest.raises(ValidationError, match="compte 8 chiffres"):
        champ.clean("123456")
    with pytest.raises(ValidationError, match=r"Il manque \{le code\}"):
        champ.clean(" ")
    with pytest.raises(ValidationError, match="Indiquez le code de 6 chiffres"):
        CodeField(label="Code").clean("")
    assert CodeField(label="Code", required=False).clean(" - ") == ""


@given(st.text(max_size=30))
def test_aucun_texte_ne_casse_un_code(texte: str) -> None:
    try:
        assert re.fullmatch("[0-9]{6}", CodeField(label="Code", required=False).clean(texte) or "0" * 6)
    except ValidationError as refus:
        assert refus.messages


def test_un_code_tient_en_une_entree_que_le_telephone_remplit() -> None:
    attributs = entree(dessiner("{% champ lie %}", lie=CompteForm()["code"]))
    assert (attributs["type"], attributs["inputmode"]) == ("text", "numeric")
    assert attributs["autocomplete"] == "one-time-code" and "maxlength" not in attributs


# ------------------------------------------------------------------ rules
@pytest.mark.parametrize("politique", POLITIQUES.values(), ids=POLITIQUES)
def test_les_regles_se_lisent_sans_script(politique) -> None:
    """MC-37 to MC-41."""
    form = CompteForm()
    html = dessiner(
        "{% champ f.nouveau %}{% regles_mot_de_passe f.nouveau regles confirmation=f.confirmation %}"
        "{% champ f.confirmation %}",
        f=form, regles=politique.regles,
    )  # fmt: skip
    page = Page(html)
    lignes = page.tous("li")
    assert [li.get("data-motif") for li in lignes] == [r.motif for r in politique.regles]
    assert all(r.phrase in "".join(li.itertext()) for li, r in zip(lignes, politique.regles, strict=True))
    assert all(e.get("hidden") is not None for e in page.tous("span") if e.get("data-si"))
    bloc = next(e for e in page.tous("div") if e.get("data-regles"))
    ids = {e.get("id") for e in page.tous("input")}
    assert {bloc.get("data-regles"), bloc.get("data-confirmation")} == ids


def test_sans_confirmation_rien_ne_la_compare() -> None:
    html = dessiner("{% regles_mot_de_passe f.nouveau regles %}", f=CompteForm(), regles=REGLES)
    assert "data-confirmation" not in html and "data-difference" not in html


def test_le_catalogue_montre_les_regles_de_la_demonstration() -> None:
    """The copy in `portal.ui`, which imports no room."""
    vraies = POLITIQUES["caf_2023"].regles
    assert [(r.cle, r.phrase, r.motif) for r in REGLES] == [(r.cle, r.phrase, r.motif) for r in vraies]


# ------------------------------------------------------------------ session
def test_la_veille_porte_ses_adresses_et_un_jeton() -> None:
    html = dessiner('{% veille_session 1800 "/session/" "/sortir/" "/entrer/" %}', csrf_token="le-jeton")
    page = Page(html)
    (zone,) = (e for e in page.tous("div") if e.get("data-veille") is not None)
    assert (zone.get("data-restant"), zone.get("data-adresse")) == ("1800", "/session/")
    assert [e.get("action") for e in page.tous("form")] == ["/sortir/"]
    assert [e.get("href") for e in page.tous("a")] == ["/entrer/"]
    assert entree(html)["value"] == "le-jeton"
    assert all(e.get("open") is None for e in page.tous("dialog"))


# ------------------------------------------------------------------ summary
def test_une_erreur_qui_n_est_celle_d_aucune_reponse_n_en_accuse_aucune() -> None:
    form = CompteForm(QueryDict("code=1"))
    assert resumer(form)[0] == "4 réponses sont à corriger"
    form.add_error(None, "Trop d’essais.")
    titre, lignes = resumer(form)
    assert titre == "4 réponses sont à corriger" and len(lignes) == 5
    form._errors = ErrorDict()
    form.add_error(None, "Trop d’essais.")
    assert resumer(form)[0] == "Nous n’avons pas pu continuer"
