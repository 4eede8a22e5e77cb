"""The pages of text: real, honest, and saying how to do each thing today."""

import re

import pytest
from django.core.cache import caches

from portal.espaces import pages, simulateurs
from portal.espaces.enums import Theme
from portal.http.cookies import nom
from tests.outils.page import Page

ICI = [p for p in pages.PAGES if not p.ailleurs]
DEMARCHES = [p for p in ICI if p.rubrique in {pages.DEMARCHES, pages.ESPACES}]


def _page(client, chemin: str) -> Page:
    reponse = client.get(chemin)
    assert reponse.status_code == 200, chemin
    return Page(reponse.content.decode())


@pytest.mark.parametrize("fixe", ICI, ids=lambda p: p.nom)
def test_chaque_page_s_ouvre_sans_base_sans_cookie_et_sans_jeton(client, fixe: pages.Page) -> None:
    """Ce test n'a pas droit à la base : une requête SQL le ferait échouer."""
    reponse = client.get(f"/{fixe.chemin}")
    assert reponse.status_code == 200 and not reponse.cookies
    assert "public" in reponse["Cache-Control"]
    lue = Page(reponse.content.decode())
    assert "".join(lue.tous("h1")[0].itertext()).strip() == fixe.titre


@pytest.mark.parametrize("fixe", ICI, ids=lambda p: p.nom)
@pytest.mark.parametrize("caf", ["31", "976"])
def test_chaque_page_se_lit_aussi_avec_une_caf(client, fixe: pages.Page, caf: str) -> None:
    client.cookies[nom("caf")] = caf
    assert f"Ma Caf – {caf}" in _page(client, f"/{fixe.chemin}").texte()


@pytest.mark.parametrize("fixe", DEMARCHES, ids=lambda p: p.nom)
def test_chaque_demarche_dit_comment_faire_aujourd_hui(client, fixe: pages.Page) -> None:
    """SIM-01 et la règle de l'issue 2 : un lien dont la salle vient plus tard mène à une vraie page."""
    texte = _page(client, f"/{fixe.chemin}").texte()
    assert "3230" in texte and "site officiel caf.fr" in texte
    assert "pas encore" in texte.lower()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chemin", "espace"),
    [
        ("/", "Allocataires"),
        ("/demandes/", "Allocataires"),
        ("/partenaires/", "Partenaires"),
        ("/bailleurs/", "Bailleurs"),
    ],
)
def test_l_espace_ou_l_on_est_est_annonce_GEN_02_GEN_05(client, chemin: str, espace: str) -> None:
    courants = {a.text for a in _page(client, chemin).tous("a") if a.get("aria-current")}
    assert courants == {espace}


@pytest.mark.parametrize("theme", Theme)
def test_chaque_theme_montre_ses_aides_et_ses_questions_GEN_13(client, theme: Theme) -> None:
    page = _page(client, f"/themes/{theme.value}/")
    assert page.titre().startswith(theme.label)
    assert len(page.tous("h3")) >= 1 and len(page.tous("summary")) >= 2


def test_la_page_de_contact_propose_ce_qui_evite_d_appeler(client) -> None:
    assert "Avant d’appeler" in _page(client, "/contact/").texte()


def test_un_theme_inconnu_n_existe_pas(client) -> None:
    assert client.get("/themes/sport/").status_code == 404


def test_la_liste_dit_quelle_estimation_est_ici_et_ou_sont_les_autres_SIM_02(client) -> None:
    page = _page(client, "/simulations/")
    texte = page.texte()
    assert "/simulations/prime-activite/" in page.liens()
    for simulateur in simulateurs.AILLEURS:
        assert simulateur.nom in texte and simulateur.adresse in page.liens()
    assert [s.nom for s in simulateurs.ICI] == ["Prime d’activité"]


def test_un_lien_vers_dehors_dit_qu_il_mene_au_site_officiel(client) -> None:
    for fixe in ICI:
        for lien in _page(client, f"/{fixe.chemin}").tous("a"):
            if (lien.get("href") or "").startswith("http"):
                assert "site officiel" in "".join(lien.itertext()), fixe.nom
                assert "noopener" in lien.get("rel", "")


def test_la_declaration_d_accessibilite_a_ses_parties_obligatoires_R_02_R_04(client) -> None:
    assert client.get("/accessibilite").status_code == 301  # the address that the law names
    page = _page(client, "/accessibilite/")
    texte = page.texte()
    assert "non conforme" in texte and "aucun audit" in texte.lower()
    titres = {"".join(h.itertext()) for h in page.tous("h2", "h3")}
    assert titres >= {
        "Résultats des tests", "Contenus non accessibles", "Non-conformités",
        "Dérogations pour charge disproportionnée", "Contenus non soumis à l’obligation",
        "Établissement de cette déclaration", "Technologies", "Environnement de test", "Outils",
        "Nous dire ce qui ne va pas", "Voies de recours",
    }  # fmt: skip
    assert "Défenseur des droits" in texte and "une semaine" in texte


def test_chaque_page_dit_l_accessibilite_dans_son_pied_R_02_R_03(client) -> None:
    assert "Accessibilité\u00a0: non conforme" in _page(client, "/aide/").texte()


def test_la_demonstration_dit_qu_elle_n_a_pas_d_exploitant(client, settings) -> None:
    assert "Ce n’est ni caf.fr" in _page(client, "/mentions-legales/").texte()
    settings.DEMONSTRATION = False
    settings.EXPLOITANT = "Caisse d’essai, 1 rue du Test, 31000 Toulouse"
    settings.MENTIONS_LEGALES = "Directrice de la publication\u00a0: Anne Exemple."
    settings.DELEGUE_PROTECTION_DONNEES = "dpd@exemple.test"
    caches["pages"].clear()
    texte = _page(client, "/mentions-legales/").texte()
    assert "Caisse d’essai" in texte and "démonstration" not in texte
    assert "dpd@exemple.test" in _page(client, "/donnees-personnelles/").texte()


def test_les_temoins_annonces_sont_tous_ceux_qui_existent_R_60(client) -> None:
    texte = _page(client, "/donnees-personnelles/").texte()
    assert "Version contrastée" in texte and "Ma Caf" in texte and "Estimation en cours" in texte


def test_les_robots_passent_leur_chemin_tant_que_c_est_une_demonstration(client, settings) -> None:
    texte = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" in texte
    settings.DEMONSTRATION = False
    texte = client.get("/robots.txt").content.decode()
    assert "Disallow: /\n" not in texte and "Disallow: /recherche/" in texte


def test_un_contact_de_securite_se_publie_et_expire_avant_un_an(client, settings) -> None:
    settings.CONTACT_SECURITE = ""
    client.tolerer("")
    assert client.get("/.well-known/security.txt").status_code == 404
    for contact, ecrit in [
        ("securite@exemple.test", "mailto:securite@exemple.test"),
        ("https://exemple.test/s", "https://exemple.test/s"),
    ]:
        settings.CONTACT_SECURITE = contact
        texte = client.get("/.well-known/security.txt").content.decode()
        assert f"Contact: {ecrit}\n" in texte
        assert re.search(r"^Expires: 20\d\d-\d\d-\d\dT00:00:00Z$", texte, re.MULTILINE)
