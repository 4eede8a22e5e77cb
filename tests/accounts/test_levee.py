"""Who has lost every second factor comes back by a letter and a wait; nobody else does."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts import tasks
from accounts.enums import EtatLevee, NatureFacteur, UsageAppareil
from accounts.models import Appareil, CodeSecours, Compte, Facteur, Levee, Personne, PointContact, Secret
from accounts.services.levee import annuler_levee, demander_levee
from portal.courriers.models import Courrier
from portal.ui.typographie import heure
from tests.accounts.acces import (
    NOUVEAU,
    changer_de_mot_de_passe,
    code_recu,
    emettre,
    navigateur,
    se_connecter,
    titulaire,
)
from tests.outils.hostilite import oublier_le_cache

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("compteurs_rendus")]
VERIFIER, SECURITE = "/connexion/verification/", "/mon-compte/securite/"
PERDU = f"{VERIFIER}perdu/"


def protege() -> Personne:
    """Somebody with an application, a sheet of codes and a trusted device."""
    qui = titulaire()
    compte = Compte.objects.get(pk=qui.compte_id)
    facteur = Facteur(compte=compte, nature=NatureFacteur.TOTP, nom="Téléphone", confirme_le=timezone.now())
    facteur.secret = b"JBSWY3DPEHPK3PXP"
    facteur.save()
    CodeSecours.objects.create(compte=compte, cle="demo", empreinte=b"e" * 32)
    Appareil.objects.create(
        compte=compte, empreinte=b"a" * 32, usage=UsageAppareil.CONFIANCE,
        perime_le=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    return qui


def au_facteur(**champs: str) -> Client:
    client = navigateur()
    assert se_connecter(client, **champs)["Location"] == VERIFIER
    return client


def demander(client: Client) -> None:
    client.post(f"{PERDU}courrier/")
    emettre()


def prouver(client: Client) -> str:
    demander(client)
    code = code_recu()
    assert client.post(PERDU, {"code": code})["Location"] == PERDU
    return code


def avis(modele: str) -> int:
    return Courrier.objects.filter(modele=modele).count()


def test_une_lettre_une_attente_puis_le_mot_de_passe_suffit() -> None:
    qui = protege()
    client = au_facteur()
    page = client.get(PERDU).content.decode()
    assert "Recevoir un code par courrier" in page and "Code reçu" not in page
    demander(client)
    assert "Votre courrier est demandé" in client.get(PERDU).content.decode()
    assert avis("levee_demandee") == 3
    assert Courrier.objects.get(secret=True).canal == "courrier"
    client.post(PERDU, {"code": code_recu()})
    page = client.get(PERDU).content.decode()
    a_paris = timezone.localtime(Levee.objects.get().effective_le)
    assert "Revenez à partir du" in page and heure(a_paris) in page
    assert avis("levee_prouvee") == 3
    au_facteur()
    assert Facteur.objects.exists(), "pas avant la fin de l’attente"
    Levee.objects.update(effective_le=timezone.now())
    rentre = navigateur()
    assert se_connecter(rentre)["Location"] == "/mon-compte/"
    assert not Facteur.objects.exists() and not CodeSecours.objects.exists()
    assert not Appareil.objects.exists()
    assert Levee.objects.get().etat == EtatLevee.FAITE and avis("levee_faite") == 3
    assert "double vérification retirée" in rentre.get(SECURITE).content.decode()
    qui.refresh_from_db()
    assert qui.compte is not None


def test_un_retrait_oublie_depuis_un_mois_ne_retire_rien_et_se_redemande() -> None:
    protege()
    prouver(au_facteur())
    Levee.objects.update(effective_le=timezone.now() - timedelta(days=30))
    client = au_facteur()
    assert Facteur.objects.exists()
    assert "Recevoir un code par courrier" in client.get(PERDU).content.decode()
    oublier_le_cache("default")
    demander(client)
    assert list(Levee.objects.order_by("pk").values_list("etat", flat=True)) == ["annulee", "demandee"]


def test_ce_qui_est_fini_s_efface_apres_un_mois() -> None:
    compte = Compte.objects.get(pk=protege().compte_id)
    vieux = timezone.now() - tasks.GARDE
    for etat, le in (("annulee", vieux), ("faite", vieux), ("annulee", timezone.now()), ("demandee", vieux)):
        Levee.objects.create(compte=compte, etat=etat, cree_le=le, effective_le=le)
    assert tasks.purger_les_acces() == 2
    assert sorted(Levee.objects.values_list("etat", flat=True)) == ["annulee", "demandee"]


def test_sans_le_bon_code_rien_ne_bouge_et_les_essais_se_comptent() -> None:
    protege()
    client = au_facteur()
    demander(client)
    for _ in range(5):
        reponse = client.post(PERDU, {"code": "ABCD-EFGH-JKMN-PQRS"})
        assert "pas le code de votre dernier courrier" in reponse.content.decode()
    assert client.post(PERDU, {"code": code_recu()}).status_code == 429
    assert Levee.objects.get().etat == EtatLevee.DEMANDEE


def test_le_code_sert_une_fois_et_aucun_autre_n_est_le_sien() -> None:
    """The secret of a recovery's letter removes nothing, and this one chooses no password."""
    protege()
    client = au_facteur()
    code = prouver(client)
    Levee.objects.update(etat=EtatLevee.DEMANDEE, effective_le=None)
    assert "pas le code" in client.post(PERDU, {"code": code}).content.decode()
    reponse = client.post("/premiere-connexion/code/", {"nir": "2850578006084", "code": code})
    assert reponse.status_code == 200


def test_une_seconde_demande_n_envoie_pas_une_seconde_lettre() -> None:
    protege()
    client = au_facteur()
    demander(client)
    oublier_le_cache("default")
    demander(client)
    assert Secret.objects.count() == 1 and Levee.objects.count() == 1 and avis("levee_demandee") == 3


def test_une_minute_entre_deux_demandes() -> None:
    protege()
    client = au_facteur()
    demander(client)
    assert client.post(f"{PERDU}courrier/").status_code == 429


def test_son_titulaire_l_annule_de_sa_securite(settings) -> None:
    protege()
    ici = navigateur()
    facteurs = list(Facteur.objects.all())
    Facteur.objects.update(confirme_le=None)
    se_connecter(ici)
    Facteur.objects.update(confirme_le=timezone.now())
    prouver(au_facteur())
    assert "a été demandé le" in ici.get(SECURITE).content.decode()
    assert ici.post(f"{SECURITE}annuler-le-retrait/")["Location"] == f"{SECURITE}?gardee=1"
    assert "est gardée" in ici.get(f"{SECURITE}?gardee=1").content.decode()
    Levee.objects.update(effective_le=timezone.now())
    au_facteur()
    assert list(Facteur.objects.all()) == facteurs


def test_annulee_la_lettre_ne_vaut_plus_rien() -> None:
    qui = protege()
    client = au_facteur()
    demander(client)
    code = code_recu()
    assert annuler_levee(compte=Compte.objects.get(pk=qui.compte_id), personne=qui)
    client.post(PERDU, {"code": code})
    assert not Levee.objects.exclude(etat=EtatLevee.ANNULEE).exists()
    assert not annuler_levee(compte=Compte.objects.get(pk=qui.compte_id), personne=qui)


def test_pas_moi_l_annule() -> None:
    protege()
    ici = navigateur()
    Facteur.objects.update(confirme_le=None)
    se_connecter(ici)
    Facteur.objects.update(confirme_le=timezone.now())
    prouver(au_facteur())
    ici.post(f"{SECURITE}pas-moi/")
    assert Levee.objects.get().etat == EtatLevee.ANNULEE


def test_un_mot_de_passe_oublie_ne_raccourcit_rien(client) -> None:
    """R-15: who reads somebody's SMS chooses a password, and still meets the factor and its wait."""
    protege()
    changer_de_mot_de_passe(client)
    entre = navigateur()
    assert se_connecter(entre, mot=NOUVEAU)["Location"] == VERIFIER
    assert "Double vérification" in entre.get(VERIFIER).content.decode()
    assert entre.get(SECURITE).status_code == 302


def test_sans_adresse_postale_la_page_dit_ou_aller() -> None:
    qui = protege()
    PointContact.objects.filter(canal="courrier").delete()
    client = au_facteur()
    reponse = client.post(f"{PERDU}courrier/", follow=True)
    page = reponse.content.decode()
    assert "ne connaît pas votre adresse postale" in page and "Recevoir un code" not in page
    with pytest.raises(ValidationError, match="adresse postale"):
        demander_levee(compte=Compte.objects.get(pk=qui.compte_id), personne=qui, adresse="")
    assert not Levee.objects.exists()


@pytest.mark.parametrize("adresse", [PERDU, f"{PERDU}courrier/", VERIFIER])
@pytest.mark.parametrize("verbe", ["get", "post"])
def test_il_faut_le_mot_de_passe(client, adresse: str, verbe: str) -> None:
    protege()
    assert getattr(client, verbe)(adresse)["Location"] == "/connexion/?tard=1"
    assert not Levee.objects.exists()


def test_qui_n_a_qu_un_code_a_recevoir_n_a_rien_a_retirer(settings) -> None:
    settings.SECOND_FACTEUR = "nouvel_appareil"
    titulaire()
    client = au_facteur()
    assert client.get(PERDU)["Location"] == "/connexion/?tard=1"
    assert client.post(f"{PERDU}courrier/")["Location"] == "/connexion/?tard=1"
