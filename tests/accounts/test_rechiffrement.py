"""The rings turn: everything sealed opens, everybody is found, and an interrupted run goes on where it was."""

from datetime import timedelta
from io import StringIO
from unittest import mock

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from accounts.models import Compte, EmpreinteNir, Personne, PointContact
from accounts.nir import Nir
from accounts.selectors import personne_par_nir
from accounts.services import ajouter_point_contact, remplacer_nir_provisoire
from portal import rechiffrement
from portal.parcours.models import Brouillon
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, PROVISOIRE, personne
from tests.outils.depot import SALLES
from tests.outils.typographie import fautes

NEUVE = {"neuve": b"n" * 32}
# BinaryFields that `sceller_donnee` did not write, and that nothing has to open.
# Digests: nothing to open.
NON_SCELLEES = {
    "accounts.empreintenir.valeur",
    "accounts.appareil.empreinte",
    "accounts.verification.navigateur",
    "accounts.secret.empreinte",
    "accounts.facteur.identifiant",
    "accounts.codesecours.empreinte",
    "accounts.lienfranceconnect.pivot_empreinte",
    "accounts.passagefranceconnect.navigateur",
    "accounts.passagefranceconnect.state",
}


@pytest.fixture
def ecrites(db: None) -> Personne:
    """A person with a former number and two contact points, another, and a draft."""
    camille = personne(PROVISOIRE)
    remplacer_nir_provisoire(personne=camille, definitif=Nir(FICTIF))
    ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 65")
    ajouter_point_contact(personne=camille, canal="courriel", valeur="camille@exemple.example")
    personne(AUTRE_FICTIF)
    brouillon = Brouillon(
        parcours="essai",
        compte=Compte.objects.create_user(nature="usager"),
        perime_le=timezone.now() + timedelta(days=1),
    )
    brouillon.reponses = {"nom": {"nom": ["Camille"]}}
    brouillon.save()
    return camille


def rechiffrer(**options: int) -> list[str]:
    sortie = StringIO()
    call_command("rechiffrer", stdout=sortie, **options)
    return sortie.getvalue().splitlines()


def tourner(settings) -> None:
    settings.CLES_DONNEES = {**NEUVE, **settings.CLES_DONNEES}
    settings.CLES_EMPREINTES = {**NEUVE, **settings.CLES_EMPREINTES}


def oublier_les_anciennes_cles(settings) -> None:
    settings.CLES_DONNEES = settings.CLES_EMPREINTES = NEUVE


def tout_s_ouvre(camille: Personne) -> bool:
    relue = Personne.objects.get(pk=camille.pk)
    return (
        relue.nir == Nir(FICTIF)
        and [a.nir for a in relue.nir_anciens.all()] == [Nir(PROVISOIRE)]
        and [p.masque for p in relue.points_contact.all()] == ["XX XX XX 46 65", "c•••@exemple.example"]
        and Brouillon.objects.get().reponses == {"nom": {"nom": ["Camille"]}}
    )


@pytest.mark.parametrize("lot", [1, 2, 200])
def test_apres_une_rotation_les_anciennes_cles_ne_servent_plus(ecrites: Personne, settings, lot: int) -> None:
    tourner(settings)
    modifie_le = Brouillon.objects.get().modifie_le
    phrases = rechiffrer(lot=lot)
    assert phrases[-1].startswith("Tout est sous la clé du moment") and not [
        f for p in phrases for f in fautes(p)
    ]
    oublier_les_anciennes_cles(settings)
    assert tout_s_ouvre(ecrites)
    for corps in (FICTIF, PROVISOIRE):
        assert personne_par_nir(Nir(corps)) == ecrites
    assert personne_par_nir(Nir(AUTRE_FICTIF)) is not None
    # Its owner changed nothing: the draft lives no longer for it.
    assert Brouillon.objects.get().modifie_le == modifie_le


def test_une_cle_sortie_du_trousseau_n_y_laisse_aucune_empreinte(ecrites: Personne, settings) -> None:
    tourner(settings)
    rechiffrer()
    assert set(EmpreinteNir.objects.values_list("cle", flat=True)) == {"neuve", "demo"}
    oublier_les_anciennes_cles(settings)
    rechiffrer()
    assert list(EmpreinteNir.objects.values_list("cle", flat=True)) == ["neuve"] * 3
    assert personne_par_nir(Nir(PROVISOIRE)) == ecrites


def test_relancee_elle_ne_refait_rien(ecrites: Personne, settings) -> None:
    tourner(settings)
    rechiffrer()
    avant = list(Personne.objects.order_by("pk").values_list("nir_scelle", flat=True))
    assert "accounts.personne.nir_scelle\u00a0: 0 lignes chiffrées de nouveau." in rechiffrer()
    assert list(Personne.objects.order_by("pk").values_list("nir_scelle", flat=True)) == avant


def test_interrompue_elle_reprend_ou_elle_en_etait(ecrites: Personne, settings) -> None:
    """Each batch is kept: the second run does only what the first did not."""
    tourner(settings)
    colonne = next(c for c in rechiffrement.colonnes() if c.modele is PointContact)
    vrai, faits = rechiffrement.sceller_donnee, []

    def s_arrete(clair: bytes, contexte: str) -> bytes:
        if faits:
            raise KeyboardInterrupt
        faits.append(contexte)
        return vrai(clair, contexte)

    with mock.patch.object(rechiffrement, "sceller_donnee", s_arrete), pytest.raises(KeyboardInterrupt):
        rechiffrement.rechiffrer(colonne, lot=1)
    assert tout_s_ouvre(ecrites)
    assert rechiffrement.rechiffrer(colonne, lot=1).refaites == 1
    assert tout_s_ouvre(ecrites)


def test_une_ligne_qui_ne_s_ouvre_pas_est_dite_et_n_arrete_pas_les_autres(ecrites, settings, caplog) -> None:
    point = PointContact.objects.get(canal="sms")
    PointContact.objects.filter(pk=point.pk).update(valeur_scellee=b"perdue:xxxxxxxxxxxxxxxxxxxx")
    Personne.objects.filter(pk=ecrites.pk).update(nir_scelle=b"perdue:xxxxxxxxxxxxxxxxxxxx")
    tourner(settings)
    with pytest.raises(CommandError, match=r"2 lignes ne s’ouvrent pas.*gardez les anciennes clés"):
        rechiffrer()
    assert f"la ligne {point.pk} ne s’ouvre pas" in caplog.text
    assert PointContact.objects.get(canal="courriel").valeur == "camille@exemple.example"
    # Her current number can't be fingerprinted again: its former fingerprint stays, and still finds her.
    assert personne_par_nir(Nir(FICTIF)) == ecrites
    settings.CLES_EMPREINTES = NEUVE
    with pytest.raises(CommandError):
        rechiffrer()
    assert EmpreinteNir.objects.filter(personne=ecrites, ancien=None, cle="demo").exists()


def test_chaque_colonne_binaire_est_enregistree_ou_dite_non_scellee() -> None:
    """A sealed column that nobody registers would be lost with its key."""
    enregistrees = {c.nom for c in rechiffrement.colonnes()}
    binaires = {
        f"{modele._meta.label_lower}.{champ.name}"
        for modele in apps.get_models()
        if modele.__module__.split(".")[0] in SALLES
        for champ in modele._meta.local_fields
        if isinstance(champ, models.BinaryField)
    }
    assert binaires == enregistrees | NON_SCELLEES
