"""Somebody at the door of Mon Compte: what they read, type and press; and what the worker does meanwhile."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import Personne
from portal.courriers import tasks
from portal.courriers.enums import Canal, Etat
from portal.courriers.models import Courrier
from tests.accounts.acces import MOT_DE_PASSE, NOUVEAU, emettre
from tests.accounts.fabrique import FICTIF
from tests.outils.navigateur import foyer_visible

CONNEXION = "/connexion/"
OUBLI = "/mot-de-passe-oublie/"
ESPACE = "/mon-compte/"
MESSAGES = "/demo/courriers/"
NUMERO = "Numéro de Sécurité sociale"
SMS, COURRIEL, LETTRE = "SMS au", "Courriel à", "Courrier à votre adresse"
MOBILE = "06.39.98.46.65"
REFUS = "Le numéro et le mot de passe ne vont pas ensemble"
AVEC_OU_SANS_JS = pytest.mark.parametrize("js", [True, False], ids=["avec-js", "sans-js"])
CODE = re.compile(r"\b(\d{6}|(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4})\b")


def travailler() -> None:
    """What the worker and beat do with what was asked, until nothing is left to send."""
    emettre()
    a_envoyer = Courrier.objects.filter(etat=Etat.A_ENVOYER).exclude(canal=Canal.COURRIER)
    for reference in a_envoyer.order_by("pk").values_list("reference", flat=True):
        tasks.envoyer(reference)
    tasks.expedier_les_lettres()


def personne_fictive(prenom: str) -> Personne:
    return Personne.objects.get(prenoms=prenom, reference__startswith="DEM0P")


def numero_de(qui: Personne) -> str:
    assert qui.nir is not None
    return qui.nir.en_clair()


def jusqu_a(page: Page, nom: str, touche: str = "", limite: int = 60) -> None:
    """Tab until what has the focus is called this, then press a key; the focus is seen all along."""
    for _ in range(limite):
        page.keyboard.press("Tab")
        vu = foyer_visible(page)
        assert vu["marque"] and vu["dedans"] and vu["libre"], vu
        if re.search(nom, _nom_accessible(page)):
            if touche:
                page.keyboard.press(touche)
            return
    raise AssertionError(f"« {nom} » n’est pas atteint au clavier : {page.url}")


def _nom_accessible(page: Page) -> str:
    return str(
        page.evaluate(
            """() => {
                const e = document.activeElement;
                return e.getAttribute('aria-label') || (e.labels?.length ? e.labels[0].innerText : e.innerText) || '';
            }"""
        )
    )


class Usager:
    """One person and one page, by the words written on it."""

    def __init__(self, page: Page, nir: str = FICTIF, nom: str = "Roche") -> None:
        self.page, self.nir, self.nom = page, nir, nom

    # ------------------------------------------------------------------ what is read
    def lit(self, titre: str | re.Pattern[str]) -> None:
        """The page whose h1 says this is shown, its scripts run."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(titre)
        self.page.wait_for_load_state()

    def lit_l_erreur(self, texte: str) -> None:
        """The summary says this, has the focus when there is a script, and the title of the page warns."""
        expect(self.page.get_by_role("alert")).to_contain_text(texte)
        expect(self.page).to_have_title(re.compile(r"^Erreur\s: "))

    def est_chez_soi(self, nom: str = "Camille Roche") -> None:
        expect(self.page).to_have_url(re.compile(f"{ESPACE}$"))
        self.lit(f"Bonjour {nom}")

    # ------------------------------------------------------------------ what is typed
    @property
    def numero(self) -> Locator:
        return self.page.get_by_role("textbox", name=NUMERO)

    @property
    def mot_de_passe(self) -> Locator:
        return self.page.get_by_label("Mot de passe")

    @property
    def nouveau(self) -> Locator:
        return self.page.get_by_label(re.compile("^Nouveau mot de passe"))

    @property
    def confirmation(self) -> Locator:
        return self.page.get_by_label("Confirmation du nouveau mot de passe")

    @property
    def code(self) -> Locator:
        return self.page.get_by_role("textbox", name="Votre code")

    def presser(self, nom: str) -> None:
        self.page.get_by_role("main").get_by_role("button", name=nom, exact=True).click()

    def suivre(self, nom: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=nom).first.click()

    # ------------------------------------------------------------------ logging in
    def se_connecter(self, mot: str = MOT_DE_PASSE, *, cocher: str = "") -> None:
        """Fill in the login page that is open; `cocher`: a box to tick."""
        self.page.wait_for_load_state()
        if self.numero.count():
            self.numero.fill(self.nir)
        if cocher:
            self.page.get_by_label(cocher).check()
        self.mot_de_passe.fill(mot)
        self.presser("Se connecter")

    def entrer(self, mot: str = MOT_DE_PASSE, *, nom: str = "Camille Roche", cocher: str = "") -> None:
        """From nothing to Mon Compte."""
        self.page.goto(ESPACE)
        self.se_connecter(mot, cocher=cocher)
        self.est_chez_soi(nom)

    # ------------------------------------------------------------------ a password that was forgotten
    def s_identifier(self) -> None:
        """From nothing to the choice of a channel."""
        self.page.goto(OUBLI)
        self.numero.fill(self.nir)
        self.page.get_by_role("textbox", name="Nom de naissance").fill(self.nom)
        self.presser("Continuer")
        self.lit("Recevoir un code")

    def demander(self, canal: str = SMS) -> None:
        """Choose where the code goes, and have it sent."""
        self.page.wait_for_load_state()
        choix = self.page.get_by_role("radio", name=canal)
        if not choix.is_visible():
            self.page.get_by_text("Autre(s) coordonnée(s) de contact").click()
        choix.check()
        self.presser("Envoyer")
        expect(self.page).to_have_url(re.compile("/code/$"))
        travailler()

    def lire_le_code(self, destinataire: str) -> str:
        """In another tab, as in a workshop: the latest message for somebody."""
        onglet = self.page.context.new_page()
        onglet.goto(MESSAGES)
        boite = onglet.get_by_role("region", name=re.compile(destinataire)).get_by_role("article").first
        lu = CODE.search(boite.inner_text())
        assert lu, boite.inner_text()
        onglet.close()
        return lu[1]

    def taper_le_code(self, code: str) -> None:
        self.code.fill(code)
        self.presser("Continuer")

    def prouver(self) -> None:
        """From nothing to the choice of a password, by SMS."""
        self.s_identifier()
        self.demander()
        self.taper_le_code(self.lire_le_code(MOBILE))
        self.lit("Choisir un mot de passe")

    def choisir(self, mot: str = NOUVEAU, encore: str | None = None) -> None:
        self.nouveau.fill(mot)
        self.confirmation.fill(mot if encore is None else encore)
        self.presser("Enregistrer mon mot de passe")

    def a_reussi(self) -> None:
        """The window of success (MC-42), whose only action is to log in."""
        fenetre = self.page.get_by_role("dialog", name="Votre mot de passe est enregistré")
        expect(fenetre).to_be_visible()
        fenetre.get_by_role("link", name="Se connecter").click()
        self.lit("Connexion")
