"""Tuteurs, who enters in their name, and mandates, as agents enter them (MC-14)."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Personne
from accounts.nir import Nir
from accounts.selectors import personne_par_nir
from dossiers.enums import Mesure, MotifFin, NatureTuteur, Portee, Role
from dossiers.models import Mandat, MembreTuteur, Tuteur
from dossiers.selectors import portees
from dossiers.services import creer_tuteur, detacher, ouvrir_mandat, rattacher
from portal.courriers.models import Courrier
from portal.journal.models import Evenement
from tests.accounts.fabrique import personne
from tests.agents.conftest import MEMBRES, NIRS, NOMS
from tests.dossiers.tuteurs import beaucoup_de_mandats
from tests.outils.mesures import compter_sql
from tests.outils.page import Page

pytestmark = pytest.mark.django_db
LE = timezone.localdate
UN_JOUR = timedelta(days=1)
TUTEURS = "/agents/dossiers/tuteur/"
ROSE = {
    "nir": "2850731000103", "nom_naissance": "Tremière", "prenoms": "Rose", "date_naissance": "1985-07-01",
    "adresse": "Rose Tremière\n3 rue des Lilas\n31000 TOULOUSE",
}  # fmt: skip


def dossier(decor, caf: str = "31") -> str:
    return f"/agents/dossiers/dossier/{decor.dossiers[caf].reference}/"


def tuteur(decor, caf: str = "31") -> str:
    return f"{TUTEURS}{decor.membres[caf].tuteur.reference}/"


def mandat(**champs: Any) -> dict[str, Any]:
    return {
        "mesure": "curatelle_renforcee", "permet": ["consulter", "coordonnees_bancaires"],
        "du": f"{LE()}", "dernier": f"{LE() + 90 * UN_JOUR}", **champs,
    }  # fmt: skip


def test_enregistrer_un_organisme_ses_membres_puis_un_mandat(du_31, decor) -> None:
    """The whole way of an agent, page after page, and what it opens at the end."""
    reponse = du_31.post(f"{TUTEURS}add/", {"nom": "Udaf  fictive", "caf": "31"})
    udaf = Tuteur.objects.get(nom="Udaf fictive")
    assert reponse["Location"] == f"{TUTEURS}{udaf.reference}/change/" and udaf.caf_id == "31"
    du_31.post(f"{TUTEURS}{udaf.reference}/membres/", {**ROSE, "du": f"{LE()}"})
    rose = personne_par_nir(Nir(ROSE["nir"]))
    assert rose is not None and rose.secrets.count() == 1, "sa lettre de première connexion est partie"
    assert "Rose Tremière" in du_31.get(f"{TUTEURS}{udaf.reference}/change/").content.decode()
    trouves = Page(du_31.post(f"{dossier(decor)}mandats/", {"nom": "FICTIVE udaf"}).content.decode())
    (choisir,) = [lien for lien in trouves.liens() if udaf.reference in lien]
    qui = decor.personnes["31"]
    reponse = du_31.post(choisir, mandat(protegee=qui.reference, jugement_reference="24/A/00123"))
    assert reponse["Location"] == f"{dossier(decor)}change/"
    assert portees(rose, decor.dossiers["31"], LE()) == {
        Portee.SES_DONNEES, Portee.CONSULTER, Portee.PAIEMENTS, Portee.ATTESTATIONS, Portee.COORDONNEES_BANCAIRES,
    }  # fmt: skip
    nouveau = Mandat.objects.get(tuteur=udaf)
    assert nouveau.periode.upper == LE() + 91 * UN_JOUR, "le dernier jour est inclus"
    ligne = Evenement.objects.filter(action="dossiers.mandat_ouvert").latest("id")
    assert (ligne.acteur, ligne.caf) == (decor.comptes["agent du 31"].reference, "31")
    fiche = du_31.get(f"{dossier(decor)}change/").content.decode()
    assert "Udaf fictive" in fiche and "Curatelle renforcée" in fiche and "24/A" not in repr(ligne.donnees)


def test_enregistrer_quelqu_un_de_la_famille(du_31, decor) -> None:
    reponse = du_31.post(f"{TUTEURS}add/personne/", {**ROSE, "caf": "31"})
    rose = Tuteur.objects.get(nature=NatureTuteur.PERSONNE)
    assert rose.nom == "Rose Tremière" and rose.reference in reponse["Location"]
    assert "Ajouter quelqu’un" not in du_31.get(reponse["Location"]).content.decode()
    encore = du_31.post(f"{TUTEURS}add/personne/", {**ROSE, "caf": "31"}).content.decode()
    assert "déjà enregistrée comme tuteur" in encore and Tuteur.objects.count() == 3


def test_ce_qui_manque_est_dit_et_ce_qui_est_tape_reste(du_31, decor) -> None:
    vide = du_31.post(f"{TUTEURS}add/personne/", {**ROSE, "caf": "31", "adresse": ""}).content.decode()
    assert "ne connaissons pas encore cette personne" in vide and "Tremière" in vide
    autre = {**ROSE, "nir": NIRS["59"], "caf": "31"}
    lue = du_31.post(f"{TUTEURS}add/personne/", autre).content.decode()
    assert "ne vont pas ensemble" in lue and NOMS["59"] not in lue and not personne_par_nir(Nir(ROSE["nir"]))
    page = f"{dossier(decor)}mandats/ouvrir/{decor.membres['31'].tuteur.reference}/"
    qui = decor.personnes["31"].reference
    for envoi, phrase in (
        (mandat(protegee=qui, permet=[]), "Cochez au moins une chose"),
        (mandat(protegee=qui, dernier=f"{LE() - UN_JOUR}"), "Le dernier jour vient après"),
        (mandat(protegee=qui), "a déjà un mandat pour cette personne"),
        (mandat(protegee=decor.personnes["59"].reference), "Sélectionnez un choix valide"),
    ):
        texte = du_31.post(page, envoi).content.decode()
        assert phrase in texte and f"{LE()}" in texte, phrase
    assert Mandat.objects.count() == 2


def test_terminer_un_mandat_ferme_le_dossier_aussitot_et_reste_dans_l_histoire(du_31, decor) -> None:
    membre, vu = decor.membres["31"], decor.mandats["31"]
    assert portees(membre.personne, decor.dossiers["31"], LE())
    (page,) = [
        lien
        for lien in Page(du_31.get(f"{dossier(decor)}change/").content.decode()).liens()
        if "terminer" in lien
    ]
    hier = du_31.post(page, {"le": f"{LE() - UN_JOUR}", "motif": MotifFin.MAINLEVEE})
    assert "aujourd’hui, ou un jour à venir" in hier.content.decode()
    du_31.post(page, {"le": f"{LE()}", "motif": MotifFin.MAINLEVEE})
    assert not portees(membre.personne, decor.dossiers["31"], LE())
    fiche = du_31.get(f"{dossier(decor)}change/").content.decode()
    assert "Le juge l’a levée" in fiche and vu.reference not in fiche
    assert "déjà terminé" in du_31.post(page, {"le": f"{LE()}", "motif": MotifFin.ERREUR}).content.decode()


def test_qui_a_quitte_le_dossier_n_y_est_plus_nomme(du_31, decor) -> None:
    detacher(dossier=decor.dossiers["31"], personne=decor.personnes["31"], le=LE())
    fiche = du_31.get(f"{dossier(decor)}change/").content.decode()
    assert "une personne partie du dossier" in fiche and NOMS["31"] not in fiche


def test_retirer_un_membre_et_renvoyer_sa_lettre(du_31, decor) -> None:
    membre = decor.membres["31"]
    page = f"{tuteur(decor)}membres/{membre.reference}/"
    assert "Aucune adresse postale" in du_31.post(f"{page}lettre/").content.decode()
    du_31.post(f"{page}retirer/", {"le": f"{LE()}"})
    membre.refresh_from_db()
    assert membre.periode.upper == LE() and not portees(membre.personne, decor.dossiers["31"], LE())
    assert "n’entre déjà plus" in du_31.post(f"{page}retirer/", {"le": f"{LE()}"}).content.decode()


def test_une_lettre_se_renvoie_a_qui_n_a_pas_choisi_de_mot_de_passe(du_31, decor) -> None:
    du_31.post(f"{tuteur(decor)}membres/", {**ROSE, "du": f"{LE()}"})
    membre = MembreTuteur.objects.latest("pk")
    fiche = du_31.get(f"{tuteur(decor)}change/").content.decode()
    assert "Lettre de première connexion<span" in fiche and "Retirer<span" in fiche, (
        "chaque lien dit pour qui"
    )
    reponse = du_31.post(f"{tuteur(decor)}membres/{membre.reference}/lettre/")
    assert reponse.status_code == 302 and membre.personne.secrets.count() == 2


def test_l_agent_d_une_autre_caf_ne_dit_pas_qui_entre_au_nom_d_un_organisme(client, decor) -> None:
    """Le 59 voit l'organisme du 31 qui a un mandat chez lui, et rien de ses membres."""
    du_31 = decor.membres["31"]
    ouvrir_mandat(
        tuteur=du_31.tuteur, dossier=decor.dossiers["59"], protegee=decor.personnes["59"], mesure=Mesure.TUTELLE,
        portees=["consulter"], du=LE(),
    )  # fmt: skip
    client.force_login(decor.comptes["agent du 59"])
    fiche = client.get(f"{tuteur(decor)}change/").content.decode()
    assert "gérés par la" in fiche and MEMBRES["31"] not in fiche
    assert decor.dossiers["59"].reference in fiche and decor.dossiers["31"].reference not in fiche
    for page in ("membres/", f"membres/{du_31.reference}/retirer/", f"membres/{du_31.reference}/lettre/"):
        assert client.get(f"{tuteur(decor)}{page}").status_code == 403
        assert client.post(f"{tuteur(decor)}{page}", {**ROSE, "du": f"{LE()}"}).status_code == 403
    assert not Personne.objects.filter(nom_naissance="Tremière").exists()


def test_le_nom_du_tuteur_d_une_famille_n_est_pas_pour_toutes_les_caf(client, decor) -> None:
    """Un organisme se trouve de partout, une personne seulement là où elle est connue."""
    creer_tuteur(nature=NatureTuteur.PERSONNE, personne=personne(nom_naissance="Coudrier"), caf="31", le=LE())
    for role, attendu in (("agent du 31", True), ("agent du 59", False)):
        client.force_login(decor.comptes[role])
        page = f"{dossier(decor, role[-2:])}mandats/"
        assert ("Coudrier" in client.post(page, {"nom": "coudrier"}).content.decode()) is attendu
        assert "Organisme 31" in client.post(page, {"nom": "organisme"}).content.decode()
        chercher = client.post(f"{TUTEURS}chercher/", {"nom": "coudrier"}).content.decode()
        assert (TUTEURS in "".join(re.findall(r'<li>\s*<a href="([^"]+)"', chercher))) is attendu
        assert "Indiquez au moins un mot" in client.post(page, {"nom": " "}).content.decode()


def test_un_mandat_ne_s_ouvre_pas_au_tuteur_d_une_famille_d_ailleurs(client, decor) -> None:
    rose = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=personne(), caf="31", le=LE())
    client.force_login(decor.comptes["agent du 59"])
    page = f"{dossier(decor, '59')}mandats/ouvrir/{rose.reference}/"
    assert client.get(page).status_code == 404
    assert client.post(page, mandat(protegee=decor.personnes["59"].reference)).status_code == 404


def test_chaque_lecture_et_chaque_recherche_sont_au_journal_sans_le_nom_cherche(du_31, decor) -> None:
    du_31.get(TUTEURS), du_31.get(f"{tuteur(decor)}change/")
    du_31.post(f"{TUTEURS}chercher/", {"nom": "Organisme"})
    lignes = Evenement.objects.filter(
        action__startswith="dossiers.tuteur", acteur=decor.comptes["agent du 31"].reference
    )
    assert list(lignes.order_by("id").values_list("action", "sujet")) == [
        ("dossiers.tuteurs_listes", ""),
        ("dossiers.tuteur_consulte", f"tuteur:{decor.membres['31'].tuteur.reference}"),
        ("dossiers.tuteur_cherche", ""),
    ]
    assert "Organisme" not in repr(list(lignes.values("donnees")))


def test_les_fiches_ne_coutent_pas_plus_quand_les_mandats_sont_nombreux(du_31, decor) -> None:
    pages = (f"{tuteur(decor)}change/", TUTEURS, f"{dossier(decor)}change/")
    couts = []
    for page in pages:
        du_31.get(page)
    for combien in (2, 300):
        beaucoup_de_mandats(decor.membres["31"].tuteur, combien, depuis=combien)
        for page in pages:
            with compter_sql() as vu:
                assert du_31.get(page).status_code == 200
            couts.append(len(vu))
    assert couts[:3] == couts[3:] and max(couts) <= 14, couts


def test_personne_n_est_prevenu_d_un_mandat_refuse(du_31, decor) -> None:
    Courrier.objects.all().delete()
    page = f"{dossier(decor)}mandats/ouvrir/{decor.membres['31'].tuteur.reference}/"
    du_31.post(page, mandat(protegee=decor.personnes["31"].reference))
    assert not Courrier.objects.exists()


def test_une_separation_dit_quand_l_ancien_conjoint_est_aussi_le_tuteur(du_31, decor) -> None:
    """R-26 : elle ne termine pas ce qu'un juge a décidé, et l'agent doit le savoir."""
    page = f"{dossier(decor)}separation/"
    sacha = personne(nom_naissance="Galet")
    rattacher(dossier=decor.dossiers["31"], personne=sacha, role=Role.CONJOINT, du=LE() - UN_JOUR)
    assert "agit aussi comme tuteur" not in du_31.get(page).content.decode()
    tuteur_familial = creer_tuteur(nature=NatureTuteur.PERSONNE, personne=sacha, caf="31", le=LE())
    ouvrir_mandat(
        tuteur=tuteur_familial, dossier=decor.dossiers["31"], protegee=decor.personnes["31"],
        mesure=Mesure.HABILITATION_FAMILIALE, portees=["consulter"], du=LE(),
    )  # fmt: skip
    assert "agit aussi comme tuteur" in du_31.get(page).content.decode()
