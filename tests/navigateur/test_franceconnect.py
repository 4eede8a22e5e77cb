"""FranceConnect in a real browser, against the stand-in of the demonstration (MC-11, MC-12)."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from accounts.franceconnect import decouverte
from accounts.models import Session
from portal.settings.lecture import IDENTITE_FICTIVE, franceconnect_fictif
from tests.accounts.acces import MOT_DE_PASSE
from tests.navigateur.compte import AVEC_OU_SANS_JS, CONNEXION, Usager, numero_de, personne_fictive
from tests.navigateur.regard import Regard
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses", "portail_rempli")]
BOUTON = "Se connecter avec FranceConnect"
SECURITE = "/mon-compte/securite/"


@pytest.fixture(autouse=True)
def declare(live_server: Any, settings: Any) -> Any:
    """The site that runs is its own provider."""
    settings.FRANCECONNECT = franceconnect_fictif(live_server.url)
    decouverte.oublier()
    yield settings
    decouverte.oublier()


class Nadia(Usager):
    """Nadia Morel, whom the Caf of the 31 knows."""

    def __init__(self, page: Page) -> None:
        qui = personne_fictive("Nadia")
        super().__init__(page, numero_de(qui), qui.nom_naissance)

    def donner(self, qui: str = "Nadia Morel", *, autrement: bool = False) -> None:
        """On the page of the stand-in."""
        self.lit("Qui êtes-vous")
        expect(self.page.get_by_text("Ce n’est pas FranceConnect")).to_be_visible()
        self.page.get_by_role("radio", name=qui).check()
        if autrement:
            self.page.get_by_label("Donner un autre nom de naissance").check()
        self.presser("Donner cette identité")

    def passer_par_franceconnect(self, **choix: Any) -> None:
        self.page.goto(CONNEXION)
        self.presser(BOUTON)
        self.donner(**choix)

    def relier(self) -> None:
        """From nothing to Mon Compte, the first time."""
        self.passer_par_franceconnect()
        self.lit("Relier FranceConnect")
        self.numero.fill(self.nir)
        self.presser("Ouvrir mon dossier")
        self.est_chez_soi("Nadia Morel")


@pytest.mark.parametrize("largeur", [360, 1280])
@AVEC_OU_SANS_JS
def test_le_numero_une_fois_puis_franceconnect_suffit(visiteur, largeur: int, js: bool) -> None:
    """MC-11, MC-12 : le bouton, l'identité, le numéro une fois, le dossier ; la sortie, là-bas aussi ; puis sans lui ;
    puis avec le mot de passe, pour le même compte."""
    page: Page = visiteur(None, largeur=largeur, js=js)
    nadia = Nadia(page)
    nadia.relier()
    page.goto(SECURITE)
    expect(page.get_by_text("Il ouvre ce compte depuis le")).to_be_visible()
    page.goto("/mon-compte/")
    nadia.presser("Me déconnecter")
    expect(page.get_by_role("status")).to_contain_text("Votre session est fermée, ici et chez FranceConnect.")
    assert Session.objects.count() == 0
    nadia.passer_par_franceconnect()
    nadia.est_chez_soi("Nadia Morel")
    nadia.presser("Me déconnecter")
    nadia.se_connecter(MOT_DE_PASSE)
    nadia.est_chez_soi("Nadia Morel")


def test_un_fournisseur_d_un_autre_hote(visiteur, veille: Veille, live_server, declare) -> None:
    """La politique de contenu laisse partir, et elle seule : Chromium l'applique aux redirections d'un formulaire."""
    ailleurs = live_server.url.replace("localhost", "127.0.0.1")
    assert ailleurs != live_server.url
    declare.FRANCECONNECT = {**declare.FRANCECONNECT, "emetteur": ailleurs + IDENTITE_FICTIVE}
    veille.tolerer(f"requête vers un autre hôte : {ailleurs}/", "styles")
    page: Page = visiteur(None)
    nadia = Nadia(page)
    page.goto(CONNEXION)
    nadia.presser(BOUTON)
    expect(page).to_have_url(re.compile(f"^{ailleurs}/demo/identite/authorize"))
    nadia.donner()
    nadia.numero.fill(nadia.nir)
    nadia.presser("Ouvrir mon dossier")
    nadia.est_chez_soi("Nadia Morel")
    page.get_by_role("banner").get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("status")).to_contain_text("ici et chez FranceConnect")
    assert urlsplit(page.url).netloc == urlsplit(live_server.url).netloc


def test_refuser_se_tromper_revenir_en_arriere(visiteur) -> None:
    """Chaque impasse dit quoi faire, et le numéro ouvre toujours."""
    page: Page = visiteur(CONNEXION)
    nadia = Nadia(page)
    nadia.presser(BOUTON)
    nadia.presser("Refuser")
    expect(page.get_by_role("status")).to_contain_text("pas allé au bout de FranceConnect")
    expect(page).to_have_url(re.compile(r"/connexion/\?fc=refuse$"))
    nadia.passer_par_franceconnect(qui="Dominique Personne")
    nadia.numero.fill(nadia.nir)
    nadia.presser("Ouvrir mon dossier")
    nadia.lit_l_erreur("ne vont pas ensemble")
    expect(nadia.numero).to_have_value(nadia.nir)
    nadia.suivre("Entrez avec votre numéro")
    nadia.relier()
    nadia.presser("Me déconnecter")
    nadia.passer_par_franceconnect(autrement=True)
    expect(page.get_by_role("status")).to_contain_text("L’identité donnée par FranceConnect a changé.")
    page.go_back()
    page.go_forward()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(CONNEXION)
    nadia.se_connecter(MOT_DE_PASSE)
    nadia.est_chez_soi("Nadia Morel")


def test_le_chemin_du_retour_rejoue(visiteur) -> None:
    """Une adresse retrouvée dans l'historique n'ouvre rien et ne casse rien."""
    page: Page = visiteur(None)
    nadia = Nadia(page)
    retours: list[str] = []
    page.on("request", lambda r: retours.append(r.url) if "/franceconnect/retour/" in r.url else None)
    nadia.relier()
    nadia.presser("Me déconnecter")
    page.goto(retours[0])
    expect(page.get_by_role("status")).to_contain_text("Cette étape est déjà passée.")
    assert "code" not in page.url and "state" not in page.url


def test_relier_depuis_ma_securite_puis_ne_plus_utiliser(visiteur) -> None:
    """MC-11."""
    page: Page = visiteur(None)
    nadia = Nadia(page)
    nadia.entrer(nom="Nadia Morel")
    page.goto(SECURITE)
    nadia.presser("Relier FranceConnect")
    nadia.donner("Julien")
    nadia.presser("Relier FranceConnect à mon compte")
    expect(page.get_by_role("alert")).to_contain_text("pas celle de ce compte")
    nadia.suivre("Revenir à Ma sécurité")
    nadia.presser("Relier FranceConnect")
    nadia.donner()
    nadia.presser("Relier FranceConnect à mon compte")
    expect(page.get_by_role("status")).to_contain_text("FranceConnect ouvre maintenant votre compte.")
    nadia.presser("Ne plus utiliser FranceConnect")
    expect(page.get_by_role("status")).to_contain_text("FranceConnect n’ouvre plus votre compte.")


def test_chaque_page_de_franceconnect(visiteur) -> None:
    """Vue à chaque largeur, dans les deux thèmes."""
    page: Page = visiteur("/franceconnect/")
    nadia, regard = Nadia(page), Regard(page)
    nadia.presser(BOUTON)
    regard.sur("fc-choix")
    nadia.presser("Donner cette identité")
    nadia.lit_l_erreur("Choisissez une personne")
    regard.sur("fc-choix-vide", au_clavier=False)
    nadia.donner()
    regard.sur("fc-relier")
    nadia.numero.fill("1760913000042")
    nadia.presser("Ouvrir mon dossier")
    nadia.lit_l_erreur("ne vont pas ensemble")
    regard.sur("fc-relier-refuse", au_clavier=False)
    page.goto(f"{CONNEXION}?fc=change")
    regard.sur("fc-connexion-change", au_clavier=False)
    nadia.entrer(nom="Nadia Morel")
    page.goto(SECURITE)
    regard.sur("fc-securite")
    nadia.presser("Relier FranceConnect")
    nadia.donner()
    regard.sur("fc-dedans")
    nadia.presser("Relier FranceConnect à mon compte")
    regard.sur("fc-securite-reliee", au_clavier=False)


def test_ce_que_le_fournisseur_refuse_se_lit(visiteur, veille: Veille) -> None:
    veille.tolerer("400")
    page: Page = visiteur(f"{IDENTITE_FICTIVE}/authorize?client_id=un-autre")
    nadia = Nadia(page)
    nadia.lit("Demande refusée")
    Regard(page).sur("fc-demande-refusee")
