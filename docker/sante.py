"""Health checks of the containers: `python docker/sante.py web | worker | beat`. Exit status 0 when well."""

import http.client
import os
import sys
import time
from pathlib import Path

PORT = 8000
# Beat writes its schedule at least every three minutes (its own `sync_every`).
PLANNINGS = Path("/tmp").glob("celerybeat-schedule*")  # noqa: S108
AGE_MAXIMAL_DU_PLANNING = 600


def web() -> bool:
    """Whether this process answers. Not `/sante/pret`: a database that is away must not restart every node."""
    hote = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".")
    connexion = http.client.HTTPConnection("127.0.0.1", PORT, timeout=4)
    connexion.request("GET", "/sante/vivant", headers={"Host": hote, "X-Forwarded-Proto": "https"})
    return connexion.getresponse().status == 200


def worker() -> bool:
    """Whether this very worker answers a ping through the broker."""
    from portal.celery import app

    moi = f"celery@{os.uname().nodename}"
    return bool(app.control.ping(destination=[moi], timeout=4))


def beat() -> bool:
    """Whether the scheduler still writes its schedule."""
    return any(time.time() - planning.stat().st_mtime < AGE_MAXIMAL_DU_PLANNING for planning in PLANNINGS)


if __name__ == "__main__":
    try:
        bien = {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]()
    except (OSError, http.client.HTTPException):
        bien = False
    sys.exit(0 if bien else 1)
