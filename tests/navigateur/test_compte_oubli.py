"""A password that was forgotten, then a new one, in a real browser (MC-15 to MC-45, GEN-20)."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.chargement import CODE_DEMO, MOT_DE_PASSE_DEMO
from portal.limites.arithmetique import Seau, Sur
from portal.limites.regles import Regle
from tests.accounts.acces import NOUVEAU
from tests.accounts.fabrique import FICTIF
from tests.navigateur.compte import (
    AVEC_OU_SANS_JS,
    CONNEXION,
    COURRIEL,
    LETTRE,
    MOBILE,
    NUMERO,
    OUBLI,
    REFUS,
    SMS,
    Usager,
    jusqu_a,
    numero_de,
    personne_fictive,
    travailler,
)
from tests.outils.navigateur import Veille

pytestmark = [pytest.mark.navigateur, pytest.mark.usefixtures("coulisses")]


@AVEC_OU_SANS_JS
def test_retrouver_l_acces_par_sms_comme_en_atelier(portail_rempli, visiteur, js: bool) -> None:
    """MC-15 à MC-30, MC-42 : Nadia Morel, née Benali, sur un téléphone, avec la page des messages simulés."""
    nadia = personne_fictive("Nadia")
    page: Page = visiteur(CONNEXION, largeur=360, js=js)
    usager = Usager(page, numero_de(nadia), "benali")
    usager.suivre("Mot de passe oublié ?")
    usager.lit("Qui êtes-vous ?")
    expect(page).to_have_title(re.compile("Étape 1 sur 3 – Mot de passe oublié"))
    usager.s_identifier()
    expect(page.get_by_role("radio", name="SMS au XX XX XX 46 65")).to_be_checked()
    expect(page.get_by_text("Tenez vos coordonnées à jour")).to_be_visible()
    usager.demander()
    expect(page.get_by_role("main")).to_contain_text("par SMS au XX XX XX 46 65")
    expect(page.get_by_role("main")).to_contain_text(
        "Choisissez votre nouveau mot de passe tout de suite après."
    )
    code = usager.lire_le_code(MOBILE)
    usager.taper_le_code(f"{code[:3]} {code[3:]}")
    usager.lit("Choisir un mot de passe")
    usager.choisir()
    usager.a_reussi()
    usager.se_connecter(MOT_DE_PASSE_DEMO)
    usager.lit_l_erreur(REFUS)
    usager.se_connecter(NOUVEAU)
    usager.est_chez_soi("Nadia Morel")


@AVEC_OU_SANS_JS
def test_retrouver_l_acces_par_courriel(camille, visiteur, js: bool) -> None:
    """MC-20, MC-23."""
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander(COURRIEL)
    expect(usager.page.get_by_role("main")).to_contain_text("par courriel à")
    usager.taper_le_code(usager.lire_le_code("camille@courriel.example"))
    usager.lit("Choisir un mot de passe")
    usager.choisir()
    usager.a_reussi()
    usager.se_connecter(NOUVEAU)
    usager.est_chez_soi()


@AVEC_OU_SANS_JS
def test_retrouver_l_acces_par_courrier(camille, visiteur, js: bool) -> None:
    """MC-22, MC-28 : le délai est dit ; le code marche des jours après, ailleurs, une seule fois."""
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander(LETTRE)
    expect(usager.page.get_by_role("main")).to_contain_text("Il arrive en 5 à 8 jours")
    expect(usager.code).to_have_count(0)
    code = usager.lire_le_code("3 rue des Lilas")
    chez_soi = Usager(visiteur(OUBLI, js=js))
    chez_soi.suivre("Utiliser le code de mon courrier")
    _taper_le_courrier(chez_soi, code.lower())
    chez_soi.lit("Choisir un mot de passe")
    chez_soi.choisir()
    chez_soi.a_reussi()
    chez_soi.page.goto("/premiere-connexion/code/")
    _taper_le_courrier(chez_soi, code)
    chez_soi.lit_l_erreur("ce code a déjà servi")


def _taper_le_courrier(usager: Usager, code: str) -> None:
    usager.numero.fill(usager.nir)
    usager.page.get_by_role("textbox", name="Code reçu par courrier").fill(code)
    usager.presser("Se connecter")


@AVEC_OU_SANS_JS
def test_cinq_codes_faux_puis_un_nouveau(camille, visiteur, js: bool, settings) -> None:
    """MC-27, MC-30 : chaque erreur dit ce qui reste ; le code épuisé ne sert plus, même le bon."""
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander()
    bon = usager.lire_le_code(MOBILE)
    faux = f"{(int(bon) + 1) % 1_000_000:06}"
    for reste in ("4 essais", "3 essais", "2 essais", "un essai"):
        usager.taper_le_code(faux)
        usager.lit_l_erreur(f"Il vous reste {reste}.")
        expect(usager.code).to_have_value("")
    usager.taper_le_code(faux)
    usager.lit_l_erreur("Ce code a été essayé 5 fois")
    settings.LIMITES = _sans_attendre()
    usager.taper_le_code(bon)
    usager.lit_l_erreur("Ce code n’est plus bon")
    usager.presser("Renvoyer un code")
    expect(usager.page.get_by_role("status")).to_contain_text("Un nouveau code est en route.")
    travailler()
    usager.taper_le_code(usager.lire_le_code(MOBILE))
    usager.lit("Choisir un mot de passe")


def _sans_attendre() -> dict[str, Regle]:
    """As if the minutes that a person waits had passed."""
    large = (Seau(Sur.ADRESSE, libres=1000, fenetre=60, attente=1, plafond=1),)
    return {nom: Regle(nom, large) for nom in ("CODE_ENVOYE", "CODE_SAISI")}


@AVEC_OU_SANS_JS
def test_renvoyer_trop_tot_puis_plus_tard(camille, visiteur, veille: Veille, js: bool, settings) -> None:
    """MC-27 : on dit combien attendre, puis le nouveau code part et l'ancien ne sert plus."""
    veille.tolerer("429")
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander()
    ancien = usager.lire_le_code(MOBILE)
    usager.presser("Renvoyer un code")
    usager.lit_l_erreur("avant de demander un autre code.")
    settings.LIMITES = _sans_attendre()
    usager.presser("Renvoyer un code")
    expect(usager.page.get_by_role("status")).to_contain_text("Un nouveau code est en route.")
    travailler()
    usager.taper_le_code(ancien)
    usager.lit_l_erreur("Ce n’est pas le bon code.")
    usager.taper_le_code(usager.lire_le_code(MOBILE))
    usager.lit("Choisir un mot de passe")


@AVEC_OU_SANS_JS
def test_le_code_arrive_juste_apres_un_renvoi_trop_tot(camille, visiteur, veille: Veille, js: bool) -> None:
    """MC-27 : la page qui dit d'attendre prend le code qu'on y tape, sans en demander un autre."""
    veille.tolerer("429")
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander()
    usager.presser("Renvoyer un code")
    usager.lit_l_erreur("avant de demander un autre code.")
    usager.taper_le_code(usager.lire_le_code(MOBILE))
    usager.lit("Choisir un mot de passe")


def test_chaque_page_s_annonce_par_son_titre(camille, visiteur, settings) -> None:
    """Qui écoute la page sait, dès le titre, que quelque chose a changé."""
    settings.LIMITES = _sans_attendre()
    usager = Usager(visiteur(None))
    titres = []
    usager.s_identifier()
    titres.append(usager.page.title())
    usager.demander()
    titres.append(usager.page.title())
    usager.presser("Renvoyer un code")
    expect(usager.page).to_have_title(re.compile("^Nouveau code en route"))
    titres.append(usager.page.title())
    usager.suivre("Le recevoir ailleurs")
    usager.demander(LETTRE)
    titres.append(usager.page.title())
    usager.suivre("Abandonner")
    titres.append(usager.page.title())
    assert len(set(titres)) == 5


@AVEC_OU_SANS_JS
def test_recevoir_le_code_ailleurs(camille, visiteur, js: bool, settings) -> None:
    """MC-20, MC-21, MC-27 : de la page du code on revient au choix, et l'ancien code s'éteint."""
    usager = Usager(visiteur(None, js=js))
    usager.s_identifier()
    usager.demander(SMS)
    ancien = usager.lire_le_code(MOBILE)
    settings.LIMITES = _sans_attendre()
    usager.suivre("Le recevoir ailleurs")
    usager.lit("Recevoir un code")
    usager.demander(COURRIEL)
    usager.taper_le_code(ancien)
    usager.lit_l_erreur("Ce n’est pas le bon code.")
    usager.taper_le_code(usager.lire_le_code("camille@courriel.example"))
    usager.lit("Choisir un mot de passe")


@AVEC_OU_SANS_JS
@pytest.mark.parametrize("etape", ["canal", "code", "courrier", "nouveau"])
def test_abandonner_a_chaque_etape_ne_change_rien(camille, visiteur, etape: str, js: bool) -> None:
    """GEN-20, MC-24 : on demande, on peut reprendre, puis on revient à la connexion et l'ancien mot de passe marche."""
    usager = Usager(visiteur(None, js=js))
    if etape == "nouveau":
        usager.prouver()
    else:
        usager.s_identifier()
    if etape in {"code", "courrier"}:
        usager.demander(SMS if etape == "code" else LETTRE)
    titre = usager.page.get_by_role("heading", level=1).inner_text()
    usager.suivre("Abandonner")
    usager.lit("Abandonner ?")
    usager.suivre("Reprendre")
    usager.lit(titre)
    usager.suivre("Abandonner")
    usager.presser("Abandonner et revenir à la connexion")
    usager.lit("Connexion")
    usager.se_connecter()
    usager.est_chez_soi()


def test_abandonner_des_la_premiere_etape(visiteur) -> None:
    """GEN-20."""
    usager = Usager(visiteur(OUBLI))
    usager.suivre("Abandonner")
    usager.lit("Connexion")


def test_deux_onglets_d_une_meme_demande(camille, visiteur, veille: Veille) -> None:
    """L'un finit, l'autre ne peut plus rien changer et le dit."""
    page: Page = visiteur(None)
    usager = Usager(page)
    usager.prouver()
    autre = Usager(veille.suivre(page.context.new_page()))
    autre.page.goto(page.url)
    usager.choisir()
    usager.lit("C’est fait")
    autre.choisir("Pivoine75Rouge")
    expect(autre.page.get_by_role("dialog", name="Votre mot de passe est enregistré")).to_be_visible()
    autre.a_reussi()
    autre.se_connecter(NOUVEAU)
    autre.est_chez_soi()


@AVEC_OU_SANS_JS
def test_actualiser_chaque_page_et_revenir_en_arriere(camille, visiteur, js: bool) -> None:
    """MC-28 : un code déjà accepté ne se retape pas, la page ramène où l'on en est."""
    usager = Usager(visiteur(None, js=js))
    page = usager.page
    usager.s_identifier()
    page.reload()
    usager.lit("Recevoir un code")
    usager.demander()
    page.reload()
    page_du_code = page.url
    usager.taper_le_code(usager.lire_le_code(MOBILE))
    usager.lit("Choisir un mot de passe")
    page.reload()
    usager.lit("Choisir un mot de passe")
    page.goto(page_du_code)
    usager.lit("Choisir un mot de passe")
    usager.choisir()
    fenetre = page.get_by_role("dialog", name="Votre mot de passe est enregistré")
    expect(fenetre).to_be_visible()
    page.reload()
    expect(fenetre).to_be_visible()
    page.goto(page_du_code)
    expect(fenetre).to_be_visible()


def test_un_autre_navigateur_ne_peut_pas_reprendre_la_demande(camille, visiteur, veille: Veille) -> None:
    veille.tolerer("410")
    usager = Usager(visiteur(None))
    usager.prouver()
    intrus = Usager(visiteur(usager.page.url))
    intrus.lit("Cette demande n’est plus là")
    intrus.suivre("Recommencer")
    intrus.lit("Qui êtes-vous ?")
    usager.page.reload()
    usager.lit("Choisir un mot de passe")


def test_une_identite_fausse_donne_les_memes_pages(camille, visiteur, settings) -> None:
    """MC-15, MC-16, MC-19 : rien ne dit si ce numéro est celui de quelqu'un ; et rien ne part."""
    settings.LIMITES = _sans_attendre()
    vrai, faux = Usager(visiteur(None)), Usager(visiteur(None), nom="Rochet")
    assert _ce_qui_se_lit(vrai) == _ce_qui_se_lit(faux)
    faux.taper_le_code("123456")
    faux.lit_l_erreur("Il vous reste 4 essais.")
    faux.page.goto("/demo/courriers/")
    expect(faux.page.get_by_role("article")).to_have_count(1)


def _ce_qui_se_lit(usager: Usager) -> list[str]:
    """The two pages, without what a mask shows."""
    lus = []
    usager.s_identifier()
    lus.append(_sans_masques(usager.page))
    usager.demander()
    lus.append(_sans_masques(usager.page))
    return lus


def _sans_masques(page: Page) -> str:
    texte = page.get_by_role("main").inner_text()
    return re.sub(r"(SMS au|Courriel à|Courrier à votre adresse,)[^\n.]*", r"\1", texte)


# ------------------------------------------------------------------ a new password
def test_les_regles_se_suivent_pendant_la_saisie(camille, visiteur) -> None:
    """MC-31 à MC-41."""
    usager = Usager(visiteur(None))
    page = usager.page
    usager.prouver()
    regles = page.get_by_role("list", name="Mon mot de passe comporte").get_by_role("listitem")
    expect(regles.filter(has_text="pas encore")).not_to_have_count(0)
    usager.nouveau.fill("Coquelicot46!")
    expect(regles.filter(has_text="chiffres et des lettres").get_by_text("pas encore")).to_be_visible()
    usager.nouveau.fill(NOUVEAU)
    expect(regles.get_by_text("pas encore").locator("visible=true")).to_have_count(0)
    usager.confirmation.fill("Coquelicot46Vert")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Les deux mots de passe ne sont pas les mêmes.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Afficher .* : Confirmation")).click()
    expect(usager.confirmation).to_have_attribute("type", "text")
    usager.confirmation.fill(NOUVEAU)
    expect(page.get_by_text("Les deux mots de passe ne sont pas les mêmes.")).to_have_count(0)
    usager.presser("Enregistrer mon mot de passe")
    usager.a_reussi()
    usager.se_connecter(NOUVEAU)
    usager.est_chez_soi()


@AVEC_OU_SANS_JS
def test_un_mot_de_passe_refuse_dit_pourquoi(camille, visiteur, js: bool) -> None:
    """MC-31 à MC-34, MC-36 : les mêmes règles au serveur."""
    usager = Usager(visiteur(None, js=js))
    usager.prouver()
    for mot, encore, attendu in (
        ("Court1", None, "8"),
        ("coquelicot46bleu", None, "majuscule"),
        ("CoquelicotBleu", None, "chiffre"),
        ("Coquelicot 46!", None, "lettres"),
        (NOUVEAU, "Coquelicot46Vert", "ne sont pas les mêmes"),
    ):
        usager.choisir(mot, encore)
        usager.lit_l_erreur(attendu)
        expect(usager.nouveau).to_have_value("")
    usager.choisir()
    usager.a_reussi()


@AVEC_OU_SANS_JS
def test_premiere_connexion_avec_le_code_d_un_courrier(portail_rempli, visiteur, js: bool) -> None:
    """MC-43, MC-44 : Aminata Diallo, dont le numéro est provisoire."""
    aminata = personne_fictive("Aminata")
    usager = Usager(visiteur("/premiere-connexion/", js=js, largeur=360), numero_de(aminata))
    usager.suivre("Se connecter avec ce code")
    _taper_le_courrier(usager, "1234 5678")
    usager.lit_l_erreur("ne vont pas ensemble")
    _taper_le_courrier(usager, f"{CODE_DEMO[:4]} {CODE_DEMO[4:]}")
    usager.lit("Choisir un mot de passe")
    expect(usager.page.get_by_text("Première connexion · Étape 2 sur 2")).to_be_visible()
    usager.choisir()
    usager.a_reussi()
    usager.se_connecter(NOUVEAU)
    usager.est_chez_soi("Aminata Diallo")


def test_retrouver_l_acces_au_clavier_seul(camille, visiteur) -> None:
    """MC-15 à MC-42."""
    page: Page = visiteur(CONNEXION)
    usager = Usager(page)
    jusqu_a(page, "^Mot de passe oublié", "Enter")
    usager.lit("Qui êtes-vous ?")
    jusqu_a(page, f"^{NUMERO}")
    page.keyboard.type(FICTIF)
    jusqu_a(page, "^Nom de naissance")
    page.keyboard.type("Roche")
    jusqu_a(page, "^Continuer$", "Enter")
    usager.lit("Recevoir un code")
    jusqu_a(page, "^SMS au")
    jusqu_a(page, "^Autre", "Enter")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=COURRIEL)).to_be_checked()
    jusqu_a(page, "^Envoyer$", "Enter")
    expect(usager.code).to_be_visible()
    travailler()
    code = usager.lire_le_code("camille@courriel.example")
    jusqu_a(page, "^Votre code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    usager.lit("Choisir un mot de passe")
    jusqu_a(page, "^Nouveau mot de passe")
    page.keyboard.type(NOUVEAU)
    jusqu_a(page, "^Confirmation")
    page.keyboard.type(NOUVEAU)
    jusqu_a(page, "^Enregistrer", "Enter")
    expect(page.get_by_role("dialog", name="Votre mot de passe est enregistré")).to_be_visible()
    jusqu_a(page, "^Se connecter$", "Enter")
    usager.lit("Connexion")
