"""The Dockerfile, its context and its health checks, as far as they can be read without an engine."""

import base64
import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploiement.test_compose import lire_env

RACINE = Path(__file__).resolve().parents[2]
DOCKERFILE = (RACINE / "Dockerfile").read_text()


def etape(nom: str) -> str:
    """Text of one stage of the Dockerfile."""
    return re.split(r"^FROM ", DOCKERFILE.split(f" AS {nom}\n", 1)[1], maxsplit=1, flags=re.M)[0]


def test_plusieurs_etapes_et_la_derniere_n_est_pas_root() -> None:
    etapes = re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, flags=re.M)
    assert etapes == ["dependances", "programme", "portail"]
    assert re.findall(r"^USER (\S+)$", etape("portail"), flags=re.M) == ["10001:10001"]


def test_le_controle_de_sante_et_les_reglages_de_production() -> None:
    assert "HEALTHCHECK" in etape("portail")
    assert "DJANGO_SETTINGS_MODULE=portal.settings.production" in etape("portail")


def test_les_dependances_sont_verrouillees_par_empreinte() -> None:
    assert "--require-hashes" in etape("dependances")
    assert "requirements/production.lock" in etape("dependances")


def test_aucun_secret_dans_l_image() -> None:
    for mot in ("SECRET_KEY", "PASSWORD", "DATABASE_URL", "ARG SECRET"):
        assert mot not in DOCKERFILE


def test_rien_n_entre_dans_l_image_sans_y_etre_nomme() -> None:
    lignes = [
        ligne for ligne in (RACINE / ".dockerignore").read_text().splitlines() if not ligne.startswith("#")
    ]
    assert lignes[0] == "*"
    for interdit in ("!.git", "!tests", "!docker\n", "!.portal", "!.venv"):
        assert interdit not in lignes


def test_chaque_dossier_du_programme_entre_dans_l_image() -> None:
    admis = {
        ligne[1:] for ligne in (RACINE / ".dockerignore").read_text().splitlines() if ligne.startswith("!")
    }
    paquets = {p.parent.name for p in RACINE.glob("*/__init__.py")} - {"tests", "bench"}
    assert paquets | {"static", "templates", "manage.py"} <= admis


def test_la_configuration_de_gunicorn_est_acceptee() -> None:
    vu = subprocess.run(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "--check-config",
            "--config",
            "docker/gunicorn.conf.py",
            "os:getcwd",
        ],
        cwd=RACINE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert vu.returncode == 0, vu.stderr


@pytest.mark.parametrize("nom", ["web", "beat"])
def test_un_processus_absent_n_est_pas_en_bonne_sante(nom: str) -> None:
    vu = subprocess.run(
        [sys.executable, "docker/sante.py", nom],
        cwd=RACINE,
        env=os.environ | {"ALLOWED_HOSTS": "portail.example.org"},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert vu.returncode == 1


def test_l_exemple_d_environnement_suffit_a_demarrer_en_production() -> None:
    """Every variable that production demands is in the example: filled in, the settings load."""
    exemple = lire_env(RACINE / "docker" / "portail.env.exemple")
    secret = base64.urlsafe_b64encode(secrets.token_bytes(48)).decode()
    cle_de_donnees = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    rempli = {
        cle: valeur.replace("…", cle_de_donnees if cle.startswith("CLES_") else secret)
        for cle, valeur in exemple.items()
    }
    vu = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=RACINE,
        env={"PATH": os.environ["PATH"], **rempli},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert vu.returncode == 0, vu.stderr
