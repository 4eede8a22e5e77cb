"""Every page and every state of the door of Mon Compte, looked at: axe, overflow, targets, focus, both themes."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Session
from tests.accounts.acces import NOUVEAU, titulaire
from tests.navigateur.compte import (
    CONNEXION,
    LETTRE,
    OUBLI,
    Usager,
    numero_de,
    personne_fictive,
    travailler,
)
from tests.navigateur.regard import Regard
from tests.outils.navigateur import (
    Veille,
)

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]

NOM = "de La Rochefoucauld-Montmorency d’Estissac"
PRENOMS = "Marie-Antoinette Bérengère"


def test_la_connexion(camille, visiteur, veille: Veille) -> None:
    """MC-01 à MC-14."""
    veille.tolerer("429")
    page: Page = visiteur(CONNEXION)
    usager, regard = Usager(page), Regard(page)
    regard.sur("connexion")
    usager.presser("Se connecter")
    usager.lit_l_erreur("Indiquez votre")
    regard.sur("connexion-vide")
    for _ in range(6):
        usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur("Trop d’essais")
    page.get_by_role("button", name=re.compile("^Afficher")).click()
    usager.mot_de_passe.fill("Tournesol31Rouge")
    page.get_by_label("Aide", exact=False).first.click()
    regard.sur("connexion-freinee")


def test_la_connexion_d_un_appareil_connu_et_ses_annonces(camille, visiteur) -> None:
    """MC-05."""
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.entrer(cocher="Se souvenir de moi")
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("Votre session est terminée.")
    regard.sur("session-terminee")
    usager.se_connecter("Tournesol31Rouge")
    usager.lit_l_erreur("ne vont pas ensemble")
    regard.sur("appareil-refuse")
    usager.se_connecter()
    usager.presser("Me déconnecter")
    expect(page.get_by_role("status")).to_contain_text("Votre session est fermée.")
    regard.sur("session-fermee")


def test_mon_compte_avec_un_tres_long_nom_et_ses_fenetres(transactional_db, visiteur) -> None:
    titulaire(nom_naissance=NOM, prenoms=PRENOMS)
    page: Page = visiteur(None)
    page.clock.install()
    usager, regard = Usager(page), Regard(page)
    usager.entrer(nom=PRENOMS)
    regard.sur("mon-compte-long")
    for reste, nom in ((110, "Votre session va se fermer"), (-1, "Votre session est fermée")):
        Session.objects.update(expire_date=timezone.now() + timedelta(seconds=reste))
        page.clock.fast_forward((1690 if reste > 0 else 120) * 1000)
        expect(page.get_by_role("dialog", name=nom)).to_be_visible()
        regard.sur(f"mon-compte-{nom[-6:]}", au_clavier=False)


def test_mon_compte_d_une_famille(portail_rempli, visiteur) -> None:
    nadia = personne_fictive("Nadia")
    page: Page = visiteur(None)
    usager = Usager(page, numero_de(nadia))
    usager.entrer(nom="Nadia Morel")
    Regard(page).sur("mon-compte")


def test_le_mot_de_passe_oublie(camille, visiteur, veille: Veille) -> None:
    """MC-15 à MC-30, GEN-20."""
    veille.tolerer("429", "410")
    page: Page = visiteur(OUBLI)
    usager, regard = Usager(page), Regard(page)
    regard.sur("oubli")
    usager.presser("Continuer")
    usager.lit_l_erreur("Indiquez votre nom de naissance.")
    regard.sur("oubli-vide")
    usager.s_identifier()
    regard.sur("canal")
    page.get_by_text("Autre(s) coordonnée(s) de contact").click()
    regard.sur("canal-ouvert")
    usager.demander()
    regard.sur("code")
    usager.taper_le_code("12345")
    usager.lit_l_erreur("6 chiffres")
    regard.sur("code-court")
    usager.presser("Renvoyer un code")
    usager.lit_l_erreur("avant de demander un autre code.")
    regard.sur("code-trop-tot")
    page.goto(f"{page.url.replace('renvoyer', 'code')}?renvoye=1")
    expect(page.get_by_role("status")).to_be_visible()
    regard.sur("code-renvoye")
    usager.suivre("Abandonner")
    regard.sur("abandonner")
    page.goto(f"{OUBLI}{'0' * 16}/canal/")
    usager.lit("Cette demande n’est plus là")
    regard.sur("perdue")


def test_le_courrier_et_la_premiere_connexion(camille, visiteur) -> None:
    """MC-22, MC-43 à MC-48."""
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.s_identifier()
    usager.demander(LETTRE)
    regard.sur("code-courrier-en-route")
    for chemin, nom in (
        ("/premiere-connexion/", "premiere"),
        ("/creer-mon-compte/", "creation"),
        ("/creer-mon-compte/sans-numero/", "sans-numero"),
        ("/tuteur/", "tuteur"),
        ("/franceconnect/", "franceconnect"),
        ("/premiere-connexion/code/", "code-courrier"),
    ):
        page.goto(chemin)
        regard.sur(nom)
    usager.presser("Se connecter")
    usager.lit_l_erreur("8 chiffres ou 16 caractères")
    regard.sur("code-courrier-vide")


def test_le_nouveau_mot_de_passe(camille, visiteur) -> None:
    """MC-31 à MC-42."""
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.prouver()
    regard.sur("nouveau")
    usager.nouveau.fill("Coquelicot46!")
    usager.confirmation.fill("Coquelicot46")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Les deux mots de passe ne sont pas les mêmes.")).to_be_visible()
    regard.sur("nouveau-different")
    usager.choisir("Coquelicot 46!", "Coquelicot")
    usager.lit_l_erreur("lettres")
    regard.sur("nouveau-refuse")
    usager.choisir(NOUVEAU)
    expect(page.get_by_role("dialog")).to_be_visible()
    regard.sur("termine")


def test_la_creation_d_un_compte(camille, visiteur) -> None:
    """MC-49 à MC-60 : ce qu'une réponse demande n'apparaît qu'avec elle, script ou non."""
    page: Page = visiteur("/creer-mon-compte/")
    usager, regard = Usager(page), Regard(page)
    for conditionnel in ("Commune de naissance", "Pays de naissance", "Code postal actuel"):
        expect(page.get_by_role("textbox", name=conditionnel)).to_be_hidden()
    page.get_by_text("Étranger", exact=True).click()
    expect(page.get_by_role("textbox", name="Pays de naissance")).to_be_visible()
    expect(page.get_by_role("textbox", name="Commune de naissance")).to_be_hidden()
    page.get_by_role("radiogroup", name="Je possède").get_by_text("Oui").click()
    page.get_by_role("radiogroup", name="Je réside").get_by_text("Oui").click()
    usager.presser("Continuer")
    usager.lit_l_erreur("Indiquez le pays où vous êtes né.")
    regard.sur("creation-incomplete")


def test_ma_securite(camille, visiteur) -> None:
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    Usager(visiteur(None)).entrer()
    usager.entrer()
    usager.suivre("Ma sécurité")
    regard.sur("securite")
    usager.suivre("Changer mon mot de passe")
    usager.presser("Enregistrer mon mot de passe")
    usager.lit_l_erreur("Indiquez votre mot de passe.")
    regard.sur("changer-vide")
    usager.suivre("Retour")
    usager.suivre("Ce n’était pas moi")
    regard.sur("pas-moi")
    usager.presser("Tout fermer et choisir un nouveau mot de passe")
    usager.lit("Qui êtes-vous")


def test_mes_autorisations(portail_rempli, visiteur) -> None:
    """MC-80 à MC-89."""
    page: Page = visiteur(None)
    usager, regard = Usager(page, numero_de(personne_fictive("Nadia"))), Regard(page)
    usager.entrer(nom="Nadia Morel")
    usager.suivre("Mes autorisations")
    regard.sur("autorisations")
    page.get_by_role("radiogroup", name="déclarer des changements").get_by_text("Oui").click()
    usager.presser("Valider")
    expect(page.get_by_role("status")).to_contain_text("C’est enregistré")
    expect(page.get_by_role("region", name="Autorisation en cours").get_by_role("listitem")).to_have_count(2)
    regard.sur("autorisations-valide")


def test_les_messages_simules(camille, visiteur) -> None:
    page: Page = visiteur(None)
    usager = Usager(page)
    usager.prouver()
    usager.choisir()
    usager.a_reussi()
    travailler()
    page.goto("/demo/courriers/")
    Regard(page).sur("messages")
