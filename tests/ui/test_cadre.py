"""What frames every page: banner, header, foot (GEN-02, GEN-04, GEN-05, GEN-07 to GEN-09)."""

import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from tests.outils.page import Page


def cadre(**contexte) -> Page:
    """A page with nothing of its own, as `base.html` frames it."""
    tout = {
        "nom_du_site": "Mes droits familles",
        "demonstration": True,
        "contraste": False,
        "caf": None,
        "espace": "allocataires",
        "sans_recherche": False,
        "retour": "/themes/logement/",
    }
    return Page(render_to_string("base.html", tout | contexte))


def texte_du_lien(page: Page, adresse: str) -> list[str]:
    return [
        re.sub(r"[ \n]+", " ", "".join(a.itertext())).strip()
        for a in page.tous("a")
        if a.get("href") == adresse
    ]


def test_les_premiers_liens_sautent_au_contenu_et_au_pied():
    page = cadre()
    premiers = [a.get("href") for a in page.tous("a")][:2]
    assert premiers == ["#contenu", "#pied"]
    assert {e.get("id") for e in page.tous("main", "footer")} == {"contenu", "pied"}


def test_le_nom_ramene_a_l_accueil():
    """GEN-04."""
    assert "Mes droits familles\u00a0: accueil" in texte_du_lien(cadre(), reverse("espaces:accueil"))


@pytest.mark.parametrize("espace", ["allocataires", "partenaires", "bailleurs"])
def test_l_espace_courant_est_annonce_et_les_autres_sont_a_un_geste(espace):
    """GEN-02, GEN-05: in the band of a desk, and in the menu of a phone."""
    page = cadre(espace=espace)
    (menu,) = page.tous("summary")
    assert "".join(menu.itertext()).strip() == f"Menu, espace {espace.capitalize()}"
    courants = ["".join(a.itertext()) for a in page.tous("a") if a.get("aria-current") == "true"]
    assert courants == [espace.capitalize()] * 2
    for nom in ("accueil", "partenaires", "bailleurs"):
        assert reverse(f"espaces:{nom}") in page.liens()


@pytest.mark.parametrize(
    ("code", "attendu"), [(None, "Ma Caf"), ("31", "Ma Caf – 31"), ("974", "Ma Caf – 974")]
)
def test_ma_caf_porte_son_numero_quand_on_la_connait(code, attendu):
    """GEN-07, GEN-08."""
    caf = SimpleNamespace(code=code, nom="Caf d’essai") if code else None
    assert set(texte_du_lien(cadre(caf=caf), reverse("cafs:ma_caf"))) == {attendu}


def test_mon_compte_est_dans_l_en_tete():
    """GEN-09."""
    assert "Mon Compte" in texte_du_lien(cadre(), reverse("dossiers:accueil"))


def test_la_recherche_est_un_champ_sur_un_grand_ecran_et_une_loupe_sur_un_telephone():
    """GEN-10."""
    page = cadre()
    (champ,) = (c for c in page.tous("input") if c.get("type") == "search")
    assert champ.get("name") == "q"
    assert "Rechercher" in texte_du_lien(page, reverse("espaces:recherche"))
    assert not [c for c in cadre(sans_recherche=True).tous("input") if c.get("type") == "search"]


def test_le_bandeau_de_demonstration_ne_se_ferme_pas():
    page = cadre()
    assert "N’y saisissez jamais vos vraies données." in page.texte()
    assert "Site de démonstration" not in cadre(demonstration=False).texte()


def test_le_pied_porte_les_mentions_obligatoires():
    page = cadre()
    assert texte_du_lien(page, reverse("espaces:accessibilite")) == ["Accessibilité\u00a0: non conforme"]
    for nom in ("contact", "aide", "plan", "donnees_personnelles", "mentions_legales"):
        assert reverse(f"espaces:{nom}") in page.liens()
