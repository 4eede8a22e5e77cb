"""A person, sealed at rest: found by any of their numbers, under any key of the ring, and by no other way."""

import hashlib
import hmac
from unittest import mock

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from accounts.enums import Nature, NatureNir
from accounts.models import Compte, EmpreinteNir, NirAncien, Personne, PointContact
from accounts.nir import Nir, VraiNumero
from accounts.selectors import personne_par_nir
from accounts.services import (
    ajouter_point_contact,
    attribuer_nir,
    rattacher_compte,
    remplacer_nir_provisoire,
)
from portal.chiffrement import Indechiffrable, empreintes
from portal.violations import en_phrases
from tests.accounts.fabrique import AUTRE_FICTIF, FICTIF, PROVISOIRE, REEL, personne
from tests.outils.typographie import fautes

pytestmark = pytest.mark.django_db

CLE_NEUVE = {"neuve": b"n" * 32}


def refus_de(code: str):
    return pytest.raises(ValidationError, check=lambda e: e.code == code and not fautes(e.message))


def tout_ce_qui_est_ecrit() -> str:
    """Every row of the tables of this room, as a dump of the database would hold it."""
    with connection.cursor() as curseur:
        textes = []
        for modele in (Personne, NirAncien, EmpreinteNir, PointContact):
            curseur.execute(
                f"SELECT t::text, encode(t::text::bytea, 'escape') FROM {modele._meta.db_table} t"
            )
            textes += [str(ligne) for ligne in curseur.fetchall()]
    return "\n".join(textes)


def test_une_personne_existe_sans_compte_et_sans_numero() -> None:
    camille = personne(nom_usage="  Le   Goff ")
    assert (camille.nir, camille.compte, camille.nom_usage) == (None, None, "Le Goff")
    assert str(camille) == f"Personne {camille.reference}"


def test_son_numero_la_retrouve_avec_son_compte_en_une_requete(assert_sql) -> None:
    compte = Compte.objects.create_user(nature=Nature.USAGER)
    camille = personne(FICTIF, compte=compte)
    with assert_sql(1):
        trouvee = personne_par_nir(Nir("2 92 03 31 555 999"))
        assert trouvee == camille and trouvee.compte == compte
    assert trouvee.nir == Nir(FICTIF)


def test_connu_ou_inconnu_coute_autant(assert_sql, settings) -> None:
    """R-14: as many queries and as many hashes, during a rotation too."""
    settings.CLES_EMPREINTES = {**CLE_NEUVE, **settings.CLES_EMPREINTES}
    camille = personne(FICTIF)
    comptes = []
    for corps, attendue in ((FICTIF, camille), (AUTRE_FICTIF, None)):
        with assert_sql(1) as vu, mock.patch.object(hmac, "digest", wraps=hmac.digest) as hache:
            assert personne_par_nir(Nir(corps)) == attendue
        comptes.append((len(vu), hache.call_count))
    assert comptes[0] == comptes[1] == (1, 2)


def test_rien_n_est_lisible_dans_la_base_et_une_ligne_deplacee_ne_s_ouvre_pas() -> None:
    camille, sacha = personne(PROVISOIRE), personne(AUTRE_FICTIF)
    remplacer_nir_provisoire(personne=camille, definitif=Nir(FICTIF))
    ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 65")
    ajouter_point_contact(personne=camille, canal="courriel", valeur="camille@exemple.example")
    ecrit = tout_ce_qui_est_ecrit()
    nus = [hashlib.sha256(c.encode()).hexdigest() for c in (FICTIF, PROVISOIRE, AUTRE_FICTIF)]
    for secret in (FICTIF, PROVISOIRE, AUTRE_FICTIF, "639984665", "camille@", *nus):
        assert secret not in ecrit and secret.encode().hex() not in ecrit
    Personne.objects.filter(pk=sacha.pk).update(nir_scelle=camille.nir_scelle)
    with pytest.raises(Indechiffrable):
        Personne.objects.get(pk=sacha.pk).nir  # noqa: B018


def test_un_vrai_numero_n_est_jamais_ecrit_sans_exploitant(settings) -> None:
    camille = personne()
    with pytest.raises(VraiNumero):
        attribuer_nir(personne=camille, nir=Nir(REEL))
    with pytest.raises(VraiNumero):
        personne(REEL)
    assert Personne.objects.count() == 1 and not EmpreinteNir.objects.exists()
    assert Personne.objects.get().nir is None
    settings.NIR_FICTIFS_SEULEMENT = False
    attribuer_nir(personne=Personne.objects.get(), nir=Nir(REEL))
    assert personne_par_nir(Nir(REEL)) == camille


def test_deux_personnes_n_ont_pas_le_meme_numero() -> None:
    personne(FICTIF)
    sacha = personne()
    with refus_de("empreinte_nir_unique") as refus:
        attribuer_nir(personne=sacha, nir=Nir(FICTIF))
    assert refus.value.messages == ["Ce numéro est déjà celui d’une autre personne."]
    assert refus.value.__suppress_context__
    assert Personne.objects.get(pk=sacha.pk).nir is None
    with refus_de("empreinte_nir_unique"):
        personne(FICTIF)
    assert Personne.objects.count() == 2


def test_une_personne_n_a_qu_un_numero_a_la_fois() -> None:
    camille = personne(FICTIF)
    attribuer_nir(personne=camille, nir=Nir(FICTIF))
    with refus_de("nir_deja_attribue"):
        attribuer_nir(personne=camille, nir=Nir(AUTRE_FICTIF))
    with pytest.raises(IntegrityError, match="empreinte_nir_une_par_cle"), transaction.atomic():
        EmpreinteNir.objects.create(personne=camille, cle="demo", valeur=b"x" * 32)


def test_un_numero_provisoire_devient_definitif_et_les_deux_la_retrouvent(assert_sql) -> None:
    """MC-06. The history is kept, sealed."""
    camille = personne(PROVISOIRE)
    trace = remplacer_nir_provisoire(personne=camille, definitif=Nir(FICTIF))
    for corps in (PROVISOIRE, FICTIF):
        with assert_sql(1):
            assert personne_par_nir(Nir(corps)) == camille
    relue = Personne.objects.get(pk=camille.pk)
    assert relue.nir == Nir(FICTIF)
    assert [a.nir for a in relue.nir_anciens.all()] == [Nir(PROVISOIRE)] == [trace.nir]
    assert trace.nature == NatureNir.PROVISOIRE
    # And nobody else is given either.
    for corps in (PROVISOIRE, FICTIF):
        with refus_de("empreinte_nir_unique"):
            personne(corps)


def test_un_numero_definitif_ne_se_remplace_pas() -> None:
    definitive, sans, provisoire = personne(FICTIF), personne(), personne(PROVISOIRE)
    for qui in (definitive, sans):
        with refus_de("nir_non_provisoire"):
            remplacer_nir_provisoire(personne=qui, definitif=Nir(AUTRE_FICTIF))
    with refus_de("nir_non_definitif"):
        remplacer_nir_provisoire(personne=provisoire, definitif=Nir("8920331555999"))
    with refus_de("empreinte_nir_unique"):
        remplacer_nir_provisoire(personne=provisoire, definitif=Nir(FICTIF))
    relue = Personne.objects.get(pk=provisoire.pk)
    assert relue.nir == Nir(PROVISOIRE) and not NirAncien.objects.exists()
    assert personne_par_nir(Nir(PROVISOIRE)) == relue


def test_pendant_une_rotation_un_numero_reste_unique_et_se_trouve_sous_chaque_cle(
    settings, assert_sql
) -> None:
    """Somebody known under the former key only; a process that has not been restarted; nobody doubled."""
    ancienne = settings.CLES_EMPREINTES
    camille = personne(FICTIF)
    settings.CLES_EMPREINTES = {**CLE_NEUVE, **ancienne}
    with assert_sql(1):
        assert personne_par_nir(Nir(FICTIF)) == camille
    with refus_de("empreinte_nir_unique"):
        personne(FICTIF)
    sacha = personne(AUTRE_FICTIF)
    settings.CLES_EMPREINTES = ancienne
    assert personne_par_nir(Nir(AUTRE_FICTIF)) == sacha
    with refus_de("empreinte_nir_unique"):
        personne(AUTRE_FICTIF)


def test_une_empreinte_depend_de_la_cle_et_de_l_usage(settings) -> None:
    settings.CLES_EMPREINTES = {**CLE_NEUVE, **settings.CLES_EMPREINTES}
    faites = [
        *empreintes(b"1", "nir").values(),
        *empreintes(b"1", "autre").values(),
        *empreintes(b"2", "nir").values(),
    ]
    assert list(empreintes(b"1", "nir")) == ["neuve", "demo"]
    assert len(set(faites)) == 6 and {len(e) for e in faites} == {32}


def test_une_erreur_de_la_base_sans_phrase_reste_une_erreur() -> None:
    with pytest.raises(IntegrityError), en_phrases(PointContact):
        Personne.objects.bulk_create([Personne(nom_naissance="", prenoms="", date_naissance="2000-01-01")])
    assert not Personne.objects.exists()


@pytest.mark.parametrize("nature", [Nature.AGENT, Nature.BAILLEUR])
def test_seul_un_compte_d_usager_est_celui_d_une_personne(nature: str) -> None:
    with refus_de("compte_d_usager"):
        rattacher_compte(personne=personne(), compte=Compte.objects.create_user(nature=nature))


def test_un_compte_est_celui_d_une_seule_personne() -> None:
    camille, sacha = personne(), personne()
    compte, autre = (Compte.objects.create_user(nature=Nature.USAGER) for _ in range(2))
    rattacher_compte(personne=camille, compte=compte)
    rattacher_compte(personne=camille, compte=compte)
    assert Compte.objects.get(pk=compte.pk).personne == camille
    for qui, quoi in ((sacha, compte), (camille, autre)):
        with refus_de("compte_deja_rattache"):
            rattacher_compte(personne=qui, compte=quoi)


def test_la_base_refuse_une_personne_sans_nom() -> None:
    camille = personne()
    with pytest.raises(IntegrityError, match="personne_nommee"), transaction.atomic():
        Personne.objects.filter(pk=camille.pk).update(nom_naissance="")
    with pytest.raises(ValidationError):
        personne(prenoms="  ")
    assert personne(reference="REFERENCECHOISIE").reference == "REFERENCECHOISIE"
    with refus_de("personne_reference_unique"):
        personne(reference="REFERENCECHOISIE")


def test_le_site_des_agents_ne_montre_ni_numero_ni_empreinte() -> None:
    """R-31. Sealed columns and fingerprints are no field of any form or list."""
    for modele, gestion in admin.site._registry.items():
        scelles = {f.name for f in modele._meta.fields if isinstance(f, models.BinaryField)} | {"nir"}
        assert modele not in (EmpreinteNir, NirAncien)
        montres = [
            *gestion.list_display,
            *(gestion.fields or ()),
            *gestion.readonly_fields,
            *gestion.search_fields,
        ]
        assert not scelles & {str(m) for m in montres}
    assert not [f.name for f in Personne._meta.fields if isinstance(f, models.BinaryField) and f.editable]
