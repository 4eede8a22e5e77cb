"""The command, as another program calls it: no setting, no database, three exit statuses."""

import io
import json
import os
import shlex
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.simulations.regles.fabrique import DONNEES, donnees

RACINE = Path(__file__).parents[3]
UN = {
    "id": "a",
    "claim_month": "2024-09",
    "adults": [{"birth_date": "1990-01-01", "salaire_net": [1200, 1200, 1200]}],
}


def lancer(*arguments: str, entree: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run manage.py from elsewhere, with nothing of the site in its environment."""
    environnement = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    return subprocess.run(
        [sys.executable, str(RACINE / "manage.py"), "estimer_prime_activite", *arguments],
        input=entree,
        capture_output=True,
        env=environnement,
        cwd=RACINE.anchor,
        timeout=60,
        check=False,
    )


def estimer_json(foyers: Any, *options: str) -> tuple[int, list[dict[str, Any]]]:
    resultat = lancer("-", *options, entree=json.dumps(foyers).encode())
    assert resultat.stderr == b""
    return resultat.returncode, json.loads(resultat.stdout, parse_float=Decimal)


def test_the_598_households_are_answered_in_order() -> None:
    resultat = lancer(str(DONNEES / "foyers-600.json"))
    attendus = donnees("reponses-600.json")

    assert (resultat.returncode, resultat.stderr) == (0, b"")
    obtenus = json.loads(resultat.stdout, parse_float=Decimal)
    assert [reponse["id"] for reponse in obtenus] == [reponse["id"] for reponse in attendus]
    ecarts = [abs(o["ppa"] - a["ppa"]) for o, a in zip(obtenus, attendus, strict=True)]
    assert max(ecarts) <= Decimal("0.01")


def test_an_amount_is_a_number_with_two_decimals() -> None:
    resultat = lancer("-", entree=json.dumps([UN, {**UN, "id": None}]).encode())

    assert resultat.stdout.decode() == '[{"id": "a", "ppa": 285.34},\n {"id": null, "ppa": 285.34}]\n'
    assert lancer("-", entree=b"[]").stdout == b"[]\n"


def test_an_amount_without_cents_keeps_its_two_decimals() -> None:
    personne = {"birth_date": "1990-01-01", "salaire_net": [500, 500, 500]}

    assert b'"ppa": 305.00}' in lancer("-", entree=json.dumps([{**UN, "adults": [personne]}]).encode()).stdout


def test_the_detail_has_three_months_whose_lines_make_the_prime() -> None:
    code, (reponse,) = estimer_json([UN], "--detail")

    assert code == 0
    assert [mois["mois"] for mois in reponse["detail"]["mois"]] == ["2024-06", "2024-07", "2024-08"]
    for mois in reponse["detail"]["mois"]:
        assert abs(sum(ligne["montant"] for ligne in mois["lignes"]) - mois["prime"]) <= Decimal("0.03")
        for ligne in mois["lignes"]:
            assert ligne["libelle"] and ligne["article"]
            assert all(
                {"nom", "valeur", "depuis", "source"} <= set(parametre) for parametre in ligne["parametres"]
            )


def test_the_scale_of_a_cut_quarter_is_an_option() -> None:
    foyer = {"claim_month": "2026-04", "adults": [{"birth_date": "1990-01-01", "salaire_net": [2032] * 3}]}

    assert estimer_json([foyer])[1][0]["ppa"] == 0
    assert estimer_json([foyer], "--revalorisation", "par_mois_du_droit")[1][0]["ppa"] == Decimal("63.06")


def test_an_invalid_household_is_answered_at_its_place() -> None:
    faux = {
        "id": "faux",
        "claim_month": "2024-09",
        "adults": [{"birth_date": "1990-01-01", "salaire_net": [1, -2, 3]}],
    }
    code, (un, deux, trois) = estimer_json([UN, faux, UN])

    assert code == 1
    assert (un["ppa"], trois["ppa"]) == (Decimal("285.34"), Decimal("285.34"))
    assert deux == {
        "id": "faux",
        "erreur": {"champ": "adults[0].salaire_net[1]", "message": "Un montant ne peut pas être négatif."},
    }


@pytest.mark.parametrize("element", ["null", "[]", "12", '"foyer"', "{}", '{"id": {"a": 1}}', '{"id": [[]]}'])
def test_what_is_not_a_household_is_answered_without_an_identifier(element: str) -> None:
    resultat = lancer("-", entree=f"[{element}]".encode())

    (reponse,) = json.loads(resultat.stdout)
    assert (resultat.returncode, resultat.stderr) == (1, b"")
    assert reponse["id"] is None
    assert set(reponse["erreur"]) == {"champ", "message"}


@pytest.mark.parametrize(
    "nombre",
    [
        "1e400",
        "-1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "9" * 6000,
        "NaN",
        "Infinity",
        "-0.001",
    ],
)
def test_a_monstrous_number_is_an_invalid_amount(nombre: str) -> None:
    texte = json.dumps([UN]).replace("1200", nombre, 1)
    resultat = lancer("-", entree=texte.encode())

    assert (resultat.returncode, resultat.stderr) == (1, b"")
    assert json.loads(resultat.stdout)[0]["erreur"]["champ"] == "adults[0].salaire_net[0]"


@pytest.mark.parametrize(
    "nombre", ["1e3", "1000.000", "1E-999999", "1e-2000000", "0." + "1" * 6000, "-0", "-0.0"]
)
def test_a_number_in_an_unusual_dress_is_an_amount(nombre: str) -> None:
    texte = json.dumps([UN]).replace("1200", nombre)
    resultat = lancer("-", "--detail", entree=texte.encode())

    assert (resultat.returncode, resultat.stderr) == (0, b"")
    assert json.loads(resultat.stdout)[0]["ppa"] >= 0


@pytest.mark.parametrize(
    "entree",
    [
        b"",
        b"   ",
        b"{",
        b"[1, 2",
        b"[] []",
        b"bonjour",
        b"{}",
        b'"liste"',
        b"null",
        b"12",
        b"[\xe9]",
        b"\xff\xfe[\x00]\x00",
        b"[" * 200_000,
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":' * 200_000,
        b'["\x01"]',
    ],
    ids=lambda entree: repr(entree[:12]),
)
def test_a_file_that_is_not_a_list_of_json_is_one_clear_line(entree: bytes) -> None:
    resultat = lancer("-", entree=entree)

    assert (resultat.returncode, resultat.stdout) == (2, b"")
    message = resultat.stderr.decode()
    assert message.startswith("Impossible de lire l’entrée standard\u00a0: ")
    assert message.endswith(".\n") and message.count("\n") == 1
    assert "Traceback" not in message


def test_a_file_that_cannot_be_opened_is_one_clear_line(tmp_path: Path) -> None:
    absent = lancer(str(tmp_path / "absent.json"))
    dossier = lancer(str(tmp_path))

    assert (absent.returncode, dossier.returncode) == (2, 2)
    assert absent.stderr.decode().endswith("absent.json\u00a0: ce fichier n’existe pas.\n")
    assert dossier.stderr.decode().endswith("c’est un dossier.\n")


def test_a_byte_order_mark_and_a_repeated_key_are_read(tmp_path: Path) -> None:
    fichier = tmp_path / "foyers.json"
    foyer = b'{"id": "x", "id": "y", "claim_month": "2024-09", "adults": [{"birth_date": "1990-01-01"}]}'
    fichier.write_bytes(b"\xef\xbb\xbf[" + foyer + b"]")

    assert lancer(str(fichier)).stdout == b'[{"id": "y", "ppa": 0.00}]\n'


@pytest.mark.parametrize("identifiant", ['"é\\n\\"\u202f"', '"\\ud800"', "12", "1.50", '""', "null"])
def test_an_identifier_comes_back_as_it_was_given(identifiant: str) -> None:
    texte = json.dumps([UN]).replace('"a"', identifiant)
    resultat = lancer("-", entree=texte.encode())

    assert resultat.returncode == 0
    assert json.loads(resultat.stdout)[0]["id"] == json.loads(identifiant)


def test_a_wrong_option_is_a_usage_error() -> None:
    for arguments in ([], ["-", "--revalorisation", "autre"], ["a", "b"]):
        resultat = lancer(*arguments)
        assert resultat.returncode == 2
        assert b"usage" in resultat.stderr and b"Traceback" not in resultat.stderr


def test_a_reader_that_leaves_is_not_an_error_to_print() -> None:
    foyers = json.dumps([UN] * 3000)
    programme = shlex.join(
        [sys.executable, str(RACINE / "manage.py"), "estimer_prime_activite", "-", "--detail"]
    )
    commande = f"{programme} | head -c 100"
    resultat = subprocess.run(
        ["/bin/sh", "-c", commande], input=foyers.encode(), capture_output=True, timeout=60, check=False
    )

    assert (len(resultat.stdout), resultat.stderr) == (100, b"")


@pytest.mark.parametrize("sortie", [">/dev/full", ">&-"])
def test_answers_that_can_t_be_written_are_one_line_and_no_answer(sortie: str) -> None:
    programme = shlex.join([sys.executable, str(RACINE / "manage.py"), "estimer_prime_activite", "-"])
    resultat = subprocess.run(
        ["/bin/sh", "-c", f"{programme} {sortie}"],
        input=json.dumps([UN]).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert resultat.returncode == 2
    assert resultat.stderr.decode().startswith("Impossible d’écrire les réponses")
    assert resultat.stderr.count(b"\n") == 1


def test_the_command_starts_without_django_and_without_the_site() -> None:
    programme = (
        "import sys; from simulations.ligne_de_commande import principal; principal(['-']);"
        "print([nom for nom in sys.modules if nom.split('.')[0] in ('django', 'portal')], file=sys.stderr)"
    )
    resultat = subprocess.run(
        [sys.executable, "-c", programme],
        input=b"[]",
        capture_output=True,
        cwd=RACINE,
        timeout=60,
        check=True,
    )

    assert resultat.stderr == b"[]\n"


def test_django_finds_the_same_command() -> None:
    from simulations.management.commands.estimer_prime_activite import Command

    sortie, erreurs = io.StringIO(), io.StringIO()
    commande = Command(stdout=sortie, stderr=erreurs)
    commande.handle(
        fichier=str(DONNEES / "foyers-600.json"), detail=False, revalorisation="par_mois_de_reference"
    )
    assert len(json.loads(sortie.getvalue())) == 598

    with pytest.raises(SystemExit) as fin:
        commande.handle(fichier="absent.json", detail=False, revalorisation="par_mois_de_reference")
    assert fin.value.code == 2
    assert "absent.json\u00a0: ce fichier n’existe pas." in erreurs.getvalue()
