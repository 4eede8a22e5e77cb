"""The account that owns the servers' data when the portal is started by root.

PostgreSQL refuses to run as root. No account is created for it: `nobody` is borrowed.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from portal.local.messages import Panne

COMPTE_EMPRUNTE = "nobody"


@dataclass(frozen=True)
class Compte:
    """An unprivileged account: what `subprocess` needs to become it."""

    uid: int
    gid: int

    def options(self) -> dict[str, object]:
        """Keyword arguments of `subprocess` that drop root's rights for good."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def atteint(self, chemin: Path, droit: str = "-x") -> bool:
        """Whether the account can reach `chemin`: asked of the system itself, which knows every kind of rule."""
        essai = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", 'test "$1" "$2"', "sh", droit, str(chemin)],
            cwd="/",
            timeout=10,
            check=False,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.options(),  # type: ignore[call-overload]
        )
        return bool(essai.returncode == 0)


def compte_serveur() -> Compte | None:
    """The account that must run the servers, or None when the invoking user can run them."""
    if os.geteuid() != 0:
        return None
    try:
        fiche = pwd.getpwnam(COMPTE_EMPRUNTE)
    except KeyError:
        raise Panne(
            f"Lancé par root, PostgreSQL a besoin d’un compte ordinaire et « {COMPTE_EMPRUNTE} » n’existe pas : "
            "lancez le portail avec votre propre compte."
        ) from None
    return Compte(fiche.pw_uid, fiche.pw_gid)
