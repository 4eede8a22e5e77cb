"""Production refuses to start without its secrets, and then has nothing to reproach itself."""

import json
import subprocess
import sys

import pytest

from tests.outils.serveurs import RACINE, environnement, manage

# Each process starts a Python of its own.
pytestmark = pytest.mark.lent

COMPLETES = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!?",
    "DATABASE_URL": "postgresql://portail@base.example/portail",
    "REDIS_URL": "redis://cache.example:6379/0",
    "EPHEMERE_URL": "redis://ephemere.example:6379/0",
    "ALLOWED_HOSTS": "droits.example",
    "CLES_DONNEES": "essai:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "CLES_EMPREINTES": "essai:ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=",
}
# Required as soon as the operator is named.
COURRIERS = {
    "COURRIERS_EXPEDITEUR": "Portail <ne-pas-repondre@caf.example>",
    "COURRIERS_IMPRESSION_CLE": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
    "COURRIERS_SMS": "octopush://compte:cle@Droits/{numero} sfr://a:b@c/{numero}",
    "COURRIERS_SMTP": "smtp+tls://nom:mot@relais.example:587",
    "COURRIERS_IMPRESSION": "/srv/impression",
}


def _production(sans: str = "", **autres: str) -> dict[str, str]:
    return {k: v for k, v in {**COMPLETES, **autres}.items() if k != sans}


def _charger(**variables: str) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process that has these variables and no others of the portal."""
    env = {k: v for k, v in environnement().items() if k not in COMPLETES}
    code = (
        "import json; from django.conf import settings as s; "
        "print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=str))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=RACINE, env={**env, **variables}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "secret",
    ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "CLES_DONNEES", "CLES_EMPREINTES"],
)
def test_elle_refuse_de_demarrer_sans(secret: str) -> None:
    for variables in (_production(sans=secret), _production(**{secret: "  "})):
        essai = _charger(**variables)
        assert essai.returncode != 0
        assert f"{secret} est obligatoire" in essai.stderr


@pytest.mark.parametrize(
    "defaut",
    [
        {"SECRET_KEY": "trop-court"},
        {"SECRET_KEY": "cle-de-demonstration-qui-ne-protege-aucune-donnee-reelle-0000"},
        {"ALLOWED_HOSTS": "*"},
        {"ALLOWED_HOSTS": "droits.example, *"},
    ],
)
def test_elle_refuse_un_secret_de_demonstration_ou_un_hote_ouvert(defaut: dict[str, str]) -> None:
    essai = _charger(**_production(**defaut))
    assert essai.returncode != 0 and "ImproperlyConfigured" in essai.stderr


def test_ses_cookies_et_ses_en_tetes() -> None:
    essai = _charger(**_production())
    assert essai.returncode == 0, essai.stderr
    s = json.loads(essai.stdout)
    assert s["DEBUG"] is False and s["DEVELOPPEMENT"] is False
    for nature in ("SESSION", "CSRF"):
        assert s[f"{nature}_COOKIE_NAME"].startswith("__Host-")
        assert s[f"{nature}_COOKIE_SECURE"] and s[f"{nature}_COOKIE_HTTPONLY"]
        assert s[f"{nature}_COOKIE_SAMESITE"] in {"Lax", "Strict"}
        assert s.get(f"{nature}_COOKIE_DOMAIN") is None and s.get(f"{nature}_COOKIE_PATH", "/") == "/"
    assert s["PREFIXE_COOKIES"] == "__Host-"
    assert s["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600 and s["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert s["SECURE_SSL_REDIRECT"]
    assert "unsafe" not in json.dumps(s["CONTENT_SECURITY_POLICY"])
    assert s["PASSWORD_HASHERS"][0].endswith("Argon2PasswordHasher")


def test_elle_reste_une_demonstration_tant_que_l_exploitant_n_est_pas_nomme() -> None:
    noms = {
        "EXPLOITANT": "Caf d’essai",
        "MENTIONS_LEGALES": "Texte",
        "DELEGUE_PROTECTION_DONNEES": "dpo@caf.example",
    }
    assert json.loads(_charger(**_production()).stdout)["DEMONSTRATION"] is True
    assert json.loads(_charger(**_production()).stdout)["NIR_FICTIFS_SEULEMENT"] is True
    for absent in noms:
        partiel = {k: v for k, v in noms.items() if k != absent}
        assert json.loads(_charger(**_production(**partiel)).stdout)["DEMONSTRATION"] is True
    complet = json.loads(_charger(**_production(**noms, **COURRIERS)).stdout)
    assert complet["DEMONSTRATION"] is False and complet["NIR_FICTIFS_SEULEMENT"] is False


@pytest.mark.parametrize(
    ("variables", "attendu"),
    [({}, True), ({"SECOND_FACTEUR_AGENTS": "oui"}, True), ({"SECOND_FACTEUR_AGENTS": "non"}, False)],
)
def test_les_agents_montrent_un_second_facteur_sauf_avis_contraire(
    variables: dict[str, str], attendu: bool
) -> None:
    """A demonstration, on a server, may do without."""
    assert json.loads(_charger(**_production(**variables)).stdout)["SECOND_FACTEUR_AGENTS"] is attendu


def test_avec_un_exploitant_les_agents_ne_s_en_passent_pas() -> None:
    nommee = {"EXPLOITANT": "Caf d’essai", "MENTIONS_LEGALES": "Texte"}
    nommee["DELEGUE_PROTECTION_DONNEES"] = "dpo@caf.example"
    essai = _charger(**_production(**nommee, **COURRIERS, SECOND_FACTEUR_AGENTS="non"))
    assert essai.returncode != 0 and "SECOND_FACTEUR_AGENTS" in essai.stderr
    assert _charger(**_production(**nommee, **COURRIERS)).returncode == 0


def test_check_deploy_n_a_rien_a_dire() -> None:
    essai = manage("check", "--deploy", "--fail-level", "DEBUG", **_production())
    assert essai.returncode == 0, essai.stdout + essai.stderr
    assert "no issues" in essai.stdout + essai.stderr and "silenced" not in essai.stdout.replace(
        "(0 silenced)", ""
    )


def test_ses_journaux_sont_du_json_masque() -> None:
    env = {k: v for k, v in environnement().items() if k not in COMPLETES}
    code = (
        "import django, logging; django.setup(); "
        "logging.getLogger('essai').warning('compte %s', '1 85 05 78 006 084 91', "
        "extra={'iban': 'FR7630006000011234567890189'})"
    )
    essai = subprocess.run(
        [sys.executable, "-c", code],
        cwd=RACINE, env={**env, **_production()}, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    ligne = json.loads((essai.stdout + essai.stderr).strip().splitlines()[-1])
    assert ligne["message"] == "compte [nir]" and ligne["iban"] == "[iban]"
    assert ligne["requete"] == "-" and ligne["processus"] == "command"


@pytest.mark.parametrize(("processus", "borne"), [("web", 15_000), ("worker", 300_000), ("beat", 15_000)])
def test_chaque_processus_a_ses_limites_sur_la_base(processus: str, borne: int) -> None:
    s = json.loads(_charger(**_production(PORTAL_PROCESS=processus)).stdout)
    options = s["DATABASES"]["default"]["OPTIONS"]
    limites = dict(mot.split("=") for mot in options["options"].split() if "=" in mot)
    for limite in ("statement_timeout", "lock_timeout"):
        assert 0 < int(limites[limite]) <= borne
    assert 0 < int(limites["idle_in_transaction_session_timeout"]) <= 60_000
    assert options["connect_timeout"] <= 10


@pytest.mark.parametrize(("variables", "nombre"), [({}, 1), ({"NOMBRE_DE_PROXYS": "2"}, 2)])
def test_elle_croit_un_proxy_sauf_avis_contraire(variables: dict[str, str], nombre: int) -> None:
    assert json.loads(_charger(**_production(**variables)).stdout)["NOMBRE_DE_PROXYS"] == nombre


FRANCECONNECT = {
    "FRANCECONNECT_EMETTEUR": "https://fc.example/api/v2/",
    "FRANCECONNECT_CLIENT_ID": "un-client",
    "FRANCECONNECT_CLIENT_SECRET": "un-secret-long-d-au-moins-32-octets",
    "FRANCECONNECT_ORIGINE": "https://droits.example/",
}


def test_franceconnect_se_declare_en_entier_ou_pas_du_tout() -> None:
    """MC-11 : les hôtes sont des réglages."""
    assert json.loads(_charger(**_production()).stdout)["FRANCECONNECT"] == {}
    s = json.loads(_charger(**_production(**FRANCECONNECT)).stdout)
    assert s["FRANCECONNECT"] == {
        "emetteur": "https://fc.example/api/v2", "client_id": "un-client", "origine": "https://droits.example",
        "secret": "un-secret-long-d-au-moins-32-octets", "acr": "eidas1",
    }  # fmt: skip
    for absente in list(FRANCECONNECT)[1:]:
        reste = {k: v for k, v in FRANCECONNECT.items() if k != absente}
        essai = _charger(**_production(**reste))
        assert essai.returncode != 0 and f"{absente} est obligatoire" in essai.stderr


@pytest.mark.parametrize(
    "defaut",
    [
        {"FRANCECONNECT_EMETTEUR": "http://fc.example/api/v2"},
        {"FRANCECONNECT_ORIGINE": "http://droits.example"},
        {"FRANCECONNECT_ACR": "eidas9"},
    ],
)
def test_franceconnect_veut_tls_et_un_niveau_connu(defaut: dict[str, str]) -> None:
    essai = _charger(**_production(**{**FRANCECONNECT, **defaut}))
    assert essai.returncode != 0 and "ImproperlyConfigured" in essai.stderr


def test_une_demonstration_a_son_fournisseur_fictif_et_un_exploitant_jamais() -> None:
    origine = {"FRANCECONNECT_ORIGINE": "https://demo.example"}
    s = json.loads(_charger(**_production(**origine)).stdout)
    assert s["FRANCECONNECT"]["emetteur"] == "https://demo.example/demo/identite"
    nomme = {"EXPLOITANT": "Caf", "MENTIONS_LEGALES": "x", "DELEGUE_PROTECTION_DONNEES": "y", **COURRIERS}
    s = json.loads(_charger(**_production(**origine, **nomme)).stdout)
    assert s["FRANCECONNECT"] == {} and s["CHEMINS_DE_MACHINES"] == "frozenset()"
