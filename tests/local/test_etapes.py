"""The stages of `make test`: each named and timed, stopped at the first that fails, never skipped in silence."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from portal.local import chromium, etapes, processus, temporaire
from portal.local.dossier import CHECKOUT
from portal.local.messages import Panne, duree

PYTHON = sys.executable


@pytest.fixture(autouse=True)
def _aucune_demande_d_arret() -> Iterator[None]:
    processus.Demande.recues = 0
    yield
    processus.Demande.recues = 0


def test_on_s_arrete_a_la_premiere_etape_qui_echoue_avec_son_code(capfd: pytest.CaptureFixture[str]) -> None:
    suite = (
        ("Une", (PYTHON, "-c", "print('un')")),
        ("Deux", (PYTHON, "-c", "raise SystemExit(7)")),
        ("Trois", (PYTHON, "-c", "print('trois')")),
    )
    assert etapes.derouler(suite, os.environ) == 7
    vu = capfd.readouterr().out
    assert "▶ Une" in vu
    assert "échec (code 7)" in vu
    assert "Trois" not in vu


def test_tout_est_vert_et_chaque_etape_a_son_temps(capfd: pytest.CaptureFixture[str]) -> None:
    assert etapes.derouler([("Une", (PYTHON, "-c", "pass"))], os.environ) == 0
    vu = capfd.readouterr().out
    assert re.search(r"✓ \d+,\d\W+s", vu)
    assert "Tout est vert en" in vu


def test_une_etape_qui_ne_finit_pas_est_arretee(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etapes, "DELAI_FIN", 5)
    assert etapes.executer((PYTHON, "-c", "import time; time.sleep(60)"), os.environ, delai=0.2) != 0


def test_ctrl_c_arrete_l_etape_et_rend_130() -> None:
    processus.Demande.recues = 1
    assert etapes.executer((PYTHON, "-c", "import time; time.sleep(60)"), os.environ) == 130


def test_les_etapes_demandees_y_sont_toutes() -> None:
    commandes = " ".join(" ".join(argv) for _, argv in etapes.TEST)
    attendus = (
        *("ruff check", "ruff format --check", "djlint templates --check", "djlint templates --lint", "mypy"),
        *("lint-imports", "makemigrations --check", "pytest -n 3", "-n 2 -m navigateur"),
    )
    for attendu in attendus:
        assert attendu in commandes


def test_chromium_absent_et_impossible_a_installer_se_dit_en_une_ligne(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", "/nulle-part")
    with pytest.raises(Panne) as panne:
        chromium.exiger()
    assert "apt install chromium" in str(panne.value)
    assert "\n" not in str(panne.value)


def test_chromium_absent_est_installe_par_root_quand_apt_existe(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/appels\n[ $2 = update ] && exit\n'
        f"echo > {tmp_path}/chromium\n/bin/chmod +x {tmp_path}/chromium\n"
    )
    apt.chmod(0o755)
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium.exiger() == f"{tmp_path}/chromium"
    assert (tmp_path / "appels").read_text().splitlines() == [
        "-q update",
        "-q install -y --no-install-recommends chromium",
    ]


def test_les_serveurs_des_tests_ne_sont_pas_ceux_de_la_demonstration_et_s_effacent() -> None:
    with temporaire.environnement() as env:
        racine = Path(env["PORTAL_ETAT"]).parent
        assert racine.name.startswith(temporaire.PREFIXE)
        assert not racine.is_relative_to(CHECKOUT)
        with psycopg.connect(env["DATABASE_URL"]) as base:
            assert base.execute("SHOW fsync").fetchone() == ("off",)
    assert not racine.exists()


def test_un_essai_tue_est_efface_par_le_suivant() -> None:
    script = (
        "from portal.local import temporaire\n"
        "with temporaire.environnement() as env:\n"
        "    print(env['PORTAL_ETAT'], flush=True); input()"
    )
    enfant = subprocess.Popen(
        [PYTHON, "-c", script], cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert enfant.stdout
    racine = Path(enfant.stdout.readline().strip()).parent
    # Looked at while it lives: once killed, another process of these tests may erase it first.
    assert racine.exists()
    enfant.kill()
    enfant.communicate(timeout=10)
    with temporaire.environnement():
        assert not racine.exists()


@pytest.mark.parametrize(("secondes", "texte"), [(0.04, "0,0 s"), (59.94, "59,9 s"), (192, "3 min 12 s")])
def test_une_duree_se_lit_en_francais(secondes: float, texte: str) -> None:
    assert duree(secondes).replace("\u00a0", " ") == texte


def test_ci_lance_la_commande_de_test_et_rien_de_plus() -> None:
    lignes = (CHECKOUT / ".ci" / "run").read_text().splitlines()
    commandes = [ligne for ligne in lignes if ligne and not ligne.startswith(("#", "set ", "cd "))]
    assert commandes == ["exec make test"]
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
