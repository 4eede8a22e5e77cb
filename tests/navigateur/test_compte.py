"""The door of Mon Compte in a real browser, every way people use one (MC-01 to MC-14), and the end of a session."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Session
from tests.accounts.acces import MOT_DE_PASSE, titulaire
from tests.accounts.fabrique import FICTIF, PROVISOIRE
from tests.navigateur.compte import AVEC_OU_SANS_JS, CONNEXION, ESPACE, NUMERO, REFUS, Usager, jusqu_a
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]


def _coller(page: Page, champ, texte: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(texte) => navigator.clipboard.writeText(texte)", texte)
    champ.focus()
    page.keyboard.press("Control+V")


# ------------------------------------------------------------------ logging in
@pytest.mark.parametrize("largeur", [360, 1280])
@AVEC_OU_SANS_JS
def test_se_tromper_puis_entrer(camille, visiteur, largeur: int, js: bool) -> None:
    """MC-01, MC-02, MC-03, MC-07, MC-08, MC-10."""
    page: Page = visiteur("/", largeur=largeur, js=js)
    if largeur == 360:
        page.get_by_role("banner").get_by_text("Menu", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="Mon Compte").first.click()
    usager = Usager(page)
    usager.lit("Connexion")
    expect(page.get_by_text("13 caractères, sans la clé.")).to_be_visible()
    expect(page.get_by_text("8 à 24 caractères.")).to_be_visible()
    usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur(REFUS)
    if js:
        expect(page.get_by_role("alert")).to_be_focused()
    expect(usager.numero).to_have_value(FICTIF)
    expect(usager.mot_de_passe).to_have_value("")
    usager.se_connecter()
    usager.est_chez_soi()
    expect(page).to_have_title(re.compile("^Mon Compte"))


@AVEC_OU_SANS_JS
def test_rien_de_rempli_chaque_champ_le_dit(visiteur, js: bool) -> None:
    """MC-10 : le résumé mène à chaque champ."""
    page: Page = visiteur(CONNEXION, js=js)
    usager = Usager(page)
    usager.presser("Se connecter")
    usager.lit_l_erreur("Indiquez votre numéro de Sécurité sociale : 13 caractères.")
    expect(usager.numero).to_have_attribute("aria-invalid", "true")
    page.get_by_role("alert").get_by_role("link").nth(1).click()
    expect(usager.mot_de_passe).to_be_focused()


@pytest.mark.parametrize(
    "tape", ["2 92 03 31 555 999", "292033155599940", "2 92 03 31 555 999 40", "2920331555999"]
)
def test_le_numero_s_ecrit_comme_on_l_a_sous_les_yeux(camille, visiteur, tape: str) -> None:
    """MC-02, MC-04 : avec ou sans espaces, avec ou sans la clé."""
    cle = f"{97 - int(FICTIF) % 97:02}"
    page: Page = visiteur(CONNEXION)
    usager = Usager(page, tape.replace("999 40", f"999 {cle}").replace("99940", f"999{cle}"))
    usager.se_connecter()
    usager.est_chez_soi()


def test_le_mot_de_passe_se_colle_et_se_montre(camille, visiteur) -> None:
    """MC-07, MC-35 : WCAG 3.3.8."""
    page: Page = visiteur(CONNEXION)
    usager = Usager(page)
    _coller(page, usager.numero, "2 92 03 31 555 999")
    _coller(page, usager.mot_de_passe, MOT_DE_PASSE)
    page.get_by_role("button", name=re.compile("^Afficher le mot de passe")).click()
    expect(usager.mot_de_passe).to_have_attribute("type", "text")
    expect(usager.mot_de_passe).to_have_value(MOT_DE_PASSE)
    usager.presser("Se connecter")
    usager.est_chez_soi()


@AVEC_OU_SANS_JS
def test_retour_actualiser_et_double_clic(camille, visiteur, js: bool) -> None:
    """Une seule session, et la page de connexion ne revient pas à qui est entré."""
    page: Page = visiteur(CONNEXION, js=js)
    usager = Usager(page)
    usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur(REFUS)
    page.reload()
    usager.lit_l_erreur(REFUS)
    usager.numero.fill(FICTIF)
    usager.mot_de_passe.fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter", exact=True).dblclick()
    usager.est_chez_soi()
    # Without the script that drops it, a second press may be sent: nobody has the key of the session it leaves behind.
    assert Session.objects.count() in ({1} if js else {1, 2})
    page.reload()
    usager.est_chez_soi()
    page.goto(CONNEXION)
    usager.est_chez_soi()
    page.go_back()
    assert MOT_DE_PASSE not in page.content()


@AVEC_OU_SANS_JS
def test_une_session_finie_se_dit_et_ramene_ou_l_on_etait(camille, visiteur, js: bool) -> None:
    page: Page = visiteur(None, js=js)
    usager = Usager(page)
    usager.entrer()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    page.reload()
    usager.lit("Connexion")
    expect(page.get_by_role("status")).to_contain_text("Votre session est terminée.")
    expect(page).to_have_title(re.compile("^Session terminée – Connexion"))
    usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur(REFUS)
    usager.se_connecter()
    usager.est_chez_soi()


@AVEC_OU_SANS_JS
def test_se_souvenir_de_moi_ne_montre_qu_un_prenom(camille, visiteur, js: bool) -> None:
    """MC-05 : jamais le numéro, jamais le mot de passe ; et on peut s'en défaire."""
    page: Page = visiteur(None, js=js)
    usager = Usager(page)
    usager.entrer(cocher="Se souvenir de moi")
    usager.presser("Me déconnecter")
    expect(page.get_by_text("Bonjour Camille R•••")).to_be_visible()
    expect(usager.numero).to_have_count(0)
    assert FICTIF not in page.content()
    usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur(REFUS)
    usager.se_connecter()
    usager.est_chez_soi()
    usager.presser("Me déconnecter")
    usager.suivre("Me connecter avec un autre numéro")
    expect(usager.numero).to_be_visible()
    expect(page.get_by_text("Camille")).to_have_count(0)
    page.goto(CONNEXION)
    usager.presser("Oublier ce nom sur cet appareil")
    expect(usager.numero).to_be_visible()
    page.goto(CONNEXION)
    expect(page.get_by_text("Camille")).to_have_count(0)


@AVEC_OU_SANS_JS
def test_un_identifiant_provisoire_ouvre_comme_un_autre(transactional_db, visiteur, js: bool) -> None:
    """MC-06."""
    titulaire(PROVISOIRE)
    page: Page = visiteur(CONNEXION, js=js)
    usager = Usager(page)
    usager.se_connecter(cocher="J’ai un identifiant provisoire")
    usager.lit_l_erreur("Un identifiant provisoire commence par 3, 4, 7 ou 8.")
    expect(page.get_by_label("J’ai un identifiant provisoire")).to_be_checked()
    usager.nir = PROVISOIRE
    usager.se_connecter()
    usager.est_chez_soi()


@AVEC_OU_SANS_JS
@pytest.mark.parametrize("depuis", ["/simulations/", ESPACE])
def test_se_deconnecter_ne_laisse_rien_derriere_soi(camille, visiteur, depuis: str, js: bool) -> None:
    """Depuis une page publique et depuis Mon Compte ; le bouton Retour ne montre rien."""
    page: Page = visiteur(None, js=js)
    usager = Usager(page)
    usager.entrer()
    page.goto(depuis)
    page.get_by_role("banner").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("Votre session est fermée.")
    expect(page).to_have_title(re.compile("^Session fermée – Connexion"))
    page.go_back()
    page.go_back()
    assert "Camille" not in page.content()
    page.goto(ESPACE)
    usager.lit("Connexion")
    assert Session.objects.count() == 0


def test_deux_onglets_l_un_sort_l_autre_agit(camille, visiteur, veille: Veille) -> None:
    page: Page = visiteur(None)
    Usager(page).entrer()
    autre = veille.suivre(page.context.new_page())
    autre.goto(ESPACE)
    Usager(page).presser("Me déconnecter")
    Usager(page).lit("Connexion")
    Usager(autre).presser("Me déconnecter")
    expect(autre.get_by_role("status")).to_contain_text("Votre session est fermée.")
    autre.goto(ESPACE)
    Usager(autre).se_connecter()
    Usager(autre).est_chez_soi()
    page.reload()
    Usager(page).est_chez_soi()


def test_la_page_mene_aux_autres_entrees(visiteur) -> None:
    """MC-09, MC-11, MC-12, MC-13, MC-14, MC-43, MC-45 : chacune dit ce qui s'ouvre aujourd'hui."""
    page: Page = visiteur(CONNEXION)
    for lien, titre in (
        ("Mot de passe oublié ?", "Qui êtes-vous ?"),
        ("Créer Mon Compte", "Première connexion"),
        ("Qu’est-ce que FranceConnect ?", "FranceConnect"),
        ("Accéder à Mon Compte", "Vous êtes tuteur ou curateur"),
    ):
        page.goto(CONNEXION)
        Usager(page).suivre(lien)
        Usager(page).lit(titre)
    page.goto("/premiere-connexion/")
    Usager(page).suivre("Faire une demande")
    expect(page).to_have_url(re.compile("/demandes/$"))


def test_se_connecter_au_clavier_seul(camille, visiteur) -> None:
    """MC-01 à MC-10."""
    page: Page = visiteur("/")
    usager = Usager(page)
    jusqu_a(page, "^Mon Compte$", "Enter")
    usager.lit("Connexion")
    jusqu_a(page, f"^{NUMERO}")
    page.keyboard.type(FICTIF)
    jusqu_a(page, "^Mot de passe")
    page.keyboard.type("Tournesol31Rouge")
    page.keyboard.press("Enter")
    usager.lit_l_erreur(REFUS)
    expect(page.get_by_role("alert")).to_be_focused()
    jusqu_a(page, "^Se souvenir de moi", "Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(MOT_DE_PASSE)
    jusqu_a(page, "^Se connecter$", "Enter")
    usager.est_chez_soi()
    jusqu_a(page, "^Se déconnecter$", "Enter")
    expect(page.get_by_text("Bonjour Camille R•••")).to_be_visible()


# ------------------------------------------------------------------ the end of a session, on Mon Compte
@pytest.fixture
def chez_camille(camille, visiteur) -> Page:
    """Mon Compte, whose clock the test holds."""
    page: Page = visiteur(None)
    page.clock.install()
    Usager(page).entrer()
    return page


def _passer(page: Page, secondes: int, reste: int) -> None:
    """Time goes by for the page; the table says what is left."""
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=reste))
    page.clock.fast_forward(secondes * 1000)


def test_avant_la_fin_on_previent_et_rester_garde_ce_qui_est_tape(chez_camille: Page) -> None:
    page = chez_camille
    page.get_by_role("searchbox").fill("prime")
    _passer(page, 1690, reste=110)
    fenetre = page.get_by_role("dialog", name="Votre session va se fermer")
    expect(fenetre).to_be_visible()
    expect(page.get_by_role("button", name="Rester connecté")).to_be_focused()
    page.keyboard.press("Enter")
    expect(fenetre).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("prime")
    session = Session.objects.get()
    assert session.expire_date > timezone.now() + timedelta(minutes=25)


def test_finie_on_se_reconnecte_ailleurs_et_la_page_reprend(chez_camille: Page, veille: Veille) -> None:
    page = chez_camille
    page.get_by_role("searchbox").fill("prime")
    _passer(page, 1690, reste=110)
    expect(page.get_by_role("dialog", name="Votre session va se fermer")).to_be_visible()
    _passer(page, 120, reste=-1)
    finie = page.get_by_role("dialog", name="Votre session est fermée")
    expect(finie).to_be_visible()
    with page.context.expect_page() as ouvert:
        finie.get_by_role("link", name="Me reconnecter").click()
    onglet = veille.suivre(ouvert.value)
    Usager(onglet).se_connecter()
    Usager(onglet).est_chez_soi()
    onglet.close()
    page.evaluate("() => window.dispatchEvent(new Event('focus'))")
    expect(finie).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("prime")


def test_la_fenetre_de_fin_deconnecte_vraiment(chez_camille: Page) -> None:
    _passer(chez_camille, 1690, reste=110)
    fenetre = chez_camille.get_by_role("dialog", name="Votre session va se fermer")
    fenetre.get_by_role("button", name="Me déconnecter").click()
    expect(chez_camille.get_by_role("status")).to_contain_text("Votre session est fermée.")
    assert Session.objects.count() == 0
