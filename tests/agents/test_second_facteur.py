"""A second factor stands between an agent's password and their site: always for who has one, for all in production."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import preuves, totp
from accounts.agents.etape import MONTRE
from accounts.enums import Nature
from accounts.models import CodeSecours, Compte, Facteur, Session
from accounts.services import facteurs, mots_de_passe
from accounts.services.sessions import AccesFerme
from portal.journal.models import Evenement
from portal.limites import regles
from portal.limites.arithmetique import Seau, Sur
from portal.limites.regles import Regle
from tests.accounts.acces import se_connecter, titulaire
from tests.accounts.doubles import avec_application, code_de, session_de
from tests.agents.conftest import MOT_DE_PASSE, agent
from tests.agents.test_roles import TABLE, _adresse, _obtenu
from tests.outils.cle_logicielle import CleLogicielle
from tests.outils.hostilite import oublier_le_cache
from tests.outils.mesures import compter_sql
from tests.outils.page import Page

pytestmark = pytest.mark.django_db
CONNEXION, ACCUEIL, SIEN = "/agents/login/", "/agents/", "/agents/double-verification/"
VERIFICATION, INSTALLER = "/agents/verification/", "/agents/verification/installer/"
APPLICATION = f"{INSTALLER}application/"
TARD = f"{CONNEXION}?tard=1"
ICI = {"sec-fetch-site": "same-origin"}


@pytest.fixture(autouse=True)
def _limites_oubliees():
    yield
    oublier_le_cache("default")


@pytest.fixture
def obligatoire(settings) -> None:
    settings.SECOND_FACTEUR_AGENTS = True


@pytest.fixture
def qui(db: None) -> Compte:
    return agent(password=MOT_DE_PASSE)


def navigateur(**entetes: str) -> Client:
    return Client(headers={**ICI, **entetes})


def relier(compte: Compte) -> Facteur:
    """An application, linked a good while ago."""
    facteur = Facteur(compte=compte, nature="totp", nom="Application de codes")
    facteur.secret = totp.nouveau_secret()
    facteur.confirme_le = timezone.now() - timedelta(days=60)
    facteur.save()
    return facteur


def entrer(client: Client, compte: Compte, mot_de_passe: str = MOT_DE_PASSE, **autres: str):
    return client.post(CONNEXION, {"username": compte.reference, "password": mot_de_passe, **autres})


def montrer(client: Client, code: str, adresse: str = VERIFICATION, moyen: str = "application"):
    return client.post(adresse, {"moyen": moyen, "code": code})


def installer(client: Client):
    """The password is given: the application is linked, as far as the page of codes."""
    assert client.post(APPLICATION, {"preparer": "oui"})["Location"] == APPLICATION
    return confirmer(client)


def confirmer(client: Client):
    facteur = Facteur.objects.get(reference=client.session["agent_application"])
    return client.post(APPLICATION, {"reference": facteur.reference, "code": code_de(facteur)})


def dedans(client: Client) -> bool:
    return client.get(ACCUEIL).status_code == 200


def prouver(client: Client) -> None:
    session = client.session
    session[preuves.CLE] = timezone.now().timestamp()
    session.save()


def actions() -> list[str]:
    return [
        a.removeprefix("accounts.") for a in Evenement.objects.order_by("pk").values_list("action", flat=True)
    ]


# ------------------------------------------------------------------ whoever has one is asked for it
def test_qui_en_a_un_le_montre_meme_en_demonstration(client, qui) -> None:
    facteur = relier(qui)
    assert entrer(client, qui, next="/agents/dossiers/dossier/")["Location"] == VERIFICATION
    assert not dedans(client) and not Session.objects.filter(compte__isnull=False).exists()
    assert "connexion" not in actions()
    assert "Il reste à montrer que c’est vous" in client.get(VERIFICATION).content.decode()
    faux = montrer(client, f"{(int(code_de(facteur)) + 1) % 10**6:06}")
    assert faux.status_code == 200 and "pas le bon code" in faux.content.decode() and not dedans(client)
    cle = client.session.session_key
    assert montrer(client, code_de(facteur))["Location"] == "/agents/dossiers/dossier/"
    assert dedans(client) and client.session.session_key != cle
    assert actions() == ["facteur_refuse", "facteur_accepte", "connexion"]


def test_qui_n_en_a_pas_entre_en_demonstration(client, qui) -> None:
    assert entrer(client, qui)["Location"] == ACCUEIL and dedans(client)


def test_un_code_ne_sert_qu_une_fois(client, qui) -> None:
    facteur = relier(qui)
    entrer(client, qui)
    code = code_de(facteur)
    montrer(client, code)
    ailleurs = navigateur()
    entrer(ailleurs, qui)
    assert montrer(ailleurs, code).status_code == 200 and not dedans(ailleurs)


def test_un_code_de_secours_ouvre_une_fois(client, qui) -> None:
    relier(qui)
    codes = facteurs.imprimer_codes(compte=qui, personne=None, session=session_de(qui))
    for attendu in (302, 200):
        ailleurs = navigateur()
        entrer(ailleurs, qui)
        assert montrer(ailleurs, codes[0], moyen="secours").status_code == attendu
    assert "code_secours_refuse" in actions()


def test_une_cle_d_acces_ouvre_et_la_sienne_seule(qui) -> None:
    cle, autre = CleLogicielle(), CleLogicielle()
    client = navigateur()
    client.force_login(qui)
    prouver(client)
    options = client.post(f"{SIEN}cle/options/").json()
    client.post(f"{SIEN}cle/", {"nom": "Mon poste", "reponse": cle.creer(options)})
    assert Facteur.objects.get().nom == "Mon poste"
    autre.poignee = cle.poignee
    for presentee, attendu in ((autre, 200), (cle, 302)):
        porte = navigateur()
        entrer(porte, qui)
        assert "Utiliser ma clé d’accès" in porte.get(VERIFICATION).content.decode()
        options = porte.post(f"{VERIFICATION}cle/").json()
        assert len(options["allowCredentials"]) == 1
        reponse = porte.post(VERIFICATION, {"moyen": "cle", "reponse": presentee.presenter(options)})
        assert reponse.status_code == attendu and dedans(porte) is (attendu == 302)


def test_la_cle_d_un_agent_n_ouvre_rien_seule(qui) -> None:
    """The login of the usagers takes a key without a password: an agent's opens nothing there."""
    cle = CleLogicielle()
    client = navigateur()
    client.force_login(qui)
    prouver(client)
    options = client.post(f"{SIEN}cle/options/").json()
    client.post(f"{SIEN}cle/", {"nom": "Mon poste", "reponse": cle.creer(options)})
    ailleurs = navigateur()
    options = ailleurs.post(reverse("comptes:options_entree")).json()
    reponse = ailleurs.post(reverse("comptes:connexion_cle"), {"reponse": cle.presenter(options)})
    assert "cle=1" in reponse["Location"] and "_auth_user_id" not in ailleurs.session


# ------------------------------------------------------------------ a login that waits is good for nothing else
def test_ce_qui_attend_chez_les_agents_ne_sert_pas_chez_les_usagers(qui) -> None:
    facteur = relier(qui)
    client = navigateur()
    entrer(client, qui)
    for adresse in (reverse("comptes:second_facteur"), reverse("comptes:entree_options")):
        for reponse in (client.get(adresse), montrer(client, code_de(facteur), adresse)):
            assert reponse.status_code == 302 and reponse["Location"] == "/connexion/?tard=1"
    assert "_auth_user_id" not in client.session
    assert montrer(client, code_de(facteur))["Location"] == ACCUEIL


def test_ce_qui_attend_chez_les_usagers_ne_sert_pas_chez_les_agents() -> None:
    personne = titulaire()
    facteur = avec_application(personne)
    client = navigateur()
    assert se_connecter(client)["Location"] == "/connexion/verification/"
    for adresse in (VERIFICATION, INSTALLER, APPLICATION, f"{INSTALLER}cle/"):
        for reponse in (client.get(adresse), montrer(client, code_de(facteur), adresse)):
            assert reponse["Location"] == TARD
    assert "_auth_user_id" not in client.session


def test_une_attente_ne_sert_pas_a_installer_ni_l_inverse(client, qui, obligatoire) -> None:
    entrer(client, qui)
    assert client.get(VERIFICATION)["Location"] == INSTALLER
    relier(qui)
    entrer(client, qui)
    for adresse in (INSTALLER, APPLICATION, f"{INSTALLER}cle/"):
        assert client.get(adresse)["Location"] == VERIFICATION
        assert client.post(adresse)["Location"] == VERIFICATION
    # Taken away meanwhile: this login asked for what is no more, and opens nothing.
    facteurs.remettre_a_zero(reference=qui.reference, acteur=None)
    assert client.get(APPLICATION)["Location"] == VERIFICATION and not dedans(client)


@pytest.mark.parametrize("fin", ["mot de passe changé", "compte fermé", "accès retiré", "quinze minutes"])
def test_une_attente_finit(client, qui, obligatoire, fin: str) -> None:
    facteur = relier(qui)
    entrer(client, qui)
    if fin == "mot de passe changé":
        mots_de_passe.changer(compte=qui, mot_de_passe="Coquelicot46Bleu", sauf="")
    elif fin == "quinze minutes":
        session = client.session
        session["account_login"] = {
            **session["account_login"],
            "initiated_at": timezone.now().timestamp() - 901,
        }
        session.save()
    else:
        champs = {"is_active": False} if fin == "compte fermé" else {"is_staff": False}
        Compte.objects.filter(pk=qui.pk).update(**champs)
    assert montrer(client, code_de(facteur))["Location"] == TARD
    assert not dedans(client) and "account_login" not in client.session
    assert "Trop de temps a passé" in client.get(TARD).content.decode()


def test_changer_de_mot_de_passe_ne_retire_rien(client, qui) -> None:
    relier(qui)
    mots_de_passe.changer(compte=qui, mot_de_passe="Coquelicot46Bleu", sauf="")
    qui.refresh_from_db()
    assert entrer(client, qui, "Coquelicot46Bleu")["Location"] == VERIFICATION


def test_les_essais_sont_comptes_et_disent_combien_attendre(client, qui, settings) -> None:
    seaux = (Seau(Sur.COMPTE, libres=2, fenetre=3600, attente=60, plafond=600),)
    settings.LIMITES = {regles.CODE_SAISI.nom: Regle("CODE_SAISI", seaux)}
    facteur = relier(qui)
    entrer(client, qui)
    faux = f"{(int(code_de(facteur)) + 1) % 10**6:06}"
    assert [montrer(client, faux).status_code for _ in range(3)] == [200, 200, 429]
    # Whatever is tried, and wherever from: it is the account that is slowed.
    ailleurs = navigateur(**{"x-forwarded-for": "203.0.113.9"})
    entrer(ailleurs, qui)
    reponse = montrer(ailleurs, "4K7P2WXA9QRT", moyen="secours")
    assert reponse.status_code == 429 and int(reponse.headers["Retry-After"]) > 0
    assert "Trop d’essais" in reponse.content.decode() and not dedans(ailleurs)


def test_un_mauvais_mot_de_passe_ne_dit_pas_qui_a_un_facteur(qui) -> None:
    avec = agent(password=MOT_DE_PASSE)
    relier(avec)
    vus = []
    for compte in (qui, avec):
        with compter_sql() as sql:
            reponse = entrer(navigateur(), compte, "faux")
        page = reponse.content.decode().replace(compte.reference, "QUI")
        vus.append((reponse.status_code, len(sql), re.sub(r'(csrf\w+" value=")\w+', "", page)))
    assert vus[0] == vus[1]


# ------------------------------------------------------------------ compulsory: installed at the first login
def test_la_premiere_fois_on_l_installe_avant_d_entrer(client, qui, obligatoire) -> None:
    assert entrer(client, qui, next="/agents/dossiers/dossier/")["Location"] == INSTALLER
    texte = client.get(INSTALLER).content.decode()
    assert "Installer une clé d’accès" in texte and "a été retirée" not in texte
    assert client.get(APPLICATION).status_code == 200 and not Facteur.objects.exists()
    client.post(APPLICATION, {"preparer": "oui"})
    facteur = Facteur.objects.get()
    texte = client.get(APPLICATION).content.decode()
    assert totp.en_groupes(facteur.secret) in texte and "<path" in texte and not dedans(client)
    faux = client.post(APPLICATION, {"reference": facteur.reference, "code": "000000"})
    assert faux.status_code == 200 and "pas le code" in faux.content.decode() and not dedans(client)
    page = confirmer(client)
    assert page.status_code == 200 and page.content.decode().count("<li><code>") == 10
    assert 'href="/agents/dossiers/dossier/"' in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert dedans(client) and CodeSecours.objects.filter(compte=qui).count() == 10
    assert actions() == ["facteur_installe", "connexion"]
    # The code that linked it opens nothing more.
    ailleurs = navigateur()
    assert entrer(ailleurs, qui)["Location"] == VERIFICATION
    facteur.refresh_from_db()
    assert montrer(ailleurs, totp.code(facteur.secret, facteur.compteur)).status_code == 200
    assert not dedans(ailleurs)


def test_la_premiere_fois_avec_une_cle(qui, obligatoire) -> None:
    client, cle = navigateur(), CleLogicielle()
    entrer(client, qui)
    options = client.post(f"{INSTALLER}cle/options/").json()
    assert "Créer la clé d’accès" in client.get(f"{INSTALLER}cle/").content.decode()
    refusee = client.post(f"{INSTALLER}cle/", {"nom": "Mon poste", "reponse": "{}"})
    assert "rien n’a été ajouté" in refusee.content.decode() and not dedans(client)
    options = client.post(f"{INSTALLER}cle/options/").json()
    page = client.post(f"{INSTALLER}cle/", {"nom": "Mon poste", "reponse": cle.creer(options)})
    assert page.content.decode().count("<li><code>") == 10 and dedans(client)


def test_deux_premieres_fois_une_seule_installe(qui, obligatoire) -> None:
    """A thief who knows the password and its owner: whoever is first, the other finds the door closed."""
    un, deux = navigateur(), navigateur()
    for client in (un, deux):
        entrer(client, qui)
    assert installer(un).status_code == 200
    session = deux.session
    session["agent_application"] = facteurs.preparer_totp(compte=qui).reference
    session.save()
    assert confirmer(deux)["Location"] == TARD and not dedans(deux)
    assert Facteur.objects.filter(confirme_le__isnull=False).count() == 1
    assert deux.get(VERIFICATION)["Location"] == INSTALLER


def test_le_secret_qui_se_relie_ne_se_voit_que_la_ou_il_a_ete_tire(qui, obligatoire) -> None:
    """Or a thief would copy the application that its owner is linking, and nobody would know."""
    lui, voleur = navigateur(), navigateur()
    for client in (lui, voleur):
        entrer(client, qui)
    lui.post(APPLICATION, {"preparer": "oui"})
    secret = totp.en_groupes(Facteur.objects.get().secret)
    assert secret in lui.get(APPLICATION).content.decode()
    assert secret not in voleur.get(APPLICATION).content.decode()
    voleur.post(APPLICATION, {"preparer": "oui"})
    assert secret not in voleur.get(APPLICATION).content.decode()
    assert "Mon application est prête" in lui.get(APPLICATION).content.decode()


def test_le_mot_de_passe_change_pendant_qu_on_installe(qui, obligatoire) -> None:
    """What was read before the change installs nothing after it."""
    facteur = facteurs.preparer_totp(compte=qui)
    lu = Compte.objects.get(pk=qui.pk)
    mots_de_passe.changer(compte=qui, mot_de_passe="Coquelicot46Bleu", sauf="")
    with pytest.raises(AccesFerme):
        facteurs.installer_totp(compte=lu, reference=facteur.reference, saisie=code_de(facteur))


def test_aucune_page_ne_s_ouvre_sans(client, decor, obligatoire) -> None:
    """Every address of the site, with a session that has seen a password only: all lead to the login."""
    client.force_login(decor.comptes["superutilisateur"])
    ouvertes = [
        f"{methode} {cle}"
        for cle in TABLE
        for methode in ("get", "post")
        if cle not in {"login", "logout"}
        and _obtenu(getattr(client, methode)(_adresse(cle, decor, "31"))) != "connexion"
    ]
    assert not ouvertes
    assert client.get(CONNEXION).status_code == 200


def test_une_session_verifiee_les_ouvre_et_celle_d_un_autre_non(client, decor, obligatoire) -> None:
    un, autre = decor.comptes["agent du 31"], decor.comptes["agent du 59"]
    client.force_login(un)
    for reference, attendu in ((un.reference, True), (autre.reference, False), ("", False)):
        session = client.session
        session[MONTRE] = reference
        session.save()
        assert dedans(client) is attendu


def test_une_session_d_avant_ferme_quand_on_installe(qui, settings) -> None:
    avant = navigateur()
    entrer(avant, qui)
    settings.SECOND_FACTEUR_AGENTS = True
    client = navigateur()
    entrer(client, qui)
    installer(client)
    settings.SECOND_FACTEUR_AGENTS = False
    assert dedans(client) and not dedans(avant)


# ------------------------------------------------------------------ « Ma double vérification »
def test_on_la_change_apres_l_avoir_montree(client, qui) -> None:
    facteur = relier(qui)
    entrer(client, qui)
    montrer(client, code_de(facteur))
    session = client.session
    session[preuves.CLE] = timezone.now().timestamp() - 3600
    session.save()
    preuve = f"{SIEN}preuve/?suite={SIEN}application/"
    assert client.get(f"{SIEN}application/")["Location"] == preuve
    assert "Remplacer l’application" in client.get(SIEN).content.decode()
    assert montrer(client, code_de(facteur, dans=1), preuve)["Location"] == f"{SIEN}application/"
    client.post(f"{SIEN}application/", {"preparer": "oui"})
    nouveau = Facteur.objects.get(confirme_le=None)
    ailleurs = navigateur()
    ailleurs.force_login(qui)
    reponse = client.post(f"{SIEN}application/", {"reference": nouveau.reference, "code": code_de(nouveau)})
    assert reponse["Location"] == f"{SIEN}codes/" and not dedans(ailleurs)
    assert [f.pk for f in facteurs.actifs(qui)] == [nouveau.pk]
    assert client.post(f"{SIEN}codes/").content.decode().count("<li><code>") == 10
    texte = client.get(SIEN).content.decode()
    assert "Il vous en reste 10 sur 10" in texte and "Un second facteur a été ajouté au compte." in texte


def test_la_preuve_est_le_mot_de_passe_pour_qui_n_a_rien_et_ne_mene_pas_ailleurs(client, qui) -> None:
    entrer(client, qui)
    adresse = f"{SIEN}preuve/?suite=https://ailleurs.example/"
    faux = client.post(adresse, {"actuel": "faux"})
    assert "pas votre mot de passe actuel" in faux.content.decode()
    assert client.post(adresse, {"actuel": MOT_DE_PASSE})["Location"] == SIEN
    assert client.get(f"{SIEN}cle/").status_code == 200
    assert client.get(f"{SIEN}preuve/?suite=/mon-compte/")["Location"] == SIEN


def test_la_derniere_preuve_reste_ou_elle_est_obligatoire(client, qui, settings) -> None:
    facteur = relier(qui)
    entrer(client, qui)
    montrer(client, code_de(facteur))
    settings.SECOND_FACTEUR_AGENTS = True
    adresse = f"{SIEN}{facteur.reference}/retirer/"
    for envoi in (client.get, client.post):
        assert "votre seule preuve" in envoi(adresse, follow=True).content.decode()
    with pytest.raises(facteurs.DernierFacteur):
        facteurs.retirer_facteur(
            compte=qui, personne=None, reference=facteur.reference, session=session_de(qui)
        )
    assert Facteur.objects.exists()
    settings.SECOND_FACTEUR_AGENTS = False
    assert "n’ouvrira plus" in client.get(adresse).content.decode()
    assert "C’est retiré" in client.post(adresse, follow=True).content.decode()
    assert not Facteur.objects.exists()


def test_le_facteur_d_un_autre_n_existe_pas(client, qui) -> None:
    autre = relier(agent())
    client.force_login(qui)
    prouver(client)
    for reponse in (client.get, client.post):
        assert reponse(f"{SIEN}{autre.reference}/retirer/").status_code == 404


def test_la_page_coute_toujours_autant(client, qui, assert_sql) -> None:
    relier(qui)
    client.force_login(qui)
    with assert_sql(au_plus=8):
        client.get(SIEN)


# ------------------------------------------------------------------ taken away by somebody else
def test_la_commande_retire_tout_et_ferme(client, qui, obligatoire, capsys) -> None:
    entrer(client, qui)
    installer(client)
    call_command("retirer_second_facteur", qui.reference.lower())
    assert "Preuves retirées\u00a0: 1" in capsys.readouterr().out
    assert not (Facteur.objects.exists() or CodeSecours.objects.exists() or dedans(client))
    assert actions()[-1] == "facteurs_remis_a_zero"
    assert entrer(client, qui)["Location"] == INSTALLER
    texte = client.get(INSTALLER).content.decode()
    assert "a été retirée le" in texte and "prévenez" in texte


@pytest.mark.parametrize("nature", ["inconnu", Nature.USAGER, Nature.BAILLEUR])
def test_la_commande_ne_touche_que_les_agents(nature: str) -> None:
    reference = "ZZZZ00000000000Z"
    if nature != "inconnu":
        compte = agent(nature=nature, is_staff=False)
        relier(compte)
        reference = compte.reference
    with pytest.raises(CommandError, match="Aucun agent"):
        call_command("retirer_second_facteur", reference)
    assert Facteur.objects.exists() is (nature != "inconnu")


def test_un_superutilisateur_retire_celle_d_un_agent_apres_avoir_montre_la_sienne(
    superutilisateur, decor, qui
) -> None:
    relier(qui)
    ailleurs = navigateur()
    ailleurs.force_login(qui)
    fiche = f"/agents/accounts/compte/{qui.pk}/change/"
    adresse = f"/agents/accounts/compte/{qui.pk}/second-facteur/"
    texte = superutilisateur.get(fiche).content.decode()
    assert adresse in texte and "Application de codes, depuis le" in texte
    assert superutilisateur.post(adresse)["Location"].startswith(f"{SIEN}preuve/")
    prouver(superutilisateur)
    assert "Assurez-vous" in superutilisateur.get(adresse).content.decode() and Facteur.objects.exists()
    assert superutilisateur.post(adresse)["Location"] == fiche
    assert not Facteur.objects.exists() and not dedans(ailleurs)
    ligne = Evenement.objects.get(action="accounts.facteurs_remis_a_zero")
    assert (ligne.acteur, ligne.sujet) == (
        decor.comptes["superutilisateur"].reference,
        f"compte:{qui.reference}",
    )


def test_nul_ne_retire_la_sienne_ni_celle_d_un_usager(superutilisateur, decor) -> None:
    chef, usager = decor.comptes["superutilisateur"], decor.comptes["usager"]
    relier(chef)
    prouver(superutilisateur)
    adresse = f"/agents/accounts/compte/{chef.pk}/second-facteur/"
    assert "nul ne retire la sienne" in superutilisateur.post(adresse).content.decode()
    assert superutilisateur.get(adresse.replace(str(chef.pk), str(usager.pk))).status_code == 404
    assert Facteur.objects.exists()


def test_un_agent_ordinaire_ne_retire_celle_de_personne(du_31, qui) -> None:
    relier(qui)
    prouver(du_31)
    assert du_31.post(f"/agents/accounts/compte/{qui.pk}/second-facteur/").status_code == 403
    assert Facteur.objects.exists()


def test_chaque_page_a_un_titre_et_ses_etiquettes(client, qui, obligatoire) -> None:
    entrer(client, qui)
    pages = [client.get(INSTALLER), client.get(APPLICATION), client.get(f"{INSTALLER}cle/")]
    client.post(APPLICATION, {"preparer": "oui"})
    pages += [client.get(APPLICATION), confirmer(client)]
    pages += [client.get(SIEN + suite) for suite in ("", "codes/", "application/", "cle/")]
    titres = [Page(p.content.decode()).titre() for p in pages]
    assert all(p.status_code == 200 for p in pages)
    assert len(set(titres)) >= len(titres) - 2
