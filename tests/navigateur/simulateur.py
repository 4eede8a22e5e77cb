"""A person in front of the simulator: what she reads, chooses and types."""

import re

from playwright.sync_api import Page, expect

ENTREE = "/simulations/prime-activite/"


class Visiteuse:
    """Answers the questions of the page that is open, by the words written on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def commencer(self) -> "Visiteuse":
        """From the conditions of use to the first question."""
        self.page.goto(ENTREE)
        self.page.get_by_role("button", name=re.compile("commence", re.IGNORECASE)).first.click()
        self.attendre("Accès au simulateur")
        return self

    def attendre(self, titre: str | re.Pattern[str]) -> None:
        """The page whose h1 says this is shown, its scripts run."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(titre)
        self.page.wait_for_load_state()

    def choisir(self, question: str, *reponses: str) -> None:
        """Pick cards in the group of a question."""
        une_seule = self.page.get_by_role("radiogroup", name=question)
        groupe = une_seule.or_(self.page.get_by_role("group", name=question))
        for reponse in reponses:
            groupe.get_by_label(reponse, exact=True).check()

    def ecrire(self, etiquette: str, valeur: str) -> None:
        self.page.get_by_role("textbox", name=etiquette).fill(valeur)

    def ecrire_les_mois(self, groupe: str, *valeurs: str) -> None:
        """Type into the three months of a group, or into the first ones."""
        entrees = self.page.get_by_role("group", name=groupe).get_by_role("textbox")
        for rang, valeur in enumerate(valeurs):
            entrees.nth(rang).fill(valeur)

    def suivant(self, titre: str | re.Pattern[str]) -> None:
        self.page.get_by_role("button", name="Suivant").click()
        self.attendre(titre)

    # ------------------------------------------------------------------ the deck's example, page by page
    def acces(self, code_postal: str = "31000", mois: str = "10/2022") -> None:
        self.choisir("Vous résidez en France", "Oui")
        self.ecrire("Code postal", code_postal)
        self.ecrire("Votre date de naissance", "01/01/1990")
        self.choisir("revenus professionnels", "Oui")
        repli = self.page.get_by_text("Refaire le calcul d’un autre trimestre")
        if not self.page.get_by_role("textbox", name="Mois de la demande").is_visible():
            repli.click()
        self.ecrire("Mois de la demande", mois)

    def foyer(self) -> None:
        self.choisir("Vous vivez", "Seul ou seule")
        self.choisir("Vous attendez un enfant", "Non")
        self.choisir("personnes à votre charge", "0")

    def activite(self) -> None:
        self.choisir("Vous êtes", "En activité salariée")
        self.choisir("allocation aux adultes handicapés", "Non")

    def revenus(self, *montants: str) -> None:
        self.ecrire_les_mois("Salaires", *(montants or ("1200", "1 200", "1200,00 €")))

    def logement(self) -> None:
        self.choisir("Votre logement principal", "Locataire ou colocataire")
        self.ecrire_les_mois("Allocation logement", "100", "100", "100")

    def exemple(self, **acces: str) -> "Visiteuse":
        """The whole example, up to the result."""
        self.commencer()
        self.acces(**acces)
        self.suivant("Votre foyer")
        self.foyer()
        self.suivant("Votre activité")
        self.activite()
        self.suivant("Vos revenus")
        self.revenus()
        self.suivant("Votre logement")
        self.logement()
        self.suivant("Votre estimation")
        return self

    def voit_le_montant(self, montant: str) -> None:
        """The amount of the estimate, as it is written (« 188,09 € »)."""
        attendu = re.compile(re.escape(montant).replace(r"\ ", r"\s"))
        expect(self.page.locator(".resultat-montant")).to_have_text(attendu)
