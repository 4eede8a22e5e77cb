"""docker-compose.yml: its shape always, and what Docker Compose itself says of it where it can run."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

RACINE = Path(__file__).resolve().parents[2]
SERVICES = {"proxy", "web", "worker", "beat", "migrations", "postgres", "valkey", "clamd"}
FICHIERS_DE_SECRETS = ("portail.env", "postgres.env", "proxy.env")
# What may look like a secret but is only its name or its place.
MOTS_SECRETS = ("PASSWORD", "SECRET", "TOKEN", "MOT_DE_PASSE", "CLE")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((RACINE / "docker-compose.yml").read_text()))


@pytest.fixture(params=sorted(SERVICES))
def service(request: pytest.FixtureRequest, compose: dict[str, Any]) -> dict[str, Any]:
    return {"nom": request.param, **compose["services"][request.param]}


def test_les_services_attendus_et_eux_seuls(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == SERVICES


def test_chaque_service_a_un_controle_de_sante(service: dict[str, Any]) -> None:
    controle = service["healthcheck"]
    if service["nom"] == "migrations":  # it ends by itself, its status is what counts
        assert controle == {"disable": True}
        return
    assert controle["test"]
    assert controle["timeout"]
    assert controle["interval"]


def test_chaque_service_a_des_limites(service: dict[str, Any]) -> None:
    limites = service["deploy"]["resources"]["limits"]
    assert set(limites) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"]["max-size"]


def test_seul_le_proxy_publie_des_ports(service: dict[str, Any]) -> None:
    if service["nom"] == "proxy":
        assert {p.split(":")[0] for p in service["ports"]} == {"80", "443"}
    else:
        assert "ports" not in service
    assert service.get("network_mode") is None


def test_les_serveurs_de_donnees_n_ont_pas_de_sortie(compose: dict[str, Any]) -> None:
    assert compose["networks"]["donnees"] == {"internal": True}
    for nom in ("postgres", "valkey"):
        assert compose["services"][nom]["networks"] == ["donnees"]
    assert compose["services"]["proxy"]["networks"] == ["facade"]


def test_aucun_secret_n_est_ecrit_dans_le_fichier(service: dict[str, Any]) -> None:
    for nom in service.get("environment", {}):
        assert not any(mot in nom for mot in MOTS_SECRETS), nom
    assert "://" not in str(service.get("environment", {}))


def test_les_secrets_viennent_de_fichiers_qui_ne_sont_pas_versionnes(compose: dict[str, Any]) -> None:
    fichiers = {s["env_file"] for s in compose["services"].values() if "env_file" in s}
    assert fichiers == {f"docker/{nom}" for nom in FICHIERS_DE_SECRETS}
    suivis = subprocess.run(
        ["git", "ls-files", "docker"], cwd=RACINE, capture_output=True, text=True, timeout=10, check=False
    ).stdout.split()
    assert not fichiers & set(suivis)
    for fichier in fichiers:
        assert (RACINE / f"{fichier}.exemple").exists()


def test_les_exemples_ne_contiennent_aucun_secret() -> None:
    for nom in FICHIERS_DE_SECRETS:
        for cle, valeur in lire_env(RACINE / "docker" / f"{nom}.exemple").items():
            if any(mot in cle for mot in MOTS_SECRETS):
                assert set(valeur) <= {"…"} or valeur.endswith(":…"), cle


def test_les_programmes_de_la_maison_ne_peuvent_rien_ecrire_ni_gagner(compose: dict[str, Any]) -> None:
    for nom in ("web", "worker", "beat", "migrations", "proxy", "valkey"):
        service = compose["services"][nom]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_chaque_processus_dit_lequel_il_est(compose: dict[str, Any]) -> None:
    """The time limits on SQL depend on it."""
    attendus = {"web": "web", "worker": "worker", "beat": "beat", "migrations": "command"}
    for nom, processus in attendus.items():
        assert compose["services"][nom]["environment"]["PORTAL_PROCESS"] == processus


def test_un_seul_beat(compose: dict[str, Any]) -> None:
    assert compose["services"]["beat"]["deploy"]["replicas"] == 1


def test_valkey_n_ecrit_jamais_et_ne_jette_jamais_une_tache(compose: dict[str, Any]) -> None:
    commande = compose["services"]["valkey"]["command"]
    assert commande[commande.index("--save") + 1] == ""
    assert commande[commande.index("--appendonly") + 1] == "no"
    assert commande[commande.index("--maxmemory-policy") + 1] == "volatile-lru"


def test_personne_ne_part_avant_ses_donnees(compose: dict[str, Any]) -> None:
    for nom in ("web", "worker", "beat"):
        attendus = compose["services"][nom]["depends_on"]
        assert attendus["migrations"]["condition"] == "service_completed_successfully"
        assert attendus["postgres"]["condition"] == "service_healthy"


def commande_compose() -> list[str] | None:
    """How to call Docker Compose here, or None where it does not exist."""
    for candidat in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(candidat[0]):
            essai = subprocess.run([*candidat, "version"], capture_output=True, timeout=30, check=False)
            if essai.returncode == 0:
                return candidat
    return None


def test_docker_compose_accepte_le_fichier(tmp_path: Path) -> None:
    compose = commande_compose()
    if compose is None:
        pytest.skip("Docker Compose is not on this machine; the tests above hold the shape of the file")
    (tmp_path / "docker").mkdir()
    shutil.copy(RACINE / "docker-compose.yml", tmp_path)
    for nom in FICHIERS_DE_SECRETS:
        shutil.copy(RACINE / "docker" / f"{nom}.exemple", tmp_path / "docker" / nom)
    lu = subprocess.run(
        [*compose, "--file", "docker-compose.yml", "config", "--format", "json"],
        cwd=tmp_path,
        env=os.environ | {"COMPOSE_PROJECT_NAME": "essai"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert lu.returncode == 0, lu.stderr
    assert set(yaml.safe_load(lu.stdout)["services"]) == SERVICES


def lire_env(fichier: Path) -> dict[str, str]:
    lignes = (ligne.strip() for ligne in fichier.read_text().splitlines())
    return dict(ligne.split("=", 1) for ligne in lignes if ligne and not ligne.startswith("#"))  # type: ignore[misc]
