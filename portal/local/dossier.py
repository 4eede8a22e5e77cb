"""Where the data of one checkout live on this machine."""

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from portal.local.compte import Compte, compte_serveur
from portal.local.messages import Panne

CHECKOUT = Path(__file__).resolve().parents[2]
NOM = "mes-droits-familles"
# Root's data when the checkout is closed to the account that runs the servers. They survive a reboot there.
AILLEURS = Path("/var/lib") / NOM
# sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included.
LIMITE_SOCKET = 103
PLUS_LONG_NOM = ".s.PGSQL.5432"
# libpq splits a host at commas, URLs escape the rest: a plain path spares every client a question.
CHEMIN_SIMPLE = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class Dossier:
    """The folders of one demonstration (or of one test run), made and with the right owners."""

    racine: Path
    sockets: Path
    compte: Compte | None

    @property
    def etat(self) -> Path:
        """What Django and Celery keep: collected static files, the schedule of beat, uploaded files."""
        return self.racine / "etat"

    @property
    def journaux(self) -> Path:
        return self.racine / "journaux"

    @property
    def processus(self) -> Path:
        return self.racine / "processus"

    @property
    def verrou(self) -> Path:
        return self.racine / "verrou"

    def des_serveurs(self, nom: str) -> Path:
        """A folder that belongs to the account of the servers, made if need be."""
        chemin = self.racine / nom
        _creer(chemin, 0o700, self.compte)
        return chemin

    def effacer(self) -> None:
        """Remove everything. Raises Panne when something belongs to another account."""
        for chemin in (self.sockets, self.racine):
            try:
                shutil.rmtree(chemin)
            except FileNotFoundError:
                continue
            except OSError as erreur:
                raise Panne(f"Impossible d’effacer {chemin} : {erreur.strerror}.") from None


def ouvrir(racine: Path | None = None, *, checkout: Path = CHECKOUT, ailleurs: Path = AILLEURS) -> Dossier:
    """The folders of a checkout, made if need be; `racine` puts them at a place chosen by the person."""
    racine = racine.absolute() if racine else _choisir(checkout, ailleurs)
    compte = compte_serveur()
    try:
        # The account of the servers goes through this folder; what is private is closed one floor below.
        _creer(racine, 0o711)
        dossier = Dossier(racine, _choisir_sockets(racine, compte), compte)
        for chemin in (dossier.etat, dossier.journaux, dossier.processus):
            _creer(chemin, 0o700)
        _creer(dossier.sockets, 0o700, compte)
    except PermissionError as erreur:
        raise Panne(
            f"Impossible d’écrire dans {erreur.filename} : vérifiez à qui appartient ce dossier."
        ) from None
    return dossier


def _choisir(checkout: Path, ailleurs: Path) -> Path:
    """`.portal/` in the checkout, unless root's unprivileged account can't get there."""
    ordinaire = checkout / ".portal"
    compte = compte_serveur()
    if compte is None or compte.atteint(checkout):
        return ordinaire
    _creer(ailleurs, 0o755)
    return ailleurs / _marque(checkout)


def _choisir_sockets(racine: Path, compte: Compte | None) -> Path:
    sockets = racine / "sockets"
    longueur = len(os.fsencode(sockets / PLUS_LONG_NOM))
    if longueur <= LIMITE_SOCKET and CHEMIN_SIMPLE.fullmatch(str(sockets)):
        return sockets
    uid = compte.uid if compte else os.geteuid()
    return Path("/tmp") / f"{NOM}-{uid}-{_marque(racine)}"  # noqa: S108 (owner and mode are checked below)


def _marque(chemin: Path) -> str:
    """A short name that two checkouts do not share."""
    return hashlib.sha256(os.fsencode(chemin)).hexdigest()[:12]


def _creer(chemin: Path, mode: int, compte: Compte | None = None) -> None:
    """Make a folder, or accept the one there if it is truly ours: /tmp is open to everyone."""
    uid = compte.uid if compte else os.geteuid()
    try:
        chemin.mkdir(mode=0o700, parents=True)
        if compte:
            os.chown(chemin, compte.uid, compte.gid)
    except FileExistsError:
        if chemin.is_symlink() or not chemin.is_dir() or chemin.stat().st_uid != uid:
            raise Panne(
                f"{chemin} appartient à un autre compte : relancez avec celui qui l’a créé, "
                "ou effacez-le avec lui (make reset)."
            ) from None
    chemin.chmod(mode)
