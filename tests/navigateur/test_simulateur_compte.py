"""From Mon Compte to the estimate in a real browser (SIM-30): prefilled, editable, each answer with its origin."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from dossiers.services import definir_autorisations
from tests.accounts.fabrique import AUTRE_FICTIF
from tests.navigateur.compte import AVEC_OU_SANS_JS, Usager
from tests.navigateur.regard import Regard
from tests.navigateur.simulateur import Visiteuse
from tests.simulations.famille_connue import NUMERO, famille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]
CONNU = re.compile(rf"Connu de votre Caf\s: dossier n°\s{NUMERO} au ")
ETAT_CIVIL = "D’après votre état civil."
MODIFIE = re.compile(r"Vous l’avez modifié\. Votre Caf connaît\s: 11/08/2012\.")


@pytest.fixture
def chez_eux(transactional_db):
    call_command("charger_reference", verbosity=0)
    return famille()


class Camille:
    """The responsable, from her account to the result."""

    def __init__(self, page: Page) -> None:
        self.page, self.simule = page, Visiteuse(page)

    def entrer_et_commencer(self) -> None:
        Usager(self.page).entrer()
        self.page.get_by_role("link", name="Estimer ma prime d’activité").click()
        expect(self.page.get_by_role("main")).to_contain_text(
            "Cette simulation reste à part de votre dossier"
        )
        self.page.get_by_role("button", name="Commencer la simulation").click()
        self.simule.attendre("Accès au simulateur")

    def champ(self, nom: str) -> Locator:
        return self.page.get_by_role("textbox", name=nom)

    def acces(self) -> None:
        self.simule.choisir("Vous résidez en France", "Oui")
        self.simule.choisir("revenus professionnels", "Oui")
        self.simule.suivant("Votre foyer")

    def foyer(self) -> None:
        self.simule.choisir("Vous attendez un enfant", "Non")
        self.simule.suivant("Les enfants à votre charge")

    def finir(self) -> None:
        self.simule.activite()
        self.simule.suivant("Vos revenus")
        self.simule.revenus("1500", "1500", "1500")
        self.simule.suivant("Votre conjoint")
        expect(self.champ("Sa date de naissance")).to_have_value("05/04/1989")
        self.simule.choisir("Votre conjoint ou conjointe est", "Autre (sans activité, retraité…)")
        self.simule.choisir("allocation aux adultes handicapés", "Non")
        self.simule.suivant("Votre logement")
        self.simule.logement()
        self.simule.suivant("Votre estimation")


@AVEC_OU_SANS_JS
def test_de_mon_compte_au_resultat_avec_une_reponse_modifiee(chez_eux, visiteur, js: bool) -> None:
    """SIM-30 : ce que sa Caf connaît l'attend sur chaque page ; ce qu'elle change reste, et se dit."""
    page: Page = visiteur(None, js=js)
    camille = Camille(page)
    camille.entrer_et_commencer()
    expect(camille.champ("Votre date de naissance")).to_have_value("14/03/1992")
    expect(camille.champ("Votre date de naissance")).to_have_accessible_description(re.compile(ETAT_CIVIL))
    expect(camille.champ("Code postal")).to_have_value("31000")
    camille.acces()
    vie = page.get_by_role("radiogroup", name="Vous vivez")
    expect(vie).to_have_accessible_description(CONNU)
    expect(vie.get_by_label("En couple")).to_be_checked()
    camille.foyer()
    deuxieme = camille.champ("Date de naissance du 2e enfant")
    expect(deuxieme).to_have_value("11/08/2012")
    expect(deuxieme).to_have_accessible_description(CONNU)
    deuxieme.fill("12/08/2012")
    camille.simule.suivant("Votre activité")
    page.get_by_role("link", name="Précédent").click()
    expect(deuxieme).to_have_value("12/08/2012")
    expect(deuxieme).to_have_accessible_description(MODIFIE)
    page.reload()
    expect(deuxieme).to_have_value("12/08/2012")
    camille.simule.suivant("Votre activité")
    camille.finir()
    reprises = page.get_by_role("region", name="Ce que votre Caf connaissait")
    expect(reprises).to_contain_text("12/08/2012")
    expect(reprises).to_contain_text(MODIFIE)
    expect(reprises).to_contain_text(CONNU)
    page.emulate_media(media="print")
    expect(reprises).to_be_visible()
    expect(page.get_by_role("banner")).to_be_hidden()


@AVEC_OU_SANS_JS
def test_repartir_de_pages_vides(chez_eux, visiteur, js: bool) -> None:
    page: Page = visiteur(None, js=js)
    camille = Camille(page)
    camille.entrer_et_commencer()
    page.get_by_role("button", name="Effacer ce qui a été prérempli").click()
    camille.simule.attendre("Accès au simulateur")
    expect(camille.champ("Votre date de naissance")).to_have_value("")
    expect(page.get_by_role("button", name="Effacer ce qui a été prérempli")).to_have_count(0)


def test_entree_dans_un_champ_prerempli_fait_suivant_et_n_efface_rien(chez_eux, visiteur) -> None:
    """Le formulaire qui efface n'est pas celui de la page : Entrée n'y mène jamais."""
    page: Page = visiteur(None)
    camille = Camille(page)
    camille.entrer_et_commencer()
    camille.simule.choisir("Vous résidez en France", "Oui")
    camille.simule.choisir("revenus professionnels", "Oui")
    camille.champ("Code postal").press("Enter")
    camille.simule.attendre("Votre foyer")
    expect(page.get_by_role("radiogroup", name="Vous vivez").get_by_label("En couple")).to_be_checked()


def test_apres_la_deconnexion_revenir_en_arriere_ne_montre_rien(chez_eux, visiteur) -> None:
    """Un ordinateur partagé : ni « Précédent », ni l'adresse, ni l'historique."""
    page: Page = visiteur(None)
    camille = Camille(page)
    camille.entrer_et_commencer()
    adresse = page.url
    page.get_by_role("banner").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("Votre session est fermée.")
    page.go_back()
    expect(page.get_by_text("14/03/1992")).to_have_count(0)
    page.goto(adresse)
    Usager(page).lit("Connexion")


def test_le_conjoint_sans_autorisation_n_apprend_rien(chez_eux, visiteur) -> None:
    """Ses données seulement ; autorisé à consulter, il trouve les enfants."""
    dossier, _ = chez_eux
    page: Page = visiteur(None)
    simule = Camille(page)
    Usager(page, nir=AUTRE_FICTIF).entrer(nom="Sacha Galet")
    for permises, coche in ((set(), False), ({"consulter"}, True)):
        definir_autorisations(dossier=dossier, portees=permises, le=dossier.cree_le.date())
        page.goto("/mon-compte/")
        page.get_by_role("link", name="Estimer ma prime d’activité").click()
        page.get_by_role("button", name="Commencer la simulation").click()
        expect(simule.champ("Votre date de naissance")).to_have_value("05/04/1989")
        simule.acces()
        couple = page.get_by_role("radiogroup", name="Vous vivez").get_by_label("En couple")
        expect(couple).to_be_checked(checked=coche)


def test_chaque_page_preremplie_se_regarde(chez_eux, visiteur) -> None:
    """axe, débordement, cibles, foyer : le départ, une page préremplie, une page modifiée, le résultat."""
    page: Page = visiteur(None)
    camille = Camille(page)
    Usager(page).entrer()
    page.get_by_role("link", name="Estimer ma prime d’activité").click()
    _regarder(page, "debut")
    page.get_by_role("button", name="Commencer la simulation").click()
    _regarder(page, "acces")
    camille.acces()
    camille.foyer()
    camille.champ("Date de naissance du 2e enfant").fill("12/08/2012")
    camille.simule.suivant("Votre activité")
    page.get_by_role("link", name="Précédent").click()
    _regarder(page, "enfants")
    camille.simule.suivant("Votre activité")
    camille.finir()
    _regarder(page, "resultat")


def _regarder(page: Page, nom: str) -> None:
    Regard(page, prefixe="prerempli").sur(nom)
    page.set_viewport_size({"width": 1280, "height": 900})
