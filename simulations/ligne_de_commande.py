"""The command that estimates a file of households, without a framework: files, streams and exit statuses.

Exit statuses: 0, every household is answered; 1, at least one is not valid and says why at its place; 2, the file
cannot be read, and one line on standard error says why.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Protocol

from simulations.echange import FoyerInvalide, lire_foyer, reponse, reponse_invalide
from simulations.json_exact import JsonIllisible, ecrire_json, ecrire_liste, lire_json
from simulations.regles import Revalorisation, estimer

NOM: Final = "estimer_prime_activite"
AIDE: Final = "Estime la prime d’activité d’une liste de foyers, lue en JSON."

TOUT_EST_ESTIME: Final = 0
FOYER_INVALIDE: Final = 1
FICHIER_ILLISIBLE: Final = 2
LECTEUR_PARTI: Final = 141  # as a shell reports a broken pipe


class Flux(Protocol):
    """Where text is written: a stream of Python’s, or Django’s wrapper around one."""

    def write(self, texte: str, /) -> object: ...


def ajouter_arguments(analyseur: ArgumentParser) -> None:
    """Declare the arguments of the command, for this module and for Django alike."""
    analyseur.add_argument("fichier", help="fichier JSON des foyers, ou - pour l’entrée standard")
    analyseur.add_argument("--detail", action="store_true", help="ajoute chaque ligne du calcul")
    analyseur.add_argument(
        "--revalorisation",
        choices=[choix.value for choix in Revalorisation],
        default=Revalorisation.PAR_MOIS_DE_REFERENCE.value,
        help="barème d’un trimestre à cheval sur une revalorisation",
    )


def principal(arguments: list[str]) -> int:
    """Run the command as a program, and return its exit status."""
    analyseur = ArgumentParser(prog=f"manage.py {NOM}", description=AIDE)
    ajouter_arguments(analyseur)
    options = analyseur.parse_args(arguments)
    if sys.stdout is None:
        sys.stderr.write("Impossible d’écrire les réponses\u00a0: la sortie standard est fermée.\n")
        return FICHIER_ILLISIBLE
    # Half of a surrogate pair in an identifier has no UTF-8: its escape is what JSON would write.
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = executer(
            options.fichier,
            detail=options.detail,
            revalorisation=Revalorisation(options.revalorisation),
            sortie=sys.stdout,
            erreurs=sys.stderr,
        )
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has had enough (`| head`). Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return LECTEUR_PARTI
    except OSError as erreur:
        # A full disk, say: what was written is cut short, and must not be taken for an answer.
        sys.stderr.write(f"Impossible d’écrire les réponses\u00a0: {_raison(erreur)}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FICHIER_ILLISIBLE
    return code


def executer(
    fichier: str, *, detail: bool, revalorisation: Revalorisation, sortie: Flux, erreurs: Flux
) -> int:
    """Estimate the households of `fichier` ("-" is standard input), write the answers, return the exit status."""
    try:
        foyers = _lire_liste(fichier)
    except (OSError, ValueError) as erreur:
        nom = "l’entrée standard" if fichier == "-" else fichier
        erreurs.write(f"Impossible de lire {nom}\u00a0: {_raison(erreur)}.\n")
        return FICHIER_ILLISIBLE
    reponses = [_repondre(foyer, detail, revalorisation) for foyer in foyers]
    sortie.write(ecrire_liste([ecrire_json(reponse) for reponse in reponses]))
    return FOYER_INVALIDE if any("erreur" in reponse for reponse in reponses) else TOUT_EST_ESTIME


def _lire_liste(fichier: str) -> list[Any]:
    if fichier == "-":
        if sys.stdin is None:
            raise JsonIllisible("elle est fermée")
        octets = sys.stdin.buffer.read()
    else:
        with open(fichier, "rb") as flux:
            octets = flux.read()
    foyers = lire_json(octets)
    if not isinstance(foyers, list):
        raise JsonIllisible("il faut une liste de foyers")
    return foyers


def _raison(erreur: Exception) -> str:
    if isinstance(erreur, JsonIllisible):
        return str(erreur)
    if isinstance(erreur, FileNotFoundError):
        return "ce fichier n’existe pas"
    if isinstance(erreur, IsADirectoryError):
        return "c’est un dossier"
    if isinstance(erreur, PermissionError):
        return "sa lecture n’est pas autorisée"
    return "la lecture a échoué"


def _repondre(foyer: Any, detail: bool, revalorisation: Revalorisation) -> dict[str, Any]:
    identifiant = _identifiant(foyer)
    try:
        estimation = estimer(lire_foyer(foyer), revalorisation=revalorisation)
    except FoyerInvalide as erreur:
        return reponse_invalide(identifiant, erreur)
    return reponse(identifiant, estimation, detail=detail)


def _identifiant(foyer: Any) -> Any:
    """The identifier as it was given, or nothing when it is not one."""
    identifiant = foyer.get("id") if isinstance(foyer, Mapping) else None
    return identifiant if isinstance(identifiant, str | Decimal) else None
