"""« Mes coordonnées » in a real browser: added, verified, removed, kept; then every page looked at (MC-61 to MC-64)."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Personne, PointContact
from accounts.services import ajouter_point_contact
from tests.accounts.acces import MOT_DE_PASSE, NOUVEAU
from tests.navigateur.compte import AVEC_OU_SANS_JS, ESPACE, LETTRE, MOBILE, SMS, Usager, travailler
from tests.navigateur.regard import Regard
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]
NEUF, NEUF_ECRIT, MASQUE = "06 39 98 77 01", "06.39.98.77.01", "XX XX XX 77 01"


def prouver(usager: Usager) -> None:
    """« Vérifier que c'est vous »: the password, then the code of a telephone that is already theirs."""
    usager.lit("Votre mot de passe")
    usager.page.get_by_label("Votre mot de passe").fill(MOT_DE_PASSE)
    usager.presser("Continuer")
    taper(usager, MOBILE)


def taper(usager: Usager, destinataire: str) -> None:
    usager.lit("Taper votre code")
    travailler()
    usager.taper_le_code(usager.lire_le_code(destinataire))


def proposer(usager: Usager, valeur: str = NEUF, champ: str = "Numéro de mobile") -> None:
    usager.page.get_by_role("textbox", name=champ).fill(valeur)
    usager.presser("Envoyer un code")


def carte(page: Page, masque: str):
    return page.get_by_role("listitem").filter(has_text=masque.replace(" ", "\u00a0"))


@AVEC_OU_SANS_JS
def test_un_nouveau_mobile_remplace_l_ancien(camille, visiteur, js: bool) -> None:
    """MC-61, MC-62, R-17: on a telephone, script or not."""
    page: Page = visiteur(None, largeur=360, js=js)
    usager = Usager(page)
    usager.entrer()
    usager.suivre("Ajouter, vérifier ou retirer une coordonnée")
    usager.lit("Mes coordonnées")
    usager.suivre("Ajouter un mobile")
    prouver(usager)
    usager.lit("Un nouveau mobile")
    proposer(usager, "06 39")
    usager.lit_l_erreur("numéro de mobile complet")
    expect(page.get_by_role("textbox", name="Numéro de mobile")).to_have_value("06 39")
    proposer(usager)
    expect(page.get_by_role("main")).to_contain_text(f"par SMS au {MASQUE}")
    taper(usager, NEUF_ECRIT)
    expect(page.get_by_role("status")).to_contain_text("cette coordonnée est la vôtre")
    carte(page, "XX XX XX 46 65").get_by_role("link", name="Retirer").click()
    usager.lit("Retirer ce mobile ?")
    usager.presser("Retirer")
    expect(page.get_by_role("status")).to_contain_text("C’est retiré.")
    page.get_by_role("link", name="Le garder").click()
    usager.presser("Le garder")
    expect(page.get_by_role("status")).to_contain_text("C’est gardé.")
    travailler()
    page.goto("/demo/courriers/")
    for mot in (f"{MASQUE}, a été ajouté à", "a été retiré de", "a été remis dans"):
        expect(page.get_by_role("main")).to_contain_text(mot)


@AVEC_OU_SANS_JS
def test_qui_n_a_qu_une_adresse_postale_ajoute_un_mobile_dans_la_foulee(camille, visiteur, js: bool) -> None:
    """MC-22, MC-62, MC-64: the letter was the proof; no other code is asked for a quarter of an hour."""
    PointContact.objects.exclude(canal="courrier").delete()
    page: Page = visiteur(None, largeur=360, js=js)
    usager = Usager(page)
    usager.s_identifier()
    usager.demander(LETTRE) if page.get_by_role("radio").count() > 1 else usager.presser("Envoyer")
    travailler()
    code = usager.lire_le_code("TOULOUSE")
    usager.suivre("Utiliser le code de mon courrier")
    usager.numero.fill(usager.nir)
    page.get_by_role("textbox", name="Code reçu par courrier").fill(code)
    usager.presser("Se connecter")
    usager.choisir()
    page.get_by_role("dialog").get_by_role("link", name="compléter mes coordonnées").click()
    usager.se_connecter(NOUVEAU)
    usager.lit("Mes coordonnées")
    usager.suivre("Ajouter un mobile")
    usager.lit("Un nouveau mobile")
    proposer(usager)
    taper(usager, NEUF_ECRIT)
    expect(carte(page, MASQUE)).to_be_visible()


def test_il_n_y_a_plus_de_place(camille: Personne, visiteur) -> None:
    """Another tab took the last one: it is said where somebody is, and the code ends it once one is removed."""
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.entrer()
    page.goto("/mon-compte/coordonnees/")
    usager.suivre("Ajouter un mobile")
    prouver(usager)
    proposer(usager)
    usager.lit("Taper votre code")
    travailler()
    code, adresse = usager.lire_le_code(NEUF_ECRIT), page.url
    siens = [
        ajouter_point_contact(personne=camille, canal="sms", valeur=f"06 39 98 88 0{rang}")
        for rang in range(5)
    ]
    usager.taper_le_code(code)
    usager.lit_l_erreur("puis recommencez")
    regard.sur("contact-code-plus-de-place")
    PointContact.objects.filter(pk=siens[0].pk).update(verifie_le=timezone.now(), retire_le=timezone.now())
    ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 88 09")
    page.goto(f"/mon-compte/coordonnees/{siens[0].reference}/garder/")
    usager.presser("Le garder")
    expect(page.get_by_role("alert")).to_contain_text("puis recommencez")
    regard.sur("contact-garder-plus-de-place")
    camille.points_contact.filter(pk__in=[s.pk for s in siens[1:]]).delete()
    page.goto(adresse)
    usager.taper_le_code(code)
    expect(page.get_by_role("status")).to_contain_text("cette coordonnée est la vôtre")


def test_revenir_par_un_code_montre_ce_qui_a_change(camille: Personne, visiteur) -> None:
    """R-25: whoever was removed from their own account undoes it before they choose a password."""
    maintenant = timezone.now()
    camille.points_contact.filter(canal="courriel").update(en_ligne=True)
    camille.points_contact.filter(canal="sms").update(retire_le=maintenant)
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.s_identifier()
    usager.demander(SMS)
    usager.taper_le_code(usager.lire_le_code(MOBILE))
    usager.lit("Choisir un mot de passe")
    expect(page.get_by_role("listitem").filter(has_text="retiré le")).to_be_visible()
    page.get_by_label("annuler ces changements").check()
    usager.choisir("court", "court")
    usager.lit_l_erreur("caractères")
    expect(page.get_by_label("annuler ces changements")).to_be_checked()
    regard.sur("nouveau-apres-un-changement")
    usager.choisir()
    expect(page.get_by_role("dialog")).to_be_visible()
    regard.sur("termine-coordonnees")
    assert [p.canal for p in PointContact.objects.en_service().order_by("pk")] == ["sms", "courrier"]


def test_les_pages_des_coordonnees(camille: Personne, visiteur, veille: Veille) -> None:
    veille.tolerer("429")
    camille.points_contact.filter(canal="courriel").update(verifie_le=None)
    page: Page = visiteur(None)
    usager, regard = Usager(page), Regard(page)
    usager.entrer()
    page.goto("/mon-compte/coordonnees/")
    regard.sur("coordonnees")
    usager.suivre("Ajouter une adresse électronique")
    prouver(usager)
    usager.presser("Envoyer un code")
    usager.lit_l_erreur("Indiquez une adresse électronique.")
    regard.sur("contact-vide")
    proposer(
        usager, "marie-antoinette.de-la-rochefoucauld-montmorency@courriel.example", "Adresse électronique"
    )
    usager.lit("Taper votre code")
    page.goto("/mon-compte/coordonnees/")
    page.get_by_role("link", name="Vérifier").click()
    regard.sur("contact-verifier")
    usager.presser("Envoyer un code")
    expect(page.get_by_role("alert")).to_contain_text("Attendez encore")
    regard.sur("contact-verifier-trop-tot")
    carte_du_mobile = "Retirer mobile"
    page.goto("/mon-compte/coordonnees/")
    page.get_by_role("link", name=re.compile(carte_du_mobile)).click()
    regard.sur("contact-retirer")
    usager.presser("Retirer")
    regard.sur("coordonnees-retiree")
    page.get_by_role("link", name="Le garder").click()
    regard.sur("contact-garder")
    usager.presser("Le garder")
    camille.points_contact.exclude(canal="sms").delete()
    page.get_by_role("link", name=re.compile(carte_du_mobile)).click()
    expect(page.get_by_role("main")).to_contain_text("Rien d’autre ne peut recevoir un code.")
    regard.sur("contact-seul")
    usager.suivre("Retour")
    regard.sur("coordonnees-seule")
    page.goto(ESPACE)
