"""Contact points: read with tolerance, masked on screen (MC-19), fiction numbers in the demonstration only."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.coordonnees import lire_adresse, lire_courriel, lire_telephone
from accounts.models import PointContact
from accounts.services import ajouter_point_contact
from tests.accounts.fabrique import personne
from tests.outils.typographie import fautes

ADRESSE = "Camille Roche\n 3   rue des Lilas\n\n31000 TOULOUSE"


def code_de_refus(lire, saisie: str) -> str:
    with pytest.raises(ValidationError) as refus:
        lire(saisie)
    assert fautes(refus.value.message) == []
    return refus.value.code


@pytest.mark.parametrize(
    "saisie", ["06 39 98 46 65", "0639984665", "06.39.98.46.65", "+33 6 39 98 46 65", "0033639984665"]
)
def test_un_numero_de_fiction_passe_dans_la_demonstration_et_la_seulement(saisie: str, settings) -> None:
    settings.DEMONSTRATION = True
    assert lire_telephone(saisie) == "+33639984665"
    settings.DEMONSTRATION = False
    assert code_de_refus(lire_telephone, saisie) == "telephone"


@pytest.mark.parametrize(
    ("saisie", "attendu"),
    [
        ("0690 00 12 34", "+590690001234"),
        ("0696 20 12 34", "+596696201234"),
        ("0694 20 12 34", "+594694201234"),
        ("0692 12 34 56", "+262692123456"),
        ("0639 01 23 45", "+262639012345"),
        ("+262 692 12 34 56", "+262692123456"),
        ("07 56 78 90 12", "+33756789012"),
    ],
)
def test_un_mobile_d_outre_mer_s_ecrit_comme_la_bas(saisie: str, attendu: str) -> None:
    assert lire_telephone(saisie) == attendu


@pytest.mark.parametrize("saisie", ["", "06 39 98 46", "06 39 98 46 65 1", "112", "camille", "+999 12345678"])
def test_un_numero_incomplet_est_refuse(saisie: str) -> None:
    with pytest.raises(ValidationError) as refus:
        lire_telephone(saisie)
    assert refus.value.code == "telephone" and fautes(refus.value.message) == []


def test_un_telephone_fixe_ne_recoit_pas_de_code() -> None:
    assert code_de_refus(lire_telephone, "05 61 00 00 00") == "telephone_fixe"
    assert code_de_refus(lire_telephone, "0262 90 00 00") == "telephone_fixe"


def test_un_courriel() -> None:
    assert lire_courriel(" Camille.R@Exemple.FR ") == "Camille.R@exemple.fr"
    for saisie in (
        "camille",
        "camille@",
        "@exemple.fr",
        "camille@exemple",
        "a b@exemple.fr",
        "a@exemple.fr\nBcc:",
    ):
        assert code_de_refus(lire_courriel, saisie) == "courriel"


def test_une_adresse_postale() -> None:
    assert lire_adresse(ADRESSE) == "Camille Roche\n3 rue des Lilas\n31000 TOULOUSE"
    assert code_de_refus(lire_adresse, "3 rue des Lilas\nTOULOUSE") == "adresse"
    assert code_de_refus(lire_adresse, "31000 TOULOUSE") == "adresse"
    assert code_de_refus(lire_adresse, f"{'x' * 39}\n31000 TOULOUSE") == "adresse_longue"


@pytest.mark.django_db
def test_un_point_de_contact_se_montre_masque() -> None:
    camille = personne()
    masques = {
        "sms": ("06 39 98 46 65", "XX XX XX 46 65"),
        "courriel": ("camille@exemple.example", "c•••@exemple.example"),
        "courrier": (ADRESSE, "31XXX T•••"),
    }
    for canal, (valeur, masque) in masques.items():
        point = ajouter_point_contact(personne=camille, canal=canal, valeur=valeur)
        assert PointContact.objects.get(pk=point.pk).masque == masque
        assert masque not in str(point) and valeur not in str(point)


@pytest.mark.django_db
def test_la_meme_valeur_n_est_ajoutee_qu_une_fois_a_chacun() -> None:
    camille, sacha = personne(), personne()
    un = ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 65")
    assert ajouter_point_contact(personne=camille, canal="sms", valeur="+33639984665") == un
    ajouter_point_contact(personne=camille, canal="sms", valeur="06 39 98 46 66")
    assert ajouter_point_contact(personne=sacha, canal="sms", valeur="06 39 98 46 65") != un
    assert camille.points_contact.count() == 2
    with pytest.raises(IntegrityError, match="point_contact_canal_connu"), transaction.atomic():
        PointContact.objects.update(canal="pigeon")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("canal", "valeur"),
    [
        ("sms", "06 12 34 56 78"),
        ("courriel", "camille@courriel.fr"),
        ("courriel", "camille@courriel.example.fr"),
        ("courriel", "camille@monexample.com"),
    ],
)
def test_la_demonstration_n_ecrit_a_personne_de_reel(settings, canal: str, valeur: str) -> None:
    """`/demo/courriers` montre à tous ce qui serait parti."""
    camille = personne()
    with pytest.raises(ValidationError) as refus:
        ajouter_point_contact(personne=camille, canal=canal, valeur=valeur)
    assert refus.value.code == "coordonnee_reelle" and valeur not in str(refus.value)
    settings.DEMONSTRATION = False
    assert ajouter_point_contact(personne=camille, canal=canal, valeur=valeur).pk
