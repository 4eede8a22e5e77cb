"""After a kill -9: nothing is left in the way, nothing committed is lost."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from portal.local import processus
from portal.local.dossier import CHECKOUT, Dossier
from portal.local.messages import Panne
from portal.local.processus import Registre, attendre, empreinte
from portal.local.serveurs import serveurs
from portal.local.verrou import annoncer_l_arret, tenant, verrouiller

TENIR = """
import sys, time
from pathlib import Path
from portal.local.dossier import ouvrir
from portal.local.serveurs import serveurs
from portal.local.verrou import verrouiller
dossier = ouvrir(Path(sys.argv[1]))
with verrouiller(dossier.verrou), serveurs(dossier, env={}) as adresses:
    print(adresses["DATABASE_URL"], flush=True)
    time.sleep(60)
"""


def tenir(dossier: Dossier, env: dict[str, str]) -> tuple[subprocess.Popen[str], str]:
    """A supervisor in a process of its own, that a test can kill; and the address of its database."""
    enfant = subprocess.Popen(
        [sys.executable, "-c", TENIR, str(dossier.racine)],
        cwd=CHECKOUT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert enfant.stdout
    return enfant, enfant.stdout.readline().strip()


def tuer(enfant: subprocess.Popen[str]) -> None:
    enfant.kill()
    enfant.communicate(timeout=10)


def serveurs_notes(dossier: Dossier) -> dict[str, int]:
    return {f.name: json.loads(f.read_text())["pid"] for f in dossier.processus.iterdir()}


def test_apres_un_kill_9_le_demarrage_suivant_retrouve_les_donnees(
    dossier: Dossier, env_nu: dict[str, str]
) -> None:
    superviseur, url = tenir(dossier, env_nu)
    with psycopg.connect(url) as base:
        base.execute("CREATE TABLE t AS SELECT 42 AS n")
    tuer(superviseur)
    with verrouiller(dossier.verrou):
        Registre(dossier.processus).balayer()
        with serveurs(dossier, env={}) as adresses, psycopg.connect(adresses["DATABASE_URL"]) as base:
            assert base.execute("SELECT n FROM t").fetchone() == (42,)


def test_apres_un_kill_9_de_tout_le_demarrage_suivant_marche_aussi(
    dossier: Dossier, env_nu: dict[str, str]
) -> None:
    superviseur, url = tenir(dossier, env_nu)
    with psycopg.connect(url) as base:
        base.execute("CREATE TABLE t AS SELECT 42 AS n")
    restes = serveurs_notes(dossier)
    for pid in (superviseur.pid, *restes.values()):
        os.kill(pid, signal.SIGKILL)
    superviseur.communicate(timeout=10)
    with serveurs(dossier, env={}) as adresses, psycopg.connect(adresses["DATABASE_URL"]) as base:
        assert base.execute("SELECT n FROM t").fetchone() == (42,)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_les_serveurs_suivent_leur_superviseur_dans_la_mort(dossier: Dossier, env_nu: dict[str, str]) -> None:
    superviseur, _ = tenir(dossier, env_nu)
    restes = serveurs_notes(dossier)
    assert set(restes) == {"postgresql", "valkey"}
    tuer(superviseur)
    assert attendre(lambda: all(empreinte(pid) is None for pid in restes.values()), 15)


def test_un_serveur_reste_seul_est_retrouve_par_son_fichier(
    dossier: Dossier, monkeypatch: pytest.MonkeyPatch, finir: Callable[[int], None]
) -> None:
    """Where the system does not tie a child to its parent (macOS), the record is what finds it."""
    monkeypatch.setattr(processus, "_LIBC", None)
    orphelin = processus.lancer(["/bin/sleep", "60"], env={}, sortie=subprocess.DEVNULL, cwd=Path("/"))
    finir(orphelin.pid)
    Registre(dossier.processus).noter("web", orphelin.pid, signal.SIGTERM)
    assert Registre(dossier.processus).balayer() == ["web"]
    assert orphelin.wait(timeout=5) == -signal.SIGTERM
    assert list(dossier.processus.iterdir()) == []


def test_un_programme_qui_a_pris_le_numero_d_un_mort_n_est_pas_touche(
    dossier: Dossier, finir: Callable[[int], None]
) -> None:
    autre = processus.lancer(["/bin/sleep", "60"], env={}, sortie=subprocess.DEVNULL, cwd=Path("/"))
    finir(autre.pid)
    (dossier.processus / "web").write_text(json.dumps({"pid": autre.pid, "empreinte": "avant", "signal": 15}))
    (dossier.processus / "beat").write_text("{coupé")
    assert Registre(dossier.processus).balayer() == []
    assert autre.poll() is None
    processus.arreter(autre)


def test_un_enfant_qui_refuse_de_finir_est_tue_avec_son_groupe(tmp_path: Path) -> None:
    pret = tmp_path / "pret"
    tetu = processus.lancer(
        ["/bin/sh", "-c", f"trap '' TERM; : > '{pret}'; sleep 60 & wait"],
        env={}, sortie=subprocess.DEVNULL, cwd=Path("/"),
    )  # fmt: skip
    assert attendre(pret.exists, 10)
    processus.arreter(tetu, delai=0.2)
    assert tetu.returncode == -signal.SIGKILL
    assert attendre(lambda: not groupe_vivant(tetu.pid), 5)


def groupe_vivant(pgid: int) -> bool:
    try:
        os.killpg(pgid, 0)
    except ProcessLookupError:
        return False
    return True


def test_un_deuxieme_superviseur_est_refuse_et_nomme_le_premier(
    dossier: Dossier, env_nu: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.local.verrou.DELAI_DEPART", 0.1)
    superviseur, _ = tenir(dossier, env_nu)
    try:
        assert tenant(dossier.verrou) == superviseur.pid
        with (
            pytest.raises(Panne, match=rf"tourne déjà .*processus {superviseur.pid}"),
            verrouiller(dossier.verrou),
        ):
            pass
    finally:
        tuer(superviseur)
        Registre(dossier.processus).balayer()
    assert tenant(dossier.verrou) is None


def test_on_attend_celui_qui_est_en_train_de_s_arreter(
    dossier: Dossier, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (
        "import sys, time; from pathlib import Path; from portal.local.verrou import *\n"
        "v = Path(sys.argv[1])\n"
        "with verrouiller(v):\n annoncer_l_arret(v); print(flush=True); time.sleep(2)"
    )
    enfant = subprocess.Popen(
        [sys.executable, "-c", script, str(dossier.verrou)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    assert enfant.stdout
    enfant.stdout.readline()
    with verrouiller(dossier.verrou):
        annoncer_l_arret(dossier.verrou)
    enfant.communicate(timeout=10)
    assert "Un arrêt est en cours" in capsys.readouterr().out
