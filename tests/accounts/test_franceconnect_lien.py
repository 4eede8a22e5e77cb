"""Linking FranceConnect to an account (MC-11): the number typed once, or from « Ma sécurité »; then no longer."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.enums import EtatPassage, Nature
from accounts.models import Compte, LienFranceConnect, PassageFranceConnect, Personne, Session
from accounts.services import franceconnect as services
from accounts.services import rattacher_compte
from dossiers.services import ouvrir_dossier
from portal.cafs.models import Caisse
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import MOT_DE_PASSE, se_connecter, titulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, REEL, personne
from tests.accounts.fournisseur_identite import Fournisseur
from tests.outils.client import ClientExigeant
from tests.outils.mesures import texte_sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
RELIER = "Relier FranceConnect à votre dossier"
REFUS = "ne vont pas ensemble"
INCONNU = "1760913000042"
SECURITE = "/mon-compte/securite/"


def partir(client, chez: Fournisseur, **pivot: Any) -> str:
    """There and back, by somebody who is not known yet: the page where they type their number."""
    adresse = client.post(reverse("comptes:franceconnect_aller"))["Location"]
    page = client.get(chez.accorder(adresse, **pivot))["Location"]
    assert page.endswith("/relier/") and RELIER in client.get(page).content.decode()
    return str(page)


def taper(client, page: str, nir: str = FICTIF) -> Any:
    return client.post(page, {"nir": nir})


def rattachee(**champs: Any) -> Personne:
    """« Camille Roche », in a dossier, without an account."""
    Caisse.objects.create(code="31", nom="Caf de la Haute-Garonne")
    qui = personne(FICTIF, **champs)
    ouvrir_dossier(responsable=qui, caf="31", numero_allocataire="9310001", le=timezone.localdate())
    return qui


def actions_ecrites() -> list[str]:
    return list(Evenement.objects.order_by("pk").values_list("action", flat=True))


# ------------------------------------------------------------------ the number, once
def test_le_numero_une_fois_puis_plus_jamais(client, chez: Fournisseur) -> None:
    """MC-11, MC-12 : dans son dossier ; puis l'un ou l'autre, pour le même compte."""
    qui = titulaire()
    page = partir(client, chez)
    vue = client.get(page).content.decode()
    assert "Camille ROCHE" in vue and FICTIF not in vue and "no-store" in client.get(page)["Cache-Control"]
    assert taper(client, page)["Location"] == "/mon-compte/"
    assert "Camille Roche" in client.get("/mon-compte/").content.decode()
    lien = LienFranceConnect.objects.get()
    assert (lien.personne, lien.emetteur, lien.sub) == (qui, chez.emetteur, "sub-de-camille")
    assert len(bytes(lien.pivot_empreinte)) == 32
    assert PassageFranceConnect.objects.get().contenu_scelle is None
    assert Courrier.objects.count() == 3, "un avis sur chaque coordonnée"
    assert "FranceConnect ouvre" in Courrier.objects.get(canal="sms").contenu.texte
    assert actions.FRANCECONNECT_RELIE in actions_ecrites()
    client.post(reverse("comptes:deconnexion"))
    adresse = client.post(reverse("comptes:franceconnect_aller"))["Location"]
    assert client.get(chez.accorder(adresse))["Location"] == "/mon-compte/"
    client.post(reverse("comptes:deconnexion"))
    assert se_connecter(client, FICTIF, MOT_DE_PASSE)["Location"] == "/mon-compte/"
    assert set(Session.objects.values_list("compte", flat=True)) == {qui.compte_id}


def test_un_compte_s_ouvre_pour_qui_est_dans_un_dossier(client, chez: Fournisseur) -> None:
    qui = rattachee()
    assert taper(client, partir(client, chez))["Location"] == "/mon-compte/"
    qui.refresh_from_db()
    assert qui.compte is not None and qui.compte.nature == Nature.USAGER
    assert not qui.compte.has_usable_password()
    assert actions.COMPTE_RATTACHE in actions_ecrites()
    page = client.get(SECURITE).content.decode()
    assert "Ne plus utiliser FranceConnect" in page and "Vous n’en avez pas choisi" in page


def test_on_arrive_ou_l_on_allait(client, chez: Fournisseur) -> None:
    titulaire()
    adresse = client.post(reverse("comptes:franceconnect_aller") + f"?next={SECURITE}")["Location"]
    page = client.get(chez.accorder(adresse))["Location"]
    assert taper(client, page)["Location"] == SECURITE


def _refuse(client, reponse: Any) -> None:
    assert reponse.status_code == 200 and REFUS in reponse.content.decode()
    assert client.get("/mon-compte/").status_code == 302
    assert not LienFranceConnect.objects.exists()


def test_qui_n_est_dans_aucun_dossier_n_ouvre_rien(client, chez: Fournisseur) -> None:
    personne(FICTIF)
    _refuse(client, taper(client, partir(client, chez)))
    assert not Compte.objects.exists()


def test_un_enfant_de_moins_de_quinze_ans_n_ouvre_rien(client, chez: Fournisseur) -> None:
    """MC-46."""
    from dossiers.enums import Role
    from dossiers.services import rattacher

    Caisse.objects.create(code="31", nom="Caf de la Haute-Garonne")
    parent = titulaire(AUTRE_FICTIF, date_naissance=date(1985, 5, 1))
    enfant = personne(FICTIF, date_naissance=date(timezone.localdate().year - 10, 3, 14))
    dossier = ouvrir_dossier(
        responsable=parent, caf="31", numero_allocataire="9310001", le=timezone.localdate()
    )
    rattacher(dossier=dossier, personne=enfant, role=Role.ENFANT, du=timezone.localdate())
    page = partir(client, chez, birthdate=enfant.date_naissance.isoformat())
    _refuse(client, taper(client, page))


def test_un_compte_ferme_ou_d_une_autre_nature_ne_se_relie_pas(client, chez: Fournisseur) -> None:
    qui = titulaire()
    Compte.objects.update(is_active=False)
    page = partir(client, chez)
    _refuse(client, taper(client, page))
    Compte.objects.update(is_active=True, nature=Nature.BAILLEUR)
    _refuse(client, taper(client, page))
    Compte.objects.update(nature=Nature.USAGER)
    assert taper(client, page)["Location"] == "/mon-compte/"
    assert LienFranceConnect.objects.get().personne == qui


@pytest.mark.parametrize(
    "pivot",
    [{"family_name": "Martin"}, {"gender": "male"}, {"birthdate": "1992-03-00"}, {"birthplace": "31000"},
     {"birthcountry": "99109", "birthplace": ""}, {"given_name_array": ["Anne"]}],
)  # fmt: skip
def test_une_identite_qui_ne_va_pas_avec_le_numero(client, chez: Fournisseur, pivot: dict[str, Any]) -> None:
    titulaire()
    _refuse(client, taper(client, partir(client, chez, **pivot)))
    assert not Courrier.objects.exists()


def test_un_numero_a_quelqu_un_ou_a_personne_la_meme_reponse(client, chez: Fournisseur) -> None:
    """R-14 : mêmes mots, même statut, mêmes requêtes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    titulaire(AUTRE_FICTIF, nom_naissance="Martin", date_naissance=date(1985, 5, 1))
    page = partir(client, chez)
    vues = []
    for nir in (AUTRE_FICTIF, INCONNU):
        with CaptureQueriesContext(connection) as vu:
            reponse = taper(client, page, nir)
        _refuse(client, reponse)
        vues.append((reponse.content.decode().replace(nir, "NIR"), sorted(reponse.headers), texte_sql(vu)))
    assert vues[0] == vues[1]
    refus = Evenement.objects.filter(action=actions.FRANCECONNECT_REFUSE)
    assert refus.count() == 2


def test_un_numero_mal_ecrit_le_dit_et_reste_ecrit(client, chez: Fournisseur) -> None:
    page = partir(client, chez)
    vue = taper(client, page, "292033").content.decode()
    assert "13 caractères" in vue and 'value="292033"' in vue
    assert "Indiquez votre numéro" in taper(client, page, "").content.decode()
    assert REEL not in taper(client, page, REEL).content.decode(), "un vrai numéro n’a rien à faire ici"


def test_on_peut_se_reprendre_puis_il_faut_attendre(client, chez: Fournisseur) -> None:
    """R-14, ASVS 6.3.1."""
    titulaire()
    page = partir(client, chez)
    assert REFUS in taper(client, page, INCONNU).content.decode()
    statuts = [taper(client, page, INCONNU).status_code for _ in range(5)]
    assert statuts == [200] * 4 + [429]
    reponse = taper(client, page, INCONNU)
    assert "Trop d’essais" in reponse.content.decode() and INCONNU in reponse.content.decode()
    assert taper(client, page)["Location"] == "/mon-compte/", "un autre numéro, le bon, n’attend pas"


def test_la_page_est_au_navigateur_qui_est_revenu_et_pour_dix_minutes(client, chez: Fournisseur) -> None:
    titulaire()
    page = partir(client, chez)
    autre = ClientExigeant()
    for reponse in (autre.get(page), autre.post(page, {"nir": FICTIF})):
        assert reponse["Location"] == "/connexion/?fc=fini"
    PassageFranceConnect.objects.update(
        cree_le=timezone.now() - timezone.timedelta(minutes=11), perime_le=timezone.now()
    )
    assert taper(client, page)["Location"] == "/connexion/?fc=fini"
    assert not LienFranceConnect.objects.exists()


def test_le_retour_rejoue_mene_encore_a_la_page_puis_a_rien(client, chez: Fournisseur) -> None:
    titulaire()
    retour = chez.accorder(client.post(reverse("comptes:franceconnect_aller"))["Location"])
    page = client.get(retour)["Location"]
    assert client.get(retour)["Location"] == page
    taper(client, page)
    assert client.get(page)["Location"] == "/mon-compte/"
    assert taper(client, page)["Location"] == "/mon-compte/"
    client.post(reverse("comptes:deconnexion"))
    assert taper(client, page)["Location"] == "/connexion/?fc=fini"
    assert LienFranceConnect.objects.count() == 1


def test_une_identite_deja_reliee_n_ouvre_pas_un_second_compte(client, chez: Fournisseur) -> None:
    """Ni deux identités pour un compte, ni deux comptes pour une identité."""
    titulaire()
    taper(client, partir(client, chez))
    client.post(reverse("comptes:deconnexion"))
    page = partir(client, chez, sub="un-autre-sub")
    assert REFUS in taper(client, page).content.decode()
    assert LienFranceConnect.objects.get().sub == "sub-de-camille"


def test_la_base_a_le_dernier_mot(chez: Fournisseur) -> None:
    qui, autre = titulaire(), titulaire(AUTRE_FICTIF)
    champs = {"emetteur": chez.emetteur, "pivot_cle": "demo", "pivot_empreinte": b"x" * 32}
    LienFranceConnect.objects.create(sub="a", personne=qui, **champs)
    for faux in (
        {"sub": "a", "personne": autre},
        {"sub": "b", "personne": qui},
        {"sub": "", "personne": autre},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LienFranceConnect.objects.create(**champs, **faux)
    LienFranceConnect.objects.create(**{**champs, "emetteur": "https://autre.example"}, sub="a", personne=qui)


def test_la_table_des_etats() -> None:
    etats = set(EtatPassage.values)
    assert all(set(de) < etats and vers in etats for de, vers in services.TRANSITIONS.values())
    assert all(EtatPassage.FINI not in de for de, _ in services.TRANSITIONS.values())


def test_rien_de_l_identite_n_est_en_clair_dans_la_base(client, chez: Fournisseur) -> None:
    """Pendant que l'on tape, et après."""
    from django.db import connection

    titulaire(nom_naissance="Zéphyrin")
    page = partir(client, chez, family_name="Zéphyrin", sub="sub-tres-visible")
    for apres in (False, True):
        if apres:
            taper(client, page)
        with connection.cursor() as curseur:
            curseur.execute("SELECT * FROM accounts_passagefranceconnect")
            passages = repr(
                [[bytes(c) if isinstance(c, memoryview) else c for c in r] for r in curseur.fetchall()]
            )
            curseur.execute("SELECT * FROM accounts_lienfranceconnect")
            liens = repr(
                [[bytes(c) if isinstance(c, memoryview) else c for c in r] for r in curseur.fetchall()]
            )
        # A place and a token standing alone: an instant and sealed bytes hold their first characters by chance.
        for clair in ("phyrin", "1992-03-14", r"(?<!\d)31555(?!\d)", r"eyJ[\w-]{8}"):
            assert not re.search(clair, passages) and not re.search(clair, liens), clair
        assert "sub-tres-visible" not in passages


def test_la_purge_ne_garde_pas_un_passage(client, chez: Fournisseur) -> None:
    from accounts.tasks import purger_les_acces

    partir(client, chez)
    assert purger_les_acces() == 0
    PassageFranceConnect.objects.update(
        cree_le=timezone.now() - timezone.timedelta(hours=1), perime_le=timezone.now()
    )
    assert purger_les_acces() == 1 and not PassageFranceConnect.objects.exists()


def test_chaque_page_coute_peu(client, chez: Fournisseur, assert_sql) -> None:
    titulaire()
    with assert_sql(0):
        client.get("/franceconnect/")
    with assert_sql(au_plus=2):
        client.post(reverse("comptes:franceconnect_aller"))
    page = partir(client, chez)
    with assert_sql(1):
        client.get(page)
    se_connecter(client)
    page = du_dedans(client, chez)
    with assert_sql(au_plus=5):
        assert client.get(page).status_code == 200
    with assert_sql(au_plus=10):
        assert client.get(SECURITE).status_code == 200


# ------------------------------------------------------------------ from « Ma sécurité »
def du_dedans(client, chez: Fournisseur, **pivot: Any) -> str:
    """From the account that is open, there and back."""
    adresse = client.post(reverse("comptes:franceconnect_du_dedans"))["Location"]
    return str(client.get(chez.accorder(adresse, **pivot))["Location"])


def test_relier_du_dedans_puis_ne_plus_utiliser(client, chez: Fournisseur) -> None:
    qui = titulaire()
    se_connecter(client)
    assert "Relier FranceConnect" in client.get(SECURITE).content.decode()
    page = du_dedans(client, chez)
    assert page.startswith(f"{SECURITE}franceconnect/")
    vue = client.get(page).content.decode()
    assert "Camille ROCHE" in vue and not LienFranceConnect.objects.exists(), "revenir n’a rien relié"
    assert client.post(page)["Location"] == f"{SECURITE}?fc=relie"
    assert LienFranceConnect.objects.get().personne == qui
    vue = client.get(f"{SECURITE}?fc=relie").content.decode()
    assert "ouvre maintenant votre compte" in vue and "compte relié à FranceConnect" in vue
    assert client.post(page)["Location"] == f"{SECURITE}?fc=fini"
    assert client.post(reverse("comptes:franceconnect_delier"))["Location"] == f"{SECURITE}?fc=delie"
    assert not LienFranceConnect.objects.exists() and Courrier.objects.count() == 6
    assert actions.FRANCECONNECT_DELIE in actions_ecrites()
    client.post(reverse("comptes:franceconnect_delier"))
    assert Courrier.objects.count() == 6 and actions_ecrites().count(actions.FRANCECONNECT_DELIE) == 1


def test_l_identite_d_un_autre_ne_se_relie_pas_a_un_compte_ouvert(client, chez: Fournisseur) -> None:
    titulaire()
    se_connecter(client)
    page = du_dedans(client, chez, family_name="Martin")
    vue = client.post(page).content.decode()
    assert "pas celle de ce compte" in vue and not LienFranceConnect.objects.exists()
    assert not Courrier.objects.exists()


def test_le_retour_ne_relie_que_le_compte_qui_est_parti(client, chez: Fournisseur) -> None:
    """Quelqu'un d'autre s'est connecté entre-temps dans ce navigateur."""
    titulaire()
    titulaire(AUTRE_FICTIF, nom_naissance="Martin")
    se_connecter(client)
    retour = chez.accorder(client.post(reverse("comptes:franceconnect_du_dedans"))["Location"])
    client.post(reverse("comptes:deconnexion"))
    assert client.get(retour)["Location"] == "/connexion/?fc=fini"
    se_connecter(client, AUTRE_FICTIF)
    assert client.get(retour)["Location"] == f"{SECURITE}?fc=fini"
    assert not chez.vus("/token")


def test_les_pages_du_dedans_sont_aux_usagers(client, chez: Fournisseur) -> None:
    titulaire()
    se_connecter(client)
    page = du_dedans(client, chez)
    autre = ClientExigeant()
    assert autre.get(page)["Location"].startswith("/connexion/")
    titulaire(AUTRE_FICTIF)
    se_connecter(autre, AUTRE_FICTIF)
    assert autre.get(page)["Location"] == f"{SECURITE}?fc=fini"
    agent = ClientExigeant()
    agent.force_login(Compte.objects.create_user(nature=Nature.AGENT))
    for adresse in (
        page,
        reverse("comptes:franceconnect_du_dedans"),
        reverse("comptes:franceconnect_delier"),
    ):
        assert agent.post(adresse).status_code == 403
    assert client.get(reverse("comptes:franceconnect_delier")).status_code == 405


def test_un_retour_pour_se_connecter_quand_on_l_est_deja(client, chez: Fournisseur) -> None:
    titulaire()
    retour = chez.accorder(client.post(reverse("comptes:franceconnect_aller"))["Location"])
    se_connecter(client)
    page = client.get(retour)["Location"]
    assert page.endswith("/relier/") and client.get(page)["Location"] == "/mon-compte/"
    assert client.post(reverse("comptes:franceconnect_aller"))["Location"] == "/mon-compte/"


def test_ce_n_etait_pas_moi_ferme_aussi_franceconnect(client, chez: Fournisseur) -> None:
    titulaire()
    taper(client, partir(client, chez))
    client.post(reverse("comptes:pas_moi"))
    assert not LienFranceConnect.objects.exists()


def test_un_agent_ne_devient_pas_une_personne(chez: Fournisseur, client) -> None:
    qui = rattachee()
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    rattacher_compte(personne=qui, compte=compte)
    Compte.objects.filter(pk=compte.pk).update(nature=Nature.AGENT, is_staff=True)
    _refuse(client, taper(client, partir(client, chez)))
