"""What is put in the outbox: in the caller's transaction, sealed, refused when it can't leave."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal.chiffrement import Indechiffrable
from portal.courriers import tasks
from portal.courriers.destinataires import DestinataireInvalide, masquer
from portal.courriers.enums import FINAUX, Etat
from portal.courriers.etats import TRANSITIONS, TransitionInterdite, changer
from portal.courriers.gsm7 import NeTientPas
from portal.courriers.models import Courrier, Mouvement
from portal.courriers.services import deposer
from tests.courriers.conftest import ADRESSE, CODE, COURRIEL, NUMERO
from tests.outils import typographie


class Repentir(Exception):
    pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("canal", ["sms", "courriel", "courrier"])
def test_une_transaction_annulee_ne_laisse_rien_partir(code, canal, file_d_attente, memoire) -> None:
    with pytest.raises(Repentir), transaction.atomic():
        code(canal)
        assert file_d_attente == []
        raise Repentir
    tasks.expedier_les_lettres()
    tasks.relever()
    assert (Courrier.objects.count(), file_d_attente, memoire.recus) == (0, [], [])


@pytest.mark.django_db(transaction=True)
def test_rien_n_est_demande_avant_la_validation_puis_la_reference_seule(code, file_d_attente) -> None:
    with transaction.atomic():
        courrier = code()
        assert file_d_attente == []
    assert file_d_attente == [(courrier.reference,)]


@pytest.mark.django_db(transaction=True)
def test_une_lettre_attend_le_prochain_lot(code, file_d_attente) -> None:
    code("courrier")
    assert file_d_attente == []


@pytest.mark.django_db(transaction=True)
def test_sans_file_le_depot_tient_et_le_releve_le_reprend(code, monkeypatch, file_d_attente) -> None:
    def _injoignable(*_, **__):
        raise OperationalError("redis")

    with monkeypatch.context() as m:
        m.setattr(tasks.envoyer, "apply_async", _injoignable)
        courrier = code()
    tasks.relever()
    assert file_d_attente == [], "le premier dépôt a cinq minutes pour aboutir"
    Courrier.objects.update(releve_le=timezone.now())
    tasks.relever()
    tasks.relever()
    assert file_d_attente == [(courrier.reference,)], "remis en file une fois, pas à chaque relevé"


@pytest.mark.django_db
@pytest.mark.parametrize("canal", ["sms", "courriel", "courrier"])
def test_ni_le_code_ni_le_destinataire_ne_se_lisent_dans_la_base(code, canal) -> None:
    courrier = code(canal)
    for valeur in (CODE, NUMERO, COURRIEL, ADRESSE.splitlines()[0]):
        assert not present(valeur)
    relu = Courrier.objects.get(pk=courrier.pk)
    assert CODE in relu.contenu.texte and relu.destinataire


_OCTETS = re.compile(r"\\x[0-9a-f]+")


def present(valeur: str) -> bool:
    """The value somewhere in the tables of this app, as text or as the bytes of a column."""
    octets = valeur.encode().hex()
    tables = [m._meta.db_table for m in (Courrier, Mouvement)]
    with connection.cursor() as curseur:
        for table in tables:
            curseur.execute(f"SELECT t::text FROM {table} t")
            lignes = [ligne for (ligne,) in curseur.fetchall()]
            # In sealed bytes, six digits in a row are hexadecimal by chance.
            if any(valeur in _OCTETS.sub("", ligne) or octets in ligne for ligne in lignes):
                return True
    return False


@pytest.mark.django_db
def test_un_contenu_deplace_sur_une_autre_ligne_ne_s_ouvre_pas(code) -> None:
    un, deux = code(), code("courriel")
    deux.contenu_scelle = un.contenu_scelle
    deux.destinataire_scelle = un.destinataire_scelle
    with pytest.raises(Indechiffrable):
        deux.contenu  # noqa: B018
    with pytest.raises(Indechiffrable):
        deux.destinataire  # noqa: B018


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("canal", "destinataire"),
    [
        ("sms", "0639980146"), ("sms", "+33 6 39 98 01 46"), ("sms", "+33"), ("sms", COURRIEL),
        ("courriel", NUMERO), ("courriel", f"{COURRIEL}\nBcc: tous@exemple.fr"), ("courriel", ""),
        ("courrier", "31000 TOULOUSE"), ("courrier", "\n".join("abcdefgh")), ("courrier", "a\n" + "b" * 400),
    ],
)  # fmt: skip
def test_un_destinataire_inutilisable_est_refuse_sans_etre_cite(code, canal, destinataire) -> None:
    with pytest.raises(DestinataireInvalide) as refus:
        code(canal, destinataire=destinataire)
    assert not destinataire or destinataire not in str(refus.value)
    assert not Courrier.objects.exists()


@pytest.mark.parametrize(
    ("canal", "destinataire", "masque"),
    [
        ("sms", "+33639984665", "XX XX XX 46 65"),
        ("courriel", COURRIEL, "c•••@exemple.fr"),
        ("courrier", ADRESSE, "31000 TOULOUSE"),
    ],
)
def test_ce_qu_un_ecran_montre_d_un_destinataire(canal, destinataire, masque) -> None:
    """MC-19."""
    assert masquer(canal, destinataire) == masque


@pytest.mark.django_db
def test_un_sms_trop_long_ou_inecrivable_est_refuse(code) -> None:
    for duree in ("10 minutes " * 12, "10 минут"):
        with pytest.raises(NeTientPas):
            code(contexte={"code": CODE, "duree": duree})


@pytest.mark.django_db
@pytest.mark.parametrize("sujet", ["", "  ", "Votre code\nBcc: tous@exemple.fr"])
@pytest.mark.parametrize("canal", ["courriel", "courrier"])
def test_un_courriel_et_une_lettre_ont_un_objet_sur_une_ligne(code, canal, sujet) -> None:
    with pytest.raises(ValueError, match="objet"):
        code(canal, sujet=sujet)


@pytest.mark.django_db
def test_les_textes_sont_bien_composes_et_rien_n_y_est_echappe_deux_fois(code) -> None:
    contexte = {"code": CODE, "duree": "10 minutes, l’heure d’un thé & d’un <biscuit>"}
    courriel = code("courriel", contexte=contexte).contenu
    lettre = code("courrier", contexte=contexte).contenu
    for texte in (courriel.texte, lettre.texte):
        assert typographie.fautes(" ".join(texte.split("\n"))) == []
        assert "<biscuit>" in texte and "&lt;" not in texte
    assert "&lt;biscuit&gt;" in courriel.html and "<biscuit>" not in courriel.html
    assert "style" not in courriel.html and "<script" not in courriel.html
    assert "Mes droits familles" in code().contenu.texte and "Aucun agent" in code().contenu.texte


ETATS = sorted(Etat.values)


@pytest.mark.django_db
@pytest.mark.parametrize("transition", sorted(set(TRANSITIONS) - {"deposer"}))
@pytest.mark.parametrize("depart", ETATS)
def test_le_tableau_des_passages_est_le_seul_chemin(code, depart, transition) -> None:
    courrier = code(secret=False)
    courrier.etat = depart
    if depart in TRANSITIONS[transition].de:
        changer(courrier, transition)
        assert courrier.mouvements.last().de == depart
    else:
        with pytest.raises(TransitionInterdite):
            changer(courrier, transition)
        with pytest.raises(IntegrityError, match="mouvement_du_tableau"):
            courrier.mouvements.create(
                transition=transition, de=depart, vers=TRANSITIONS[transition].vers, essai=1
            )


@pytest.mark.django_db
@pytest.mark.parametrize("final", FINAUX)
def test_la_base_refuse_un_secret_dans_un_courrier_termine(code, final) -> None:
    courrier = code()
    with pytest.raises(IntegrityError, match="courrier_secret_efface_a_la_fin"):
        Courrier.objects.filter(pk=courrier.pk).update(etat=final, fini_le=timezone.now())


@pytest.mark.django_db
def test_un_message_peut_avoir_une_fin_de_vie(code) -> None:
    assert code(perime_le=timezone.now() + timedelta(minutes=10)).perime_le
    assert deposer(canal="sms", destinataire=NUMERO, modele="code", contexte={"code": "1", "duree": "1 h"})
