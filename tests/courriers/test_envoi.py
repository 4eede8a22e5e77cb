"""From the mark to the final state: retries, the second provider, doubt, and never twice."""

import threading
from base64 import b64decode
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from portal.courriers import envoi, tasks
from portal.courriers.fournisseurs import Doute, Indisponible, Refus, choisir
from portal.courriers.models import Courrier, EnvoiSimule
from portal.courriers.selectors import envois_simules
from tests.courriers import fournisseurs
from tests.courriers.conftest import ADRESSE, CODE, COURRIEL, NUMERO, etat, mouvements, vieillir
from tests.courriers.test_depot import present

pytestmark = pytest.mark.django_db

MEMOIRE = f"{fournisseurs.ICI}.Memoire"


@pytest.mark.parametrize("canal", ["sms", "courriel"])
def test_un_message_part_une_fois_et_son_secret_s_efface(code, canal, memoire) -> None:
    courrier = code(canal)
    for _ in range(3):
        tasks.envoyer(courrier.reference)
    (recu,) = memoire.recus
    (pli,) = recu.plis
    assert CODE in pli.texte and pli.destinataire == {"sms": NUMERO, "courriel": COURRIEL}[canal]
    courrier.refresh_from_db()
    assert (courrier.etat, courrier.essais, courrier.contenu_scelle) == ("envoye", 1, None)
    assert courrier.fournisseur == "Mémoire 1" and courrier.fini_le and not courrier.simule
    assert mouvements(courrier) == ["deposer", "marquer", "aboutir"]


def test_sans_secret_le_texte_reste_jusqu_a_la_purge(code) -> None:
    courrier = code(secret=False)
    tasks.envoyer(courrier.reference)
    courrier.refresh_from_db()
    assert courrier.etat == "envoye" and CODE in courrier.contenu.texte


def test_en_panne_il_est_retente_de_plus_en_plus_tard_puis_confie_au_second(code, memoire, settings) -> None:
    settings.COURRIERS_FOURNISSEURS = {"sms": [f"{MEMOIRE} 1", f"{MEMOIRE} 2"]}
    memoire.a_lever += [Indisponible("panne")] * 3
    courrier, attentes, confies = code(), [], []
    for _ in range(4):
        avant = timezone.now()
        tasks.envoyer(courrier.reference)
        courrier.refresh_from_db()
        attentes.append(round((courrier.pas_avant - avant).total_seconds()))
        confies.append(courrier.fournisseur)
        # Too early: nothing happens.
        if courrier.etat == "a_envoyer":
            tasks.envoyer(courrier.reference)
            assert Courrier.objects.get(pk=courrier.pk).essais == courrier.essais
            vieillir(courrier)
    assert attentes[:3] == settings.COURRIERS_DELAIS[:3] == sorted(settings.COURRIERS_DELAIS[:3])
    assert confies == ["Mémoire 1", "Mémoire 1", "Mémoire 2", "Mémoire 2"]
    assert courrier.etat == "envoye" and len(memoire.recus) == 1
    assert mouvements(courrier) == ["deposer", *["marquer", "reporter"] * 3, "marquer", "aboutir"]


def test_les_delais_grandissent(settings) -> None:
    assert settings.COURRIERS_DELAIS == sorted(set(settings.COURRIERS_DELAIS))


def test_apres_le_dernier_delai_c_est_un_echec_qui_reste(code, memoire, settings) -> None:
    settings.COURRIERS_DELAIS = [10, 30]
    memoire.a_lever += [Indisponible("panne")] * 9
    courrier = code()
    for _ in range(5):
        tasks.envoyer(courrier.reference)
        if etat(courrier) == "a_envoyer":
            vieillir(courrier)
    courrier.refresh_from_db()
    assert (courrier.etat, courrier.essais, courrier.contenu_scelle) == ("echec", 3, None)
    assert courrier.mouvements.last().motif == "panne"


@pytest.mark.parametrize(
    ("erreur", "fin"),
    [(Refus("refus 550"), "echec"), (Doute("silence"), "incertain"), (ZeroDivisionError(CODE), "incertain")],
)
def test_un_refus_ou_un_doute_finissent_sans_nouvel_essai(code, memoire, erreur, fin, journaux) -> None:
    memoire.a_lever.append(erreur)
    courrier = code()
    tasks.envoyer(courrier.reference)
    vieillir(courrier)
    tasks.envoyer(courrier.reference)
    tasks.relever()
    assert etat(courrier) == fin and memoire.recus == []
    assert courrier.reference in journaux.getvalue()
    assert CODE not in journaux.getvalue() and NUMERO not in journaux.getvalue()
    assert not present(CODE)


def test_marque_et_abandonne_il_devient_incertain_et_n_est_pas_renvoye(code, memoire, monkeypatch) -> None:
    courrier = code()
    with monkeypatch.context() as m, pytest.raises(SystemExit):
        m.setattr(envoi, "_remettre", _mourir)
        tasks.envoyer(courrier.reference)
    assert etat(courrier) == "en_cours"
    tasks.relever()
    assert etat(courrier) == "en_cours", "quelqu’un y travaille peut-être encore"
    vieillir(courrier)
    tasks.relever()
    tasks.envoyer(courrier.reference)
    courrier.refresh_from_db()
    assert (courrier.etat, courrier.contenu_scelle, memoire.recus) == ("incertain", None, [])
    assert courrier.mouvements.last().motif == "interrompu"


def _mourir(*_: object) -> None:
    raise SystemExit


@pytest.mark.parametrize(("transition", "fin"), [("aboutir", "envoye"), ("reporter", "incertain")])
def test_un_ouvrier_lent_dit_la_verite_s_il_l_a_envoye_et_rien_de_plus(
    code, monkeypatch, transition, fin
) -> None:
    courrier = code()

    def _lentement(*_: object) -> tuple[str, str]:
        vieillir(courrier)
        tasks.relever()
        assert etat(courrier) == "incertain"
        return transition, ""

    monkeypatch.setattr(envoi, "_remettre", _lentement)
    tasks.envoyer(courrier.reference)
    assert etat(courrier) == fin


def test_un_code_perime_ne_part_plus(code, memoire) -> None:
    courrier = code(perime_le=timezone.now() + timedelta(minutes=10))
    Courrier.objects.filter(pk=courrier.pk).update(perime_le=timezone.now())
    tasks.envoyer(courrier.reference)
    tasks.relever()
    courrier.refresh_from_db()
    assert (courrier.etat, courrier.contenu_scelle, memoire.recus) == ("perime", None, [])


def test_une_cle_perdue_finit_en_echec(code, settings, memoire) -> None:
    courrier = code()
    settings.CLES_DONNEES = {"autre": b"e" * 32}
    tasks.envoyer(courrier.reference)
    assert etat(courrier) == "echec" and memoire.recus == []


@pytest.mark.django_db(transaction=True)
def test_la_marque_refuse_d_attendre_une_autre_transaction(code, file_d_attente, memoire) -> None:
    """Not committed, a mark protects nothing."""
    courrier = code()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        tasks.envoyer(courrier.reference)
    assert memoire.recus == []


def _deux_ouvriers(reference: str) -> None:
    def _travailler() -> None:
        try:
            tasks.envoyer(reference)
        finally:
            connections.close_all()

    ouvriers = [threading.Thread(target=_travailler) for _ in range(2)]
    for ouvrier in ouvriers:
        ouvrier.start()
    for ouvrier in ouvriers:
        ouvrier.join(20)


@pytest.mark.django_db(transaction=True)
def test_deux_ouvriers_le_meme_message_un_seul_envoi(code, file_d_attente, memoire, monkeypatch) -> None:
    """One holds the row while the other looks: it is left to the first."""
    courrier = code()
    lu, verrouiller = threading.Barrier(2), envoi.verrouiller

    def _ensemble(courriers):
        lignes = list(verrouiller(courriers)[:1])
        lu.wait(10)
        return lignes

    monkeypatch.setattr(envoi, "verrouiller", _ensemble)
    _deux_ouvriers(courrier.reference)
    assert len(memoire.recus) == 1 and etat(courrier) == "envoye"
    assert mouvements(courrier) == ["deposer", "marquer", "aboutir"]


@pytest.mark.django_db(transaction=True)
def test_sans_le_verrou_le_message_partirait_deux_fois(code, file_d_attente, memoire, monkeypatch) -> None:
    courrier = code()
    lu = threading.Barrier(2)

    def _sans_verrou(courriers):
        lignes = list(courriers[:1])
        lu.wait(10)
        return lignes

    monkeypatch.setattr(envoi, "verrouiller", _sans_verrou)
    _deux_ouvriers(courrier.reference)
    assert len(memoire.recus) == 2


def test_la_purge_garde_ce_qui_attend_et_ce_qui_est_recent(code, settings) -> None:
    attend, recent, ancien = code(), code(), code()
    for courrier in (recent, ancien):
        tasks.envoyer(courrier.reference)
    vieillir(ancien, (settings.COURRIERS_JOURS + 1) * 24 * 3600)
    vieillir(attend, (settings.COURRIERS_JOURS + 1) * 24 * 3600)
    assert tasks.purger_les_courriers() == 1
    assert set(Courrier.objects.values_list("pk", flat=True)) == {attend.pk, recent.pk}


def test_la_demonstration_garde_ce_qui_serait_parti(code, settings) -> None:
    demo = "portal.courriers.fournisseurs.demonstration.Demonstration"
    settings.COURRIERS_FOURNISSEURS = {canal: [demo] for canal in ("sms", "courriel", "courrier")}
    tasks.envoyer(code().reference)
    tasks.envoyer(code("courriel").reference)
    code("courrier")
    tasks.expedier_les_lettres()
    assert all(c.simule and c.etat == "envoye" for c in Courrier.objects.all())
    simules = envois_simules()
    assert set(simules) == {NUMERO, COURRIEL, ADRESSE}
    assert b64decode(simules[ADRESSE][0].pdf).startswith(b"%PDF")
    assert CODE in simules[NUMERO][0].texte and simules[COURRIEL][0].sujet == "Votre code"
    assert CODE.encode() not in b"".join(
        bytes(s) for s in EnvoiSimule.objects.values_list("scelle", flat=True)
    )
    EnvoiSimule.objects.update(le=timezone.now() - timedelta(hours=settings.COURRIERS_SIMULES_HEURES))
    tasks.purger_les_courriers()
    assert envois_simules() == {}


def test_chaque_fournisseur_a_deux_essais_puis_c_est_au_suivant(settings) -> None:
    settings.COURRIERS_FOURNISSEURS = {"sms": [f"{MEMOIRE} {n}" for n in "123"]}
    assert [choisir("sms", n).nom[-1] for n in range(8)] == list("11223311")


def test_les_plis_ne_se_montrent_pas(code) -> None:
    courrier = code("courriel")
    texte = repr(envoi._pli(courrier)) + str(courrier) + repr(courrier)
    assert CODE not in texte and COURRIEL not in texte and ADRESSE not in texte
