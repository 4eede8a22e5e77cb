"""`python -m portal.local run | stop | reset | test | audit | exec`: what the Makefile calls."""

import argparse
import os
import signal
import sys
from pathlib import Path

from portal.local import chromium, etapes, processus, temporaire
from portal.local.dossier import Dossier, ouvrir
from portal.local.messages import Panne, dire
from portal.local.processus import Registre
from portal.local.superviseur import Superviseur
from portal.local.verrou import DELAI_ARRET, tenant, verrouiller


def main() -> int:
    args = _lire_les_arguments()
    processus.Demande.ecouter()
    try:
        return int(COMMANDES[args.commande](args) or 0)
    except processus.Arret:
        return 130
    except Panne as panne:
        dire(str(panne))
        return 1


def _lire_les_arguments() -> argparse.Namespace:
    lecteur = argparse.ArgumentParser(prog="python -m portal.local")
    sous = lecteur.add_subparsers(dest="commande", required=True)
    for nom, aide in (
        ("run", "démarrer la démonstration"),
        ("stop", "arrêter celle qui tourne dans ce dossier"),
        ("reset", "l’arrêter et effacer ses données"),
    ):
        commande = sous.add_parser(nom, help=aide)
        commande.add_argument("--dossier", type=Path, help="où garder les données (par défaut .portal)")
    for nom, aide in (
        ("test", "toutes les étapes, ou pytest seul avec les arguments donnés après --"),
        ("exec", "une commande, avec des serveurs vides qui ne durent que pour elle"),
    ):
        sous.add_parser(nom, help=aide).add_argument("mots", nargs=argparse.REMAINDER)
    sous.add_parser("audit", help="ce qui est plus lent que les tests ou demande plus d’outils")
    return lecteur.parse_args()


def lancer(args: argparse.Namespace) -> int:
    return Superviseur(ouvrir(args.dossier), port=_port()).tourner()


def arreter(args: argparse.Namespace) -> None:
    _arreter(ouvrir(args.dossier))


def effacer(args: argparse.Namespace) -> None:
    dossier = ouvrir(args.dossier)
    _arreter(dossier)
    dossier.effacer()
    dire(f"{dossier.racine} est effacé : le prochain démarrage repart de zéro.")


def tester(args: argparse.Namespace) -> int:
    navigateur = {chromium.VARIABLE: chromium.exiger()} if not args.mots else {}
    with temporaire.environnement() as env:
        if mots := _sans_tirets(args.mots):
            return etapes.executer([*etapes.PYTEST, *mots], env)
        return etapes.derouler(etapes.TEST, env | navigateur)


def auditer(_args: argparse.Namespace) -> int:
    outils = etapes.exiger_les_outils_d_audit()
    with temporaire.environnement() as env:
        return etapes.derouler(etapes.AUDIT, env | outils)


def executer(args: argparse.Namespace) -> int:
    with temporaire.environnement() as env:
        return etapes.executer(_sans_tirets(args.mots), env, delai=None)


def _arreter(dossier: Dossier) -> None:
    pid = tenant(dossier.verrou)
    if pid:
        processus.signaler(pid, signal.SIGTERM)
        if not processus.attendre(lambda: tenant(dossier.verrou) is None, DELAI_ARRET):
            raise Panne(
                f"Le portail (processus {pid}) ne s’arrête pas : « kill -9 {pid} », puis recommencez."
            )
    with verrouiller(dossier.verrou):
        restes = Registre(dossier.processus).balayer()
    dire("Le portail est arrêté." if pid or restes else "Le portail ne tournait pas dans ce dossier.")


def _port() -> int:
    valeur = os.environ.get("PORT") or "8000"
    if not valeur.isdigit() or not 0 < int(valeur) < 65536:
        raise Panne(f"PORT doit être un nombre de 1 à 65535 (reçu : « {valeur} »).")
    return int(valeur)


def _sans_tirets(mots: list[str]) -> list[str]:
    return mots[1:] if mots[:1] == ["--"] else mots


COMMANDES = {
    "run": lancer,
    "stop": arreter,
    "reset": effacer,
    "test": tester,
    "audit": auditer,
    "exec": executer,
}

if __name__ == "__main__":
    sys.exit(main())
