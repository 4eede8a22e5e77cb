"""The browser of the journeys: found, installed when that is allowed, or asked for in one line."""

import os
import shutil
import subprocess

from portal.local.messages import Panne, dire

NOMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
VARIABLE = "PORTAL_CHROMIUM"
DELAI_APT = 600


def trouver() -> str | None:
    """Path of a Chromium: the one named by PORTAL_CHROMIUM, or the first on the PATH."""
    return os.environ.get(VARIABLE) or next((c for nom in NOMS if (c := shutil.which(nom))), None)


def exiger() -> str:
    """Path of a Chromium, installed from Debian's package if need be. Raises Panne: journeys are never skipped."""
    chemin = trouver()
    if chemin is None and os.geteuid() == 0 and shutil.which("apt-get"):
        dire("Chromium manque : installation du paquet de Debian.")
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", "chromium")
        chemin = trouver()
    if chemin is None:
        raise Panne(
            "Il manque Chromium pour les parcours au navigateur : « apt install chromium », ou donnez son chemin "
            f"({VARIABLE}=/chemin/vers/chromium), puis relancez."
        )
    return chemin


def _apt(*mots: str) -> None:
    subprocess.run(  # noqa: S603
        ["apt-get", "-q", *mots],  # noqa: S607
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        timeout=DELAI_APT,
        check=False,
    )
