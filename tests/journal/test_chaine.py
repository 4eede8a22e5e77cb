"""The chain: nothing committed is skipped, anything altered is seen, whole months leave."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from portal.journal import partitions, registre, scellement
from portal.journal.models import Evenement, NatureScellement, Scellement
from portal.journal.scellement import JournalRompu, effacer_les_mois_expires, sceller
from portal.journal.services import consigner
from portal.journal.verification import verifier
from tests.outils.journal import vider_s_il_le_faut
from tests.outils.serveurs import attendre

pytestmark = pytest.mark.django_db(transaction=True)

INSERER = "INSERT INTO journal_evenement (action, donnees) VALUES ('essai.fait', '{}') RETURNING id"


@pytest.fixture(autouse=True)
def _essai(monkeypatch):
    monkeypatch.setattr(registre, "_ACTIONS", dict(registre._ACTIONS))
    registre.declarer("essai.fait", "Un essai est fait.", donnees=("rang",))
    yield
    # A month that a test dropped comes back for the next.
    vider_s_il_le_faut()
    partitions.preparer_les_mois()


@pytest.fixture
def autre():
    """A second, real connection to the test's database."""
    connexions = []

    def ouvrir() -> psycopg.Connection:
        admis = {"dbname", "user", "password", "host", "port", "options"}
        connexion = psycopg.connect(
            **{cle: valeur for cle, valeur in connection.get_connection_params().items() if cle in admis}
        )
        connexions.append(connexion)
        return connexion

    yield ouvrir
    for connexion in connexions:
        connexion.close()


def ecrire(nombre: int = 1, **champs) -> list[int]:
    return [
        Evenement.objects.create(action="essai.fait", donnees={"rang": r}, **champs).pk for r in range(nombre)
    ]


def numeros_scelles() -> set[int]:
    """What the chain says it covers, read from the rows themselves."""
    assert verifier().rupture == ""
    dernier = Scellement.objects.filter(nature="lot").order_by("-pk").first()
    return set(
        Evenement.objects.filter(pk__lte=dernier.dernier if dernier else 0).values_list("pk", flat=True)
    )


def alterer(ordre: str, *parametres: object) -> None:
    """As the owner of the tables, or a superuser, with the guards taken out."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT relid::regclass::text FROM pg_partition_tree('journal_evenement')")
        tables = ["journal_scellement", *(ligne[0] for ligne in curseur.fetchall())]
        for table in tables:
            curseur.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        curseur.execute(ordre, parametres)
        for table in tables:
            curseur.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_jamais_vide")
            curseur.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER journal_ecrit_une_fois")


def test_les_lots_s_enchainent_et_la_chaine_se_verifie() -> None:
    pks = ecrire(7)
    assert sceller(lot=3) == 3
    assert [s.nombre for s in Scellement.objects.order_by("pk")] == [3, 3, 1]
    assert sceller() == 0
    pks += ecrire(2)
    assert verifier().evenements == 7
    assert sceller() == 1
    bilan = verifier()
    assert (bilan.maillons, bilan.evenements, bilan.rupture) == (4, 9, "")
    assert numeros_scelles() == set(pks)


def test_un_numero_plus_petit_valide_plus_tard_n_est_pas_saute(autre) -> None:
    """Two real connections: the first draws its number, the second draws a greater one and commits before it."""
    lente, rapide = autre(), autre()
    petit = lente.execute(INSERER).fetchone()[0]
    grand = rapide.execute(INSERER).fetchone()[0]
    rapide.commit()
    assert petit < grand
    # The writer is still there: nothing is sealed, and nobody was blocked.
    assert sceller(patience=0.2) == 0
    assert not Scellement.objects.exists()
    lente.commit()
    assert sceller() == 1
    assert numeros_scelles() == {petit, grand}


def test_sans_attendre_les_ecrivains_il_serait_saute(autre, monkeypatch) -> None:
    """The pair of the former: the guard taken out, the late row falls in a range that is already sealed."""
    monkeypatch.setattr(scellement, "_attendre_les_ecrivains", lambda patience: True)
    lente, rapide = autre(), autre()
    lente.execute(INSERER)
    rapide.execute(INSERER)
    rapide.commit()
    assert sceller() == 1
    lente.commit()
    assert sceller() == 0
    assert "2 au lieu de 1" in verifier().rupture


def test_la_tache_attend_celui_qui_ecrit_mais_pas_ceux_qui_arrivent_ensuite(autre, monkeypatch) -> None:
    ecrivains, lus = scellement._ecrivains, threading.Event()

    def _lire() -> list[str]:
        vus = ecrivains()
        lus.set()
        return vus

    monkeypatch.setattr(scellement, "_ecrivains", _lire)
    lente, suivante = autre(), autre()
    petit = lente.execute(INSERER).fetchone()[0]
    bilan: list[int] = []
    fil = threading.Thread(target=lambda: (bilan.append(sceller(patience=20)), connection.close()))
    fil.start()
    with autre() as observatrice:
        observatrice.autocommit = True
        attendre(lambda: observatrice.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database())"
        ).fetchone()[0], quoi="de la tâche")  # fmt: skip
    assert lus.wait(20)
    # Writing goes on while the task waits: no lock of ours is in the way.
    tardif = suivante.execute(INSERER).fetchone()[0]
    lente.commit()
    fil.join(20)
    assert bilan == [1]
    assert numeros_scelles() == {petit}
    suivante.commit()
    assert sceller() == 1
    assert numeros_scelles() == {petit, tardif}


def test_une_ecriture_annulee_laisse_un_trou_qui_n_est_pas_une_rupture(autre) -> None:
    perdue = autre()
    perdue.execute(INSERER)
    garde = ecrire()
    perdue.rollback()
    assert sceller() == 1
    assert numeros_scelles() == set(garde)


def test_des_ecrivains_sans_repit_ne_perdent_ni_n_empechent_rien(autre) -> None:
    """Eight writers, transactions of random length, and the task running all along."""
    pks: list[int] = []
    fini = threading.Event()

    def ecrire_longtemps(connexion: psycopg.Connection, graine: int) -> None:
        for rang in range(40):
            pk = connexion.execute(INSERER).fetchone()[0]
            time.sleep(((graine * 7 + rang * 13) % 10) / 2000)
            if rang % 9 == 0:
                connexion.rollback()
            else:
                connexion.commit()
                pks.append(pk)

    fils = [threading.Thread(target=ecrire_longtemps, args=(autre(), n)) for n in range(8)]
    for fil in fils:
        fil.start()
    while any(fil.is_alive() for fil in fils):
        sceller(lot=17)
    fini.set()
    sceller()
    assert Scellement.objects.count() > 1
    assert numeros_scelles() == set(pks) and len(pks) == 8 * 35


def test_une_seule_tache_scelle_a_la_fois(autre) -> None:
    ecrire()
    rivale = autre()
    rivale.execute("SELECT pg_advisory_xact_lock(%s)", [partitions.VERROU])
    assert sceller() == 0
    rivale.rollback()
    assert sceller() == 1


ALTERATIONS = {
    "un événement modifié": "UPDATE journal_evenement SET acteur = 'AUTRE' WHERE id = %(p)s",
    "un détail modifié": """UPDATE journal_evenement SET donnees = '{"rang": 9}' WHERE id = %(p)s""",
    "un instant reculé": "UPDATE journal_evenement SET instant = instant - interval '1 microsecond' WHERE id = %(p)s",
    "un événement ôté": "DELETE FROM journal_evenement WHERE id = %(p)s",
    "un événement ajouté": "INSERT INTO journal_evenement (id, action) OVERRIDING SYSTEM VALUE SELECT %(p)s - 1, 'x.y'",
    "un scellement modifié": "UPDATE journal_scellement SET nombre = nombre + 1 WHERE id = 2",
    "un scellement ôté": "DELETE FROM journal_scellement WHERE id = 2",
    "le premier ôté": "DELETE FROM journal_scellement WHERE id = 1",
    "un autre, avant tous": "INSERT INTO journal_evenement (id, action) OVERRIDING SYSTEM VALUE SELECT 0, 'x'",
}  # fmt: skip


@pytest.mark.parametrize("alteration", ALTERATIONS.values(), ids=ALTERATIONS)
def test_une_alteration_se_voit(alteration: str) -> None:
    ecrire(3)
    sceller()
    with connection.cursor() as curseur:
        curseur.execute("SELECT nextval('journal_evenement_id_seq')")
    cible = ecrire(3)[0]
    sceller()
    ecrire(3)
    sceller()
    call_command("verifier_journal", stdout=StringIO())
    alterer(alteration % {"p": cible})
    with pytest.raises(CommandError, match=r"Journal rompu\. Scellement [12]") as rupture:
        call_command("verifier_journal")
    assert rupture.value.returncode == 1


def test_le_debut_de_la_rupture_est_dit() -> None:
    for _ in range(3):
        ecrire(2)
        sceller()
    deuxieme, troisieme = Scellement.objects.order_by("pk")[1:]
    alterer(
        "UPDATE journal_evenement SET caf = '99' WHERE id IN (%s, %s)", troisieme.premier, deuxieme.dernier
    )
    assert verifier().rupture.startswith(f"scellement 2, événements {deuxieme.premier} à {deuxieme.dernier}")


def test_une_fin_de_chaine_otee_se_voit_par_une_empreinte_gardee_ailleurs(caplog) -> None:
    ecrire(2)
    with caplog.at_level("INFO", logger="portal.journal"):
        sceller()
    connue = caplog.messages[-1].split(" : ")[1]
    assert len(connue.replace(":", "")) == 64
    sortie = StringIO()
    call_command("verifier_journal", connue=connue, stdout=sortie)
    assert connue in sortie.getvalue()
    alterer("DELETE FROM journal_scellement; UPDATE journal_evenement SET caf = '99'")
    sceller()
    assert verifier().rupture == ""
    with pytest.raises(CommandError, match="n’est pas dans la chaîne"):
        call_command("verifier_journal", connue=connue)


def test_aucune_empreinte_n_est_masquee_dans_les_journaux() -> None:
    from portal.http.journaux import masquer
    from portal.journal.empreintes import lisible

    for rang in range(3000):
        empreinte = f"{rang * 7919:064d}"
        assert masquer(f"Journal scellé : {lisible(empreinte)}").endswith(lisible(empreinte))


# ------------------------------------------------------------------ months

ANCIEN = date(2025, 3, 1)
UN_AN_APRES = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def mois_anciens():
    """Two months of events, the last of the first and the first of the second at the very edge."""
    for mois in (ANCIEN, date(2025, 4, 1)):
        partitions.creer(mois)
    bord = datetime(2025, 4, 1, tzinfo=UTC)
    instants = [
        bord - timedelta(days=3),
        bord - timedelta(microseconds=1),
        bord,
        bord - timedelta(seconds=1),
        bord,
    ]
    for instant in instants:
        ecrire(instant=instant)
    yield
    for mois in partitions.mois_presents():
        if mois.year == 2025:
            partitions.retirer(mois)


def test_un_lot_n_est_que_d_un_mois_meme_au_bord(mois_anciens) -> None:
    assert sceller() == 4
    assert [(s.mois.month, s.nombre) for s in Scellement.objects.order_by("pk")] == [
        (3, 2),
        (4, 1),
        (3, 1),
        (4, 1),
    ]
    assert verifier().rupture == ""


def test_un_mois_expire_part_entier_et_la_chaine_tient_encore(mois_anciens) -> None:
    sceller()
    ecrire(2)
    sceller()
    dernier_de_mars = Scellement.objects.filter(mois=ANCIEN).order_by("-pk").first()
    assert effacer_les_mois_expires(maintenant=UN_AN_APRES - timedelta(microseconds=1)) == []
    assert effacer_les_mois_expires(maintenant=UN_AN_APRES) == [ANCIEN]
    assert ANCIEN not in partitions.mois_presents()
    depart = Scellement.objects.get(nature=NatureScellement.DEPART)
    assert (depart.mois, depart.nombre, depart.lignes) == (ANCIEN, 3, dernier_de_mars.empreinte)
    assert Evenement.objects.count() == 4
    ecrire()
    sceller()
    bilan = verifier()
    assert (bilan.rupture, bilan.evenements) == ("", 5)
    call_command("verifier_journal", stdout=StringIO())


def test_un_mois_ote_sans_depart_se_voit(mois_anciens) -> None:
    sceller()
    partitions.retirer(ANCIEN)
    assert "0 au lieu de 2" in verifier().rupture


def test_un_depart_qui_ne_suit_pas_ses_lots_se_voit(mois_anciens) -> None:
    from portal.journal.scellement import _noter_le_depart

    sceller()
    effacer_les_mois_expires(maintenant=UN_AN_APRES)
    avril = date(2025, 4, 1)
    _noter_le_depart(avril)
    partitions.retirer(avril)
    assert verifier().rupture == ""
    partitions.creer(avril)
    ecrire(instant=datetime(2025, 4, 2, tzinfo=UTC))
    sceller()
    partitions.retirer(avril)
    # Rows of a month that had already left: they came after its departure and may not vanish with it.
    assert "0 au lieu de 1" in verifier().rupture


def test_un_mois_qui_n_est_pas_scelle_reste(mois_anciens) -> None:
    assert effacer_les_mois_expires(maintenant=UN_AN_APRES) == []
    assert Evenement.objects.count() == 5


def test_une_chaine_rompue_n_efface_rien(mois_anciens) -> None:
    sceller()
    alterer("UPDATE journal_evenement SET caf = '99' WHERE instant < '2025-04-01'")
    with pytest.raises(JournalRompu, match="modifié"):
        effacer_les_mois_expires(maintenant=UN_AN_APRES)
    assert ANCIEN in partitions.mois_presents()


def test_les_mois_sont_prets_un_an_d_avance_et_une_seule_fois(settings) -> None:
    courant = partitions.mois_de(timezone.now())
    assert {partitions.decaler(courant, n) for n in range(13)} <= set(partitions.mois_presents())
    assert partitions.preparer_les_mois() == []
    plus_tard = timezone.now() + timedelta(days=31)
    crees = partitions.preparer_les_mois(maintenant=plus_tard)
    assert crees and set(crees) <= {partitions.decaler(courant, n) for n in range(13, 15)}
    for mois in crees:
        partitions.retirer(mois)


def test_creer_un_mois_n_arrete_pas_ceux_qui_ecrivent(autre) -> None:
    ecrivain = autre()
    ecrivain.execute(INSERER)
    with connection.cursor() as curseur:
        curseur.execute("SET lock_timeout = '2s'")
    partitions.creer(ANCIEN)
    ecrivain.commit()
    partitions.retirer(ANCIEN)


def test_les_mois_sont_ceux_d_utc() -> None:
    """À Paris c'est déjà le mois suivant."""
    assert partitions.mois_de(datetime.fromisoformat("2026-12-01T00:30:00+01:00")) == date(2026, 11, 1)
    assert partitions.decaler(date(2026, 11, 1), 2) == date(2027, 1, 1)
    assert partitions.decaler(date(2026, 1, 1), -1) == date(2025, 12, 1)


def test_consigner_n_attend_pas_la_tache(autre) -> None:
    """The sealing task holds its advisory lock for as long as it likes: a writer never asks for it."""
    tache = autre()
    tache.execute("SELECT pg_advisory_xact_lock(%s)", [partitions.VERROU])
    debut = time.monotonic()
    consigner(action="essai.fait")
    assert time.monotonic() - debut < 2
    tache.rollback()
