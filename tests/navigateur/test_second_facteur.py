"""What is asked besides the password, in a real browser: a code, a fresh proof, the way back of who lost everything."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.enums import NatureFacteur
from accounts.models import Compte, Facteur, Levee
from tests.accounts.acces import MOT_DE_PASSE, code_recu, emettre
from tests.navigateur.compte import AVEC_OU_SANS_JS, CONNEXION, Usager
from tests.navigateur.regard import Regard
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]
SECURITE = "/mon-compte/securite/"


@pytest.fixture
def nouvel_appareil(settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"


@AVEC_OU_SANS_JS
@pytest.mark.usefixtures("nouvel_appareil")
def test_un_code_au_premier_passage_puis_plus(camille, visiteur, js: bool) -> None:
    """Six digits by SMS, a typing mistake, refresh, a trusted device; then the password is enough."""
    page: Page = visiteur(f"{CONNEXION}?next={SECURITE}", largeur=360, js=js)
    usager = Usager(page)
    usager.se_connecter()
    usager.lit("Taper votre code")
    emettre()
    usager.code.fill("12")
    usager.presser("Continuer")
    usager.lit_l_erreur("6 chiffres")
    page.reload()
    usager.code.fill(code_recu())
    page.get_by_label("Ne plus me demander de code ici").check()
    usager.presser("Continuer")
    usager.lit("Ma sécurité")
    expect(page.get_by_text("Aucun code demandé jusqu’au")).to_be_visible()
    page.goto("/mon-compte/")
    usager.presser("Me déconnecter")
    page.goto(CONNEXION)
    usager.se_connecter()
    usager.est_chez_soi()


@pytest.mark.usefixtures("nouvel_appareil")
def test_deux_onglets_et_un_double_clic(camille, visiteur, veille: Veille) -> None:
    page: Page = visiteur(CONNEXION)
    usager = Usager(page)
    usager.se_connecter()
    usager.lit("Taper votre code")
    emettre()
    autre = veille.suivre(page.context.new_page())
    autre.goto("/connexion/verification/")
    Usager(autre).lit("Taper votre code")
    usager.code.fill(code_recu())
    page.get_by_role("main").get_by_role("button", name="Continuer", exact=True).dblclick()
    usager.est_chez_soi()
    autre.reload()
    Usager(autre).est_chez_soi()


@AVEC_OU_SANS_JS
def test_la_preuve_puis_la_page_demandee(camille, visiteur, js: bool) -> None:
    page: Page = visiteur(None, js=js)
    usager = Usager(page)
    usager.entrer()
    page.goto(f"{SECURITE}preuve/?suite={SECURITE}mot-de-passe/")
    usager.lit("Votre mot de passe")
    page.get_by_label("Votre mot de passe").fill(MOT_DE_PASSE)
    usager.presser("Continuer")
    usager.lit("Taper votre code")
    emettre()
    usager.code.fill(code_recu())
    usager.presser("Continuer")
    expect(page).to_have_url(f"{SECURITE}mot-de-passe/")


def _protege(compte: Compte) -> None:
    facteur = Facteur(compte=compte, nature=NatureFacteur.TOTP, nom="Téléphone", confirme_le=timezone.now())
    facteur.secret = b"JBSWY3DPEHPK3PXP"
    facteur.save()


def test_ce_que_l_on_voit_a_la_connexion(camille, visiteur, veille: Veille, settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"
    veille.tolerer("429")
    page: Page = visiteur(CONNEXION)
    usager, regard = Usager(page), Regard(page)
    usager.se_connecter()
    regard.sur("entree-code")
    usager.suivre("Le recevoir ailleurs")
    usager.lit("Recevoir un code")
    regard.sur("entree-canal")
    page.go_back()
    usager.suivre("Abandonner")
    regard.sur("entree-abandonner")
    page.goto(f"{CONNEXION}?tard=1")
    regard.sur("entree-tard")


def test_ce_que_voit_qui_a_tout_perdu(camille, visiteur) -> None:
    compte = Compte.objects.get(personne=camille)
    _protege(compte)
    page: Page = visiteur(CONNEXION)
    usager, regard = Usager(page), Regard(page)
    usager.se_connecter()
    usager.lit("Double vérification")
    usager.suivre("Je n’ai plus rien de tout cela")
    regard.sur("perdu")
    usager.presser("Recevoir un code par courrier")
    expect(page.get_by_text("Votre courrier est demandé.")).to_be_visible()
    regard.sur("perdu-courrier")
    usager.presser("Continuer")
    usager.lit_l_erreur("Indiquez le code de votre courrier.")
    regard.sur("perdu-vide")
    emettre()
    page.get_by_role("textbox", name="Code reçu par courrier").fill(code_recu().lower())
    usager.presser("Continuer")
    expect(page.get_by_text("Votre code est accepté.")).to_be_visible()
    regard.sur("perdu-attente")
    Levee.objects.update(effective_le=timezone.now() - timedelta(seconds=1))
    page.goto(CONNEXION)
    usager.se_connecter()
    usager.est_chez_soi()


def test_ce_que_l_on_voit_de_la_preuve(camille, visiteur, settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"
    page: Page = visiteur(CONNEXION)
    usager, regard = Usager(page), Regard(page)
    usager.se_connecter()
    emettre()
    usager.code.fill(code_recu())
    page.get_by_label("Ne plus me demander de code ici").check()
    usager.presser("Continuer")
    usager.est_chez_soi()
    Levee.objects.create(compte=Compte.objects.get(personne=camille), etat="demandee")
    page.goto(SECURITE)
    regard.sur("securite-appareil-et-retrait")
    usager.presser("Annuler ce retrait")
    regard.sur("securite-gardee")
    page.get_by_role("button", name="Oublier l’appareil").click()
    regard.sur("securite-oublie")
    page.context.clear_cookies()
    settings.SECOND_FACTEUR = "jamais"
    page.goto(CONNEXION)
    usager.se_connecter()
    page.goto(f"{SECURITE}preuve/")
    regard.sur("preuve")
    usager.presser("Continuer")
    usager.lit_l_erreur("mot de passe")
    regard.sur("preuve-vide")
