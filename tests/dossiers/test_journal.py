"""What is done to a person or to a dossier is in the journal, with who did it, and nothing personal."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Nature
from accounts.models import Compte
from accounts.nir import Nir
from accounts.services import (
    ajouter_point_contact,
    attribuer_nir,
    creer_personne,
    rattacher_compte,
    remplacer_nir_provisoire,
)
from dossiers.enums import Role
from dossiers.services import changer_de_caf, detacher, ouvrir_dossier, rattacher
from portal.cafs.models import Caisse
from portal.journal.models import Evenement
from tests.accounts.fabrique import FICTIF, PROVISOIRE

pytestmark = pytest.mark.django_db

LE = date(2025, 1, 1)


def lignes():
    """(action, actor, subject) of each event, oldest first."""
    return list(Evenement.objects.order_by("pk").values_list("action", "acteur", "sujet"))


def quelqu_un(**autres):
    return creer_personne(
        nom_naissance="Aubépine", prenoms="Camille", date_naissance=date(1990, 1, 1), **autres
    )


def test_la_vie_d_une_personne_s_ecrit_avec_qui_l_a_faite():
    agent = Compte.objects.create_user(nature=Nature.AGENT, is_staff=True)
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    camille = quelqu_un(acteur=agent)
    attribuer_nir(personne=camille, nir=Nir(PROVISOIRE), acteur=agent)
    remplacer_nir_provisoire(personne=camille, definitif=Nir(FICTIF), acteur=agent)
    ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 65", acteur=agent)
    rattacher_compte(personne=camille, compte=compte)
    sujet = f"personne:{camille.reference}"
    assert lignes() == [
        ("accounts.personne_creee", agent.reference, sujet),
        ("accounts.nir_attribue", agent.reference, sujet),
        ("accounts.nir_remplace", agent.reference, sujet),
        ("accounts.contact_ajoute", agent.reference, sujet),
        ("accounts.compte_rattache", "", sujet),
    ]
    ecrit = repr(list(Evenement.objects.values()))
    for personnel in ("Aubépine", "Camille", FICTIF, PROVISOIRE, "639984665"):
        assert personnel not in ecrit


def test_la_vie_d_un_dossier_s_ecrit():
    Caisse.objects.bulk_create(
        [Caisse(code="31", nom="Caf de la Haute-Garonne"), Caisse(code="81", nom="Caf du Tarn")]
    )
    camille, sacha = quelqu_un(), quelqu_un()
    dossier = ouvrir_dossier(responsable=camille, caf="31", numero_allocataire="1234567", le=LE)
    rattacher(dossier=dossier, personne=sacha, role=Role.CONJOINT, du=LE)
    detacher(dossier=dossier, personne=sacha, le=date(2025, 6, 1))
    changer_de_caf(dossier=dossier, caf="81", numero_allocataire="7654321", le=date(2025, 9, 1))
    assert [(a, s) for a, _, s in lignes()[2:]] == [
        (f"dossiers.{quoi}", f"dossier:{dossier.reference}")
        for quoi in (
            "dossier_ouvert",
            "personne_rattachee",
            "personne_rattachee",
            "personne_detachee",
            "caf_changee",
        )
    ]
    assert list(Evenement.objects.filter(action="dossiers.caf_changee").values_list("caf", flat=True)) == [
        "81"
    ]
    assert "1234567" not in repr(list(Evenement.objects.values()))


def test_ce_qui_est_refuse_ne_laisse_pas_de_ligne():
    camille, sacha = quelqu_un(nir=Nir(FICTIF)), quelqu_un()
    avant = lignes()
    with pytest.raises(ValidationError):
        attribuer_nir(personne=sacha, nir=Nir(FICTIF))
    with pytest.raises(ValidationError):
        ajouter_point_contact(personne=camille, canal="sms", valeur="pas un numéro")
    assert lignes() == avant


def test_refaire_ce_qui_est_fait_n_ecrit_rien_de_plus():
    camille = quelqu_un(nir=Nir(FICTIF))
    ajouter_point_contact(personne=camille, canal="courriel", valeur="camille@exemple.example")
    avant = lignes()
    attribuer_nir(personne=camille, nir=Nir(FICTIF))
    ajouter_point_contact(personne=camille, canal="courriel", valeur="camille@exemple.example")
    assert lignes() == avant
