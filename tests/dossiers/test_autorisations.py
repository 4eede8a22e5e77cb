"""« Mes autorisations », and what a separation ends."""

from contextlib import nullcontext
from datetime import date, timedelta
from itertools import chain, combinations
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Session
from dossiers.enums import Autorisable, Portee, Role
from dossiers.models import Autorisation, Dossier
from dossiers.selectors import AUTORISATIONS, autorisations, portees
from dossiers.services import autorisations as module
from dossiers.services import declarer_separation, definir_autorisations, detacher, ouvrir_dossier, rattacher
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.acces import titulaire
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, personne
from tests.outils.mesures import KO, octets_compresses
from tests.outils.page import Page
from tests.outils.simultane import a_deux

pytestmark = pytest.mark.django_db
LE = timezone.localdate
TOUTES = list(chain.from_iterable(combinations(Autorisable, n) for n in range(4)))


@pytest.fixture
def couple(db: None):
    """Camille (responsable) and Sacha (conjoint), each with an account."""
    call_command("charger_reference", verbosity=0)
    camille, sacha = titulaire(FICTIF), titulaire(AUTRE_FICTIF, prenoms="Sacha", nom_naissance="Galet")
    debut = LE() - timedelta(days=400)
    dossier = ouvrir_dossier(responsable=camille, caf="31", numero_allocataire="9000001", le=debut)
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=debut)
    return dossier, camille, sacha


def page(dossier: Dossier) -> str:
    return f"/mon-compte/dossier/{dossier.reference}/autorisations/"


def connecte(qui) -> Client:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(qui.compte)
    return client


def oui_non(**reponses: bool) -> dict[str, str]:
    return {portee: "oui" if reponses.get(portee) else "non" for portee in Autorisable.values}


@pytest.mark.parametrize("permises", TOUTES, ids=lambda p: "+".join(p) or "aucune")
def test_chaque_autorisation_ouvre_sa_part_et_rien_d_autre(couple, permises) -> None:
    """MC-82, MC-83, MC-84, MC-85 : chacune seule, et toutes les combinaisons."""
    dossier, camille, sacha = couple
    definir_autorisations(dossier=dossier, portees=permises, le=LE())
    attendues = frozenset({Portee.SES_DONNEES}).union(*(AUTORISATIONS[p] for p in permises))
    assert portees(sacha, dossier, LE()) == attendues
    assert not {Portee.COORDONNEES_BANCAIRES, Portee.AUTORISER} & attendues
    assert portees(camille, dossier, LE()) == frozenset(Portee)


def test_par_defaut_le_responsable_est_seul_a_consulter(client, couple) -> None:
    """MC-80, MC-81, MC-82, MC-86, MC-87, MC-89."""
    dossier, camille, _ = couple
    client.force_login(camille.compte)
    assert page(dossier) in Page(client.get("/mon-compte/").content.decode()).liens()
    lue = Page(client.get(page(dossier)).content.decode())
    for dit in (
        "Vous êtes responsable de ce dossier",
        "Vous êtes seul à consulter",
        "J’autorise Sacha à consulter",
    ):
        assert dit in lue.texte(), dit
    assert "/mon-compte/" in lue.liens(), "« Retour » ne change rien"
    assert {b.text for b in lue.tous("button")} >= {"Valider"}


def test_valider_vaut_tout_de_suite_previent_les_deux_et_se_journalise(client, couple) -> None:
    """MC-83, MC-86, MC-87."""
    dossier, camille, sacha = couple
    chez_sacha = connecte(sacha)
    assert "Camille" not in chez_sacha.get("/mon-compte/").content.decode()
    client.force_login(camille.compte)
    reponse = client.post(page(dossier), oui_non(consulter=True), follow=True)
    assert "C’est enregistré" in reponse.content.decode() and "Sacha Galet" in reponse.content.decode()
    assert "Camille" in chez_sacha.get("/mon-compte/").content.decode()
    avis = Courrier.objects.filter(modele="autorisations_changees")
    assert avis.count() == 6, "trois coordonnées chacun"
    evenement = Evenement.objects.get(action="dossiers.autorisation_donnee")
    assert evenement.acteur == camille.compte.reference
    assert evenement.donnees == {"personne": sacha.reference, "portee": "consulter"}


def test_retirer_vaut_tout_de_suite_meme_pendant_une_session(client, couple) -> None:
    """MC-88."""
    dossier, camille, sacha = couple
    definir_autorisations(dossier=dossier, portees=["consulter"], le=LE())
    chez_sacha = connecte(sacha)
    assert "Camille" in chez_sacha.get("/mon-compte/").content.decode()
    client.force_login(camille.compte)
    client.post(page(dossier), oui_non())
    assert "Camille" not in chez_sacha.get("/mon-compte/").content.decode()
    retiree = Autorisation.objects.get()
    assert (
        retiree.retiree_le and Evenement.objects.filter(action="dossiers.autorisation_retiree").count() == 1
    )


def test_valider_sans_rien_changer_ne_derange_personne(client, couple) -> None:
    dossier, camille, _ = couple
    client.force_login(camille.compte)
    client.post(page(dossier), oui_non())
    assert not Courrier.objects.exists() and not Autorisation.objects.exists()


def test_une_reponse_oubliee_est_demandee_et_rien_n_est_a_moitie_ecrit(client, couple) -> None:
    dossier, camille, _ = couple
    client.force_login(camille.compte)
    reponse = client.post(page(dossier), {"consulter": "oui"})
    assert reponse.content.decode().count("Choisissez oui ou non.") >= 2
    assert not Autorisation.objects.exists()


@pytest.mark.parametrize("qui", ["conjoint", "autre famille", "enfant", "agent", "anonyme"])
@pytest.mark.parametrize("verbe", ["get", "post"])
def test_personne_d_autre_n_ouvre_ni_ne_change_cette_page(client, couple, qui: str, verbe: str) -> None:
    dossier, _, sacha = couple
    definir_autorisations(dossier=dossier, portees=Autorisable.values, le=LE())
    enfant = titulaire("2100331000101", prenoms="Lou", date_naissance=date(LE().year - 16, 1, 1))
    rattacher(dossier=dossier, personne=enfant, role=Role.ENFANT, du=LE() - timedelta(days=30))
    ailleurs = titulaire("2920331000102", prenoms="Noé")
    comptes = {"conjoint": sacha, "enfant": enfant, "autre famille": ailleurs}
    statuts = {"conjoint": 403, "enfant": 403, "autre famille": 404, "agent": 403, "anonyme": 302}
    if qui == "agent":
        from accounts.models import Compte

        client.force_login(Compte.objects.create_superuser())
    elif qui != "anonyme":
        client.force_login(comptes[qui].compte)
    reponse = getattr(client, verbe)(page(dossier), oui_non())
    assert reponse.status_code == statuts[qui]
    assert autorisations(dossier, sacha) == set(Autorisable.values)


def test_sans_conjoint_la_page_dit_pourquoi_elle_est_vide(client) -> None:
    call_command("charger_reference", verbosity=0)
    seule = titulaire()
    dossier = ouvrir_dossier(responsable=seule, caf="31", numero_allocataire="9000001", le=LE())
    client.force_login(seule.compte)
    assert "personne n’y est en couple" in client.get(page(dossier)).content.decode()
    with pytest.raises(ValidationError) as refus:
        definir_autorisations(dossier=dossier, portees=["consulter"], le=LE())
    assert refus.value.code == "sans_conjoint"


def test_qui_revient_ne_retrouve_pas_ce_qui_lui_etait_permis(couple) -> None:
    dossier, _, sacha = couple
    definir_autorisations(dossier=dossier, portees=["consulter"], le=LE())
    declarer_separation(dossier=dossier, le=LE())
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=LE())
    assert portees(sacha, dossier, LE()) == {Portee.SES_DONNEES}


def test_une_autorisation_ne_sert_qu_au_conjoint(couple) -> None:
    """Devenue personne à charge, la même personne n'y gagne rien."""
    dossier, _, sacha = couple
    definir_autorisations(dossier=dossier, portees=Autorisable.values, le=LE())
    detacher(dossier=dossier, personne=sacha, le=LE())
    rattacher(dossier=dossier, personne=sacha, role=Role.PERSONNE_A_CHARGE, du=LE())
    assert portees(sacha, dossier, LE()) == {Portee.SES_DONNEES}


def test_une_separation_arrete_tout_et_le_dit_avec_les_memes_mots(couple) -> None:
    """R-26 : à la page suivante, sessions comprises."""
    dossier, camille, sacha = couple
    definir_autorisations(dossier=dossier, portees=Autorisable.values, le=LE())
    Courrier.objects.all().delete()
    chez_sacha, chez_camille = connecte(sacha), connecte(camille)
    declarer_separation(dossier=dossier, le=LE())
    assert chez_sacha.get("/mon-compte/").status_code == 302
    assert chez_camille.get("/mon-compte/").status_code == 200
    assert not Session.objects.filter(compte=sacha.compte).exists()
    assert portees(sacha, dossier, LE()) == frozenset() and not autorisations(dossier, sacha)
    avis = Courrier.objects.filter(modele="situation_changee").order_by("pk")
    assert avis.count() == 6 and len({a.contenu.texte for a in avis if a.canal == "courriel"}) == 1
    assert not any(mot in a.contenu.texte for a in avis for mot in ("sépar", "Camille", "Sacha", "conjoint"))
    with pytest.raises(ValidationError) as deja:
        declarer_separation(dossier=dossier, le=LE())
    assert deja.value.code == "sans_conjoint"


def test_un_compte_sans_coordonnee_n_empeche_rien(couple) -> None:
    dossier, _, sacha = couple
    sacha.points_contact.all().delete()
    declarer_separation(dossier=dossier, le=LE())
    assert Courrier.objects.count() == 3


def test_la_page_est_legere_et_ses_requetes_sont_comptees(client, couple, assert_sql) -> None:
    dossier, camille, _ = couple
    client.force_login(camille.compte)
    client.get("/mon-compte/")
    with assert_sql(au_plus=12):
        reponse = client.get(page(dossier))
    assert octets_compresses(reponse.content) <= 12 * KO and "no-store" in reponse.headers["Cache-Control"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("garde", [True, False])
def test_deux_pages_validees_en_meme_temps_ne_donnent_pas_deux_fois(garde: bool) -> None:
    """Le verrou du dossier fait attendre la seconde ; sans lui, c'est la contrainte qui parle."""
    call_command("charger_reference", verbosity=0)
    camille, sacha = personne(FICTIF), personne(AUTRE_FICTIF)
    dossier = ouvrir_dossier(responsable=camille, caf="31", numero_allocataire="9000001", le=LE())
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=LE())

    def donner() -> bool:
        return definir_autorisations(dossier=dossier, portees=["consulter"], le=LE())

    with nullcontext() if garde else mock.patch.object(module, "_tenir", lambda d: None):
        premier, second = a_deux(donner, donner)
    assert premier is True
    if garde:
        assert second is False
    else:
        assert isinstance(second, ValidationError) and second.code == "autorisation_une_a_la_fois"
    assert Autorisation.objects.count() == 1
