"""What goes into the journal, and what is refused at its door."""

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from portal.alea import ALPHABET, nouvelle_reference
from portal.http.journaux import identifiant_requete
from portal.journal import registre
from portal.journal.filtre import ValeurRefusee, nettoyer
from portal.journal.models import Evenement
from portal.journal.services import DonneeInconnue, consigner
from tests.outils import typographie

AGENT = SimpleNamespace(reference="0123456789ABCDEF", nature="agent")
PERSONNELLES = {
    "NIR": "1850999123456",
    "NIR avec sa clé, groupé": "1 85 09 99 123 456 78",
    "NIR corse": "2 85 09 2A 123 456",
    "IBAN": "FR76 3000 6000 0112 3456 7890 189",
    "IBAN belge": "BE68539007547034",
    "courriel": "camille@exemple.fr",
    "mobile": "06 39 98 12 34",
    "fixe": "0139981234",
    "international": "+33 6 39 98 12 34",
    "outre-mer": "+590 690 12 34 56",
    "code": "482913",
    "code de huit chiffres": "48291377",
    "code groupé": "482 913",
    "au milieu d’une phrase": "appelée au 06.39.98.12.34 hier",
    "un entier": 482913,
}


@pytest.fixture
def essai(monkeypatch):
    """An action of this test only."""
    monkeypatch.setattr(registre, "_ACTIONS", dict(registre._ACTIONS))
    return registre.declarer("essai.personne_lue", "Un agent a lu un essai.", donnees=("motif", "rang")).code


@pytest.mark.django_db
def test_un_evenement_dit_qui_quoi_sur_quoi_et_quand(essai) -> None:
    sujet = f"personne:{nouvelle_reference()}"
    jeton = identifiant_requete.set("requete-de-l-essai")
    try:
        pk = consigner(
            action=essai, acteur=AGENT, sujet=sujet, caf="31", donnees={"motif": "appel", "rang": 2}
        ).pk
    finally:
        identifiant_requete.reset(jeton)
    lu = Evenement.objects.get(pk=pk)
    assert (lu.action, lu.acteur, lu.nature, lu.sujet) == (essai, AGENT.reference, "agent", sujet)
    assert (lu.caf, lu.requete, lu.donnees) == ("31", "requete-de-l-essai", {"motif": "appel", "rang": 2})
    assert lu.phrase == "Un agent a lu un essai."
    with connection.cursor() as curseur:
        curseur.execute(
            "SELECT abs(extract(epoch FROM clock_timestamp() - instant)) < 60 FROM journal_evenement"
        )
        assert curseur.fetchone()[0]
    assert lu.instant.utcoffset().total_seconds() == 0


@pytest.mark.django_db(transaction=True)
def test_il_disparait_avec_ce_qu_il_raconte(essai) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        consigner(action=essai)
        raise RuntimeError
    assert not Evenement.objects.exists()


@pytest.mark.django_db
def test_une_action_ou_une_cle_non_declaree_est_refusee(essai) -> None:
    with pytest.raises(registre.ActionInconnue):
        consigner(action="essai.jamais_declaree")
    with pytest.raises(DonneeInconnue, match="nir"):
        consigner(action=essai, donnees={"nir": "x"})
    assert not Evenement.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("valeur", PERSONNELLES.values(), ids=PERSONNELLES)
def test_une_valeur_personnelle_est_refusee_en_developpement_et_masquee_en_production(
    essai, settings, valeur
) -> None:
    for champs in ({"donnees": {"motif": valeur}}, {"sujet": str(valeur)}):
        settings.DEVELOPPEMENT = True
        with pytest.raises(ValeurRefusee) as refus:
            consigner(action=essai, **champs)
        assert str(valeur) not in str(refus.value)
        settings.DEVELOPPEMENT = False
        ecrit = consigner(action=essai, **champs)
        garde = str([ecrit.sujet, ecrit.donnees])
        assert str(valeur) not in garde and "[" in garde
        chiffres = "".join(c for c in str(valeur) if c.isdigit())
        assert not chiffres or chiffres not in "".join(c for c in garde if c.isdigit())


@pytest.mark.parametrize("valeur", [1.5, b"x", ["x"], {"a": 1}, "x" * 201])
def test_un_detail_est_une_valeur_simple_et_courte(valeur) -> None:
    with pytest.raises(ValeurRefusee):
        nettoyer(valeur)


@pytest.mark.parametrize(
    "valeur", ["", "appel", "31", "2026-11-23", "31000", 12, 99999, True, None, "rôle d’agent"]
)
def test_une_valeur_ordinaire_passe(valeur) -> None:
    assert nettoyer(valeur) == valeur


@given(st.text(ALPHABET, min_size=16, max_size=16).filter(lambda r: sum(map(str.isalpha, r)) >= 3))
def test_une_reference_passe_toujours(reference: str) -> None:
    """Une sur deux cents commence comme un IBAN."""
    assert nettoyer(reference) == reference
    assert nettoyer(f"personne:{reference}") == f"personne:{reference}"


@given(st.text(max_size=200))
def test_ce_qui_est_masque_reste_masque(texte: str) -> None:
    propre = nettoyer(texte)
    assert isinstance(propre, str) and (len(propre) > 200 or nettoyer(propre) == propre)


def test_chaque_action_a_sa_phrase_en_francais() -> None:
    assert registre.actions()
    for action in registre.actions().values():
        assert action.phrase[0].isupper() and len(action.phrase.split()) >= 3, action.code
        assert typographie.fautes(action.phrase) == [], action.code


def test_une_action_mal_ecrite_n_est_pas_declaree(essai) -> None:
    for code, phrase in (("essai", "Trop court."), ("essai.x", "Sans point"), (essai, "Deux fois.")):
        with pytest.raises(ValueError):
            registre.declarer(code, phrase)


@pytest.mark.django_db
@pytest.mark.parametrize("replique", [False, True])
@pytest.mark.parametrize("table", ["journal_evenement", "un mois", "journal_scellement"])
@pytest.mark.parametrize("ordre", ["UPDATE {} SET instant = instant", "DELETE FROM {}", "TRUNCATE {}"])
def test_la_base_refuse_de_modifier_d_effacer_et_de_vider(
    essai, ordre: str, table: str, replique: bool
) -> None:
    from portal.journal.partitions import mois_de, nom
    from portal.journal.scellement import sceller

    evenement = consigner(action=essai)
    evenement.refresh_from_db()
    assert sceller() == 1
    table = nom(mois_de(evenement.instant)) if table == "un mois" else table
    with (
        connection.cursor() as curseur,
        pytest.raises(DatabaseError, match=r"ne se modifie pas|denied to set"),
        transaction.atomic(),
    ):
        if replique:
            curseur.execute("SET LOCAL session_replication_role = replica")
        curseur.execute(ordre.format(table))


@pytest.mark.django_db
def test_le_modele_non_plus(essai) -> None:
    evenement = consigner(action=essai)
    evenement.action = "essai.autre"
    for geste in (evenement.save, evenement.delete):
        with pytest.raises(DatabaseError, match="ne se modifie pas"), transaction.atomic():
            geste()


@pytest.mark.django_db
def test_les_modeles_et_les_migrations_disent_la_meme_chose() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_la_migration_se_defait_et_se_refait(essai) -> None:
    consigner(action=essai)
    call_command("migrate", "journal", "zero", verbosity=0)
    try:
        with connection.cursor() as curseur:
            curseur.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'journal\\_%'")
            assert curseur.fetchone()[0] == 0
    finally:
        call_command("migrate", "journal", verbosity=0)
    consigner(action=essai)
