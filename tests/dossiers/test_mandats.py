"""Who may act for whom (MC-14): the services, the rights, and what two agents do at once."""

from contextlib import nullcontext
from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.query import QuerySet

from accounts import droits
from accounts.nir import Nir
from accounts.selectors import personne_par_nir
from accounts.services.identite import EtatCivil
from dossiers.enums import Autorisable, Mesure, MotifFin, NatureTuteur, Portee
from dossiers.models import Dossier, Mandat, MembreTuteur, Tuteur
from dossiers.selectors import (
    AUTORISATIONS,
    dossiers_visibles,
    mandats_ouverts,
    portees,
    portees_du_mandat,
    portees_par_dossier,
    portees_propres,
)
from dossiers.services import (
    ajouter_membre,
    creer_tuteur,
    definir_autorisations,
    detacher,
    reconnaitre_ou_enregistrer,
    retirer_membre,
    terminer_mandat,
)
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.fabrique import FICTIF, personne
from tests.dossiers.tuteurs import ASSOCIATION, LE, Scene, beaucoup_de_mandats, jouer
from tests.outils.simultane import a_deux, sans_contrainte
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db
UN_JOUR = timedelta(days=1)


@pytest.fixture
def scene(db: None) -> Scene:
    return jouer()


def refus(code: str):
    return pytest.raises(ValidationError, check=lambda e: e.code == code and not fautes(e.messages[0]))


# ------------------------------------------------------------------ the table of roles
# What is said of the mandate, and of who asks → whether anything opens.
TABLE = {
    "tuteur pendant son mandat": True,
    "l’autre membre du même organisme": True,
    "tuteur la veille du premier jour": False,
    "tuteur le premier jour": True,
    "tuteur le dernier jour": True,
    "tuteur le lendemain du dernier jour": False,
    "membre retiré": False,
    "membre qui n’est pas encore arrivé": False,
    "personne protégée partie du dossier": False,
    "membre d’un autre organisme": False,
    "mandat sur un autre dossier": False,
    "personne d’aucun tuteur": False,
}


@pytest.mark.parametrize("cas", TABLE)
def test_la_table_des_roles_d_un_tuteur(scene: Scene, cas: str) -> None:
    """MC-14 : en mandat et hors mandat, membre et plus membre."""
    qui, le, dossier = scene.eve, LE(), scene.dossier
    du, dernier = LE() - 10 * UN_JOUR, LE() + 10 * UN_JOUR
    scene.mandat(du=du, au=dernier + UN_JOUR)
    if cas == "l’autre membre du même organisme":
        qui = scene.yann
    if "jour" in cas:
        le = {
            "veille": du - UN_JOUR,
            "le premier": du,
            "le dernier": dernier,
            "lendemain": dernier + UN_JOUR,
        }[next(mot for mot in ("veille", "lendemain", "le premier", "le dernier") if mot in cas)]
    if cas == "membre retiré":
        retirer_membre(membre=scene.membre(qui), le=le)
    if cas in {"membre qui n’est pas encore arrivé", "personne d’aucun tuteur"}:
        qui = personne()
    if cas == "membre qui n’est pas encore arrivé":
        ajouter_membre(tuteur=scene.association, personne=qui, du=le + UN_JOUR)
    if cas == "personne protégée partie du dossier":
        detacher(dossier=dossier, personne=scene.camille, le=le)
    if cas == "membre d’un autre organisme":
        qui = personne()
        autre = creer_tuteur(nature=NatureTuteur.ORGANISME, nom="Udaf fictive", caf="31", le=le)
        ajouter_membre(tuteur=autre, personne=qui, du=le)
    if cas == "mandat sur un autre dossier":
        dossier = Dossier.objects.create()
    ouvre = portees(qui, dossier, le)
    assert bool(ouvre) is TABLE[cas]
    assert dossiers_visibles(qui, le).filter(pk=dossier.pk).exists() is TABLE[cas], (
        "les deux moitiés s’accordent"
    )
    assert Portee.AUTORISER not in ouvre


@pytest.mark.parametrize("bancaires", [True, False])
@pytest.mark.parametrize("permise", Autorisable)
def test_chaque_chose_permise_ouvre_sa_part_et_rien_d_autre(scene: Scene, permise, bancaires: bool) -> None:
    scene.mandat(portees=[permise], coordonnees_bancaires=bancaires)
    attendues = {Portee.SES_DONNEES, *AUTORISATIONS[permise]}
    assert portees(scene.eve, scene.dossier, LE()) == attendues | (
        {Portee.COORDONNEES_BANCAIRES} if bancaires else set()
    )


def test_un_mandat_ne_permet_jamais_plus_que_la_personne_protegee(scene: Scene) -> None:
    """Le conjoint n'a que ce que le responsable lui laisse : son tuteur aussi, et dans l'instant."""
    scene.mandat(protegee=scene.sacha, coordonnees_bancaires=True)
    assert portees(scene.eve, scene.dossier, LE()) == {Portee.SES_DONNEES}
    definir_autorisations(dossier=scene.dossier, portees=["consulter"], le=LE())
    assert portees(scene.eve, scene.dossier, LE()) == {
        Portee.SES_DONNEES, *AUTORISATIONS[Autorisable.CONSULTER],
    }  # fmt: skip


def test_un_mandat_n_ajoute_rien_a_ce_qu_on_fait_pour_soi(scene: Scene) -> None:
    """Sacha est la conjointe, et la tutrice : ses deux titres ne se mêlent que dans la réponse la plus large."""
    soeur = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=scene.sacha, caf="31", le=LE())
    scene.mandat(tuteur=soeur, du=LE())
    assert Portee.PAIEMENTS in portees(scene.sacha, scene.dossier, LE())
    assert portees_propres(scene.sacha, scene.dossier, LE()) == {Portee.SES_DONNEES}
    assert portees_par_dossier(scene.sacha, LE()) == {scene.dossier.pk: {Portee.SES_DONNEES}}


def test_un_membre_sans_mandat_a_deja_quelque_chose_a_ouvrir(scene: Scene) -> None:
    """Il peut créer son compte avant le premier jugement."""
    assert droits.ouvre_quelque_chose(scene.eve, LE()) and not dossiers_visibles(scene.eve, LE())
    retirer_membre(membre=scene.membre(scene.eve), le=LE())
    assert not droits.ouvre_quelque_chose(scene.eve, LE())


# ------------------------------------------------------------------ writing
def test_ouvrir_et_terminer_se_journalisent_et_previennent_la_personne(scene: Scene) -> None:
    mandat = scene.mandat(portees=["consulter", "demander"], coordonnees_bancaires=True, caf="31")
    ligne = Evenement.objects.get(action="dossiers.mandat_ouvert")
    assert ligne.sujet == f"personne:{scene.camille.reference}" and ligne.caf == "31"
    assert ligne.donnees["portees"] == "consulter demander coordonnees_bancaires"
    # A body's users are not written to one by one.
    assert Courrier.objects.filter(modele="mandat_change").count() == 3
    avant = Courrier.objects.filter(modele="acces_tuteur_change").count()
    terminer_mandat(mandat=mandat, le=LE(), motif=MotifFin.MAINLEVEE)
    mandat.refresh_from_db()
    assert mandat.periode.upper == LE() and mandat.motif_fin == MotifFin.MAINLEVEE
    assert Evenement.objects.get(action="dossiers.mandat_termine").donnees["motif"] == "mainlevee"
    assert Courrier.objects.filter(modele="mandat_change").count() == 6
    assert Courrier.objects.filter(modele="acces_tuteur_change").count() == avant
    avis = Courrier.objects.filter(modele="mandat_change", canal="courriel").first()
    dit = f"{avis.contenu.texte} {avis.contenu.sujet}"
    assert not any(m in dit for m in ("Camille", "Capucines", "tutelle", "curatelle", "Toulouse"))
    with refus("mandat_fini"):
        terminer_mandat(mandat=mandat, le=LE(), motif=MotifFin.ERREUR)


def test_un_deces_n_est_pas_annonce_a_la_personne_mais_a_son_proche(scene: Scene) -> None:
    soeur = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=scene.sacha, caf="31", le=LE())
    mandat = scene.mandat(tuteur=soeur, du=LE() - UN_JOUR)
    Courrier.objects.all().delete()
    terminer_mandat(mandat=mandat, le=LE(), motif=MotifFin.DECES)
    assert set(Courrier.objects.values_list("modele", flat=True)) == {"acces_tuteur_change"}
    assert soeur.nom == "Sacha Galet"


def test_un_mandat_du_jour_termine_le_jour_meme_disparait_le_journal_reste(scene: Scene) -> None:
    mandat = scene.mandat(du=LE())
    terminer_mandat(mandat=mandat, le=LE(), motif=MotifFin.ERREUR)
    assert not Mandat.objects.exists()
    assert Evenement.objects.filter(action__startswith="dossiers.mandat_").count() == 2


@pytest.mark.parametrize(
    ("champs", "code"),
    [
        ({"portees": []}, "mandat_permet_quelque_chose"),
        ({"mesure": "autre"}, "mandat_mesure_connue"),
        ({"au": date(2020, 1, 1)}, "periode"),
    ],
)
def test_ce_qui_n_a_pas_de_sens_est_refuse_avec_une_phrase(scene: Scene, champs, code: str) -> None:
    with refus(code):
        scene.mandat(**champs)
    assert not Mandat.objects.exists() and not Evenement.objects.filter(action="dossiers.mandat_ouvert")


def test_on_n_agit_que_pour_quelqu_un_du_dossier_et_pas_pour_soi(scene: Scene) -> None:
    with refus("hors_du_dossier"):
        scene.mandat(protegee=scene.yann)
    camille = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=scene.camille, caf="31", le=LE())
    with refus("pour_soi"):
        scene.mandat(tuteur=camille)


def test_un_motif_inconnu_ne_termine_rien(scene: Scene) -> None:
    mandat = scene.mandat()
    with refus("mandat_motif_connu"):
        terminer_mandat(mandat=mandat, le=LE(), motif="parce que")
    assert portees(scene.eve, scene.dossier, LE())


def test_deux_mandats_se_suivent_sans_se_chevaucher(scene: Scene) -> None:
    scene.mandat(au=LE() + UN_JOUR)
    with refus("mandat_un_a_la_fois"):
        scene.mandat(du=LE(), mesure=Mesure.TUTELLE)
    scene.mandat(du=LE() + UN_JOUR, mesure=Mesure.TUTELLE)
    assert Mandat.objects.count() == 2


def test_un_tuteur_qui_est_une_personne_n_a_qu_elle(scene: Scene) -> None:
    seule = personne()
    tuteur = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=seule, caf="31", le=LE())
    with refus("membre_seul_de_son_tuteur"):
        ajouter_membre(tuteur=tuteur, personne=scene.eve, du=LE())
    with refus("membre_un_tuteur_en_son_nom"):
        creer_tuteur(nature=NatureTuteur.PERSONNE, personne=seule, caf="59", le=LE())
    with refus("membre_une_fois_a_la_fois"):
        ajouter_membre(tuteur=scene.association, personne=scene.eve, du=LE())
    with refus("tuteur_un_organisme_par_nom"):
        creer_tuteur(nature=NatureTuteur.ORGANISME, nom=ASSOCIATION.upper(), caf="59", le=LE())
    with refus("sans_personne"):
        creer_tuteur(nature=NatureTuteur.PERSONNE, caf="31", le=LE())
    assert Tuteur.objects.count() == 2


def test_un_membre_est_prevenu_de_ce_qui_le_concerne(scene: Scene) -> None:
    Courrier.objects.all().delete()
    membre = scene.membre(scene.eve)
    retirer_membre(membre=membre, le=LE())
    assert set(Courrier.objects.values_list("modele", flat=True)) == {"acces_tuteur_change"}
    with refus("membre_parti"):
        retirer_membre(membre=membre, le=LE())


# ------------------------------------------------------------------ who a member is
ETAT_CIVIL = EtatCivil("Ormeau", "Ève", date(1980, 4, 2))
ADRESSE = "Rose Tremière\n3 rue des Lilas\n31000 TOULOUSE"


def test_qui_est_connu_est_reconnu_sans_que_rien_de_lui_change(scene: Scene) -> None:
    """Une adresse donnée ici serait une porte de son compte."""
    assert (
        reconnaitre_ou_enregistrer(nir=Nir("2800431000101"), etat_civil=ETAT_CIVIL, adresse=ADRESSE)
        == scene.eve
    )
    assert scene.eve.points_contact.count() == 3
    with refus("pas_les_memes"):
        reconnaitre_ou_enregistrer(nir=Nir(FICTIF), etat_civil=ETAT_CIVIL)


def test_qui_est_inconnu_recoit_une_lettre(scene: Scene) -> None:
    nir, rose = Nir("2850731000103"), EtatCivil("Tremière", "Rose", date(1985, 7, 1))
    with refus("adresse_requise"):
        reconnaitre_ou_enregistrer(nir=nir, etat_civil=rose)
    assert personne_par_nir(nir) is None
    with pytest.raises(ValidationError):
        reconnaitre_ou_enregistrer(nir=nir, etat_civil=rose, adresse="nulle part")
    assert personne_par_nir(nir) is None, "tout ou rien"
    nouvelle = reconnaitre_ou_enregistrer(nir=nir, etat_civil=rose, adresse=ADRESSE)
    assert nouvelle.secrets.count() == 1 and personne_par_nir(nir) == nouvelle


# ------------------------------------------------------------------ at once
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("garde", [True, False])
def test_deux_agents_enregistrent_le_meme_mandat(garde: bool) -> None:
    scene = jouer()
    sans_verrou = mock.patch.object(QuerySet, "select_for_update", lambda self, **_: self)
    with (
        nullcontext() if garde else sans_contrainte(Mandat, "mandat_un_a_la_fois"),
        nullcontext() if garde else sans_verrou,
    ):
        _, second = a_deux(scene.mandat, scene.mandat)
        nombre = Mandat.objects.count()
    if garde:
        assert isinstance(second, ValidationError) and second.code == "mandat_un_a_la_fois"
    assert nombre == (1 if garde else 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("garde", [True, False])
def test_deux_agents_enregistrent_la_meme_personne_comme_tuteur(garde: bool) -> None:
    jouer()
    qui = personne()

    def creer() -> Tuteur:
        return creer_tuteur(nature=NatureTuteur.PERSONNE, personne=qui, caf="31", le=LE())

    with nullcontext() if garde else sans_contrainte(MembreTuteur, "membre_un_tuteur_en_son_nom"):
        _, second = a_deux(creer, creer)
        nombre = Tuteur.objects.filter(nature=NatureTuteur.PERSONNE).count()
    if garde:
        assert isinstance(second, ValidationError) and second.code == "membre_un_tuteur_en_son_nom"
    assert nombre == (1 if garde else 2)


@pytest.mark.django_db(transaction=True)
def test_terminer_deux_fois_a_la_fois_ne_termine_qu_une_fois() -> None:
    scene = jouer()
    mandat = scene.mandat()

    def terminer(motif: str):
        return lambda: terminer_mandat(mandat=mandat, le=LE(), motif=motif)

    _, second = a_deux(terminer(MotifFin.MAINLEVEE), terminer(MotifFin.ERREUR))
    assert isinstance(second, ValidationError) and second.code == "mandat_fini"
    assert Mandat.objects.get().motif_fin == MotifFin.MAINLEVEE


# ------------------------------------------------------------------ many
def test_dix_mille_mandats_se_lisent_par_leurs_index(scene: Scene) -> None:
    """The plan, not the time: neither the dossiers, nor the mandates, nor the persons of others are read through."""
    beaucoup_de_mandats(scene.association, 300)
    ailleurs = creer_tuteur(nature=NatureTuteur.ORGANISME, nom="Grande Udaf", caf="31", le=LE())
    beaucoup_de_mandats(ailleurs, 10_000, depuis=300)
    un = mandats_ouverts(scene.eve, LE()).filter(reference=Mandat.objects.first().reference)
    for plan in (
        un.explain(),
        dossiers_visibles(scene.eve, LE())[:20].explain(),
        mandats_ouverts(scene.eve, LE()).order_by("pk")[:20].explain(),
        mandats_ouverts(scene.eve, LE()).order_by("protegee__nom_naissance", "pk")[:20].explain(),
    ):
        assert "Seq Scan on dossiers_mandat" not in plan and "Seq Scan on dossiers_dossier" not in plan, plan
        assert "Seq Scan on dossiers_rattachement" not in plan, plan


def test_les_portees_d_un_mandat_se_lisent_sans_autre_requete(scene: Scene, assert_sql) -> None:
    beaucoup_de_mandats(scene.association, 10)
    with assert_sql(1):
        lus = [portees_du_mandat(m) for m in mandats_ouverts(scene.eve, LE()).order_by("pk")]
    assert len(lus) == 10 and all(Portee.PAIEMENTS in p for p in lus)


def test_les_references_disent_ce_qu_elles_sont(scene: Scene) -> None:
    mandat = scene.mandat()
    for objet in (mandat, scene.association, scene.membre(scene.eve)):
        assert objet.reference in str(objet)


def test_la_base_a_le_dernier_mot_sur_une_periode_sans_debut(scene: Scene) -> None:
    for modele, champs in (
        (MembreTuteur, {"tuteur": scene.association, "personne": scene.camille}),
        (Mandat, {"tuteur": scene.association, "dossier": scene.dossier, "protegee": scene.camille,
                  "mesure": Mesure.TUTELLE, "consulter": True}),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="periode_datee"), transaction.atomic():
            modele.objects.create(periode=(None, LE()), **champs)
