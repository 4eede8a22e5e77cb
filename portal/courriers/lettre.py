"""A letter as a tagged PDF (PDF/UA-1), composed by the worker only."""

import json
import re
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.courriers.contenu import Contenu
from portal.ui.typographie import date_longue

SOURCE = Path(__file__).with_name("lettre.typ")
A_TAPER = "    "


def composer(*, reference: str, adresse: str, contenu: Contenu, le: datetime) -> bytes:
    """The PDF. Raises typst's error when the text can't be set."""
    # Here and not above: 30 MB that neither a web process nor an SMS needs.
    import typst

    donnees = {
        "objet": contenu.sujet,
        "expediteur": settings.NOM_DU_SITE,
        "reference": f"Référence\u00a0: {reference}",
        "adresse": adresse.splitlines(),
        "date": f"Le {date_longue(timezone.localdate(le))}",
        "paragraphes": _paragraphes(contenu.texte),
    }
    return bytes(
        typst.compile(
            SOURCE.read_bytes(),
            sys_inputs={"lettre": json.dumps(donnees)},
            pdf_standards="ua-1",
            ignore_system_fonts=True,
            timestamp=int(le.timestamp()),
        )
    )


def _paragraphes(texte: str) -> list[dict[str, object]]:
    morceaux = [m for m in re.split(r"\n\s*\n", texte) if m.strip()]
    return [{"texte": " ".join(m.split()), "a_taper": m.startswith(A_TAPER)} for m in morceaux]
