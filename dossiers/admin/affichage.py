"""How agents' pages write a person, a period, a list. No value is ever marked safe by hand."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Personne, PointContact
from portal.cafs import annuaire
from portal.chiffrement import Indechiffrable
from portal.ui.typographie import date_longue, heure

SAUT = SafeString("<br>")
ILLISIBLE = "Illisible\u00a0: prévenez l’exploitant"


def adresse(objet: Any) -> str:
    """The page of a person or of a dossier."""
    return reverse(f"admin:{objet._meta.app_label}_{objet._meta.model_name}_change", args=[objet.reference])


def en_dates(periode: DateRange) -> str:
    """« depuis le 1er mars 2026 », « du 1er mars 2026 au 31 mai 2026 », last day included."""
    debut = _jour(periode.lower)
    if periode.upper is None:
        return f"depuis le {debut}"
    return f"du {debut} au {_jour(periode.upper - timedelta(days=1))}"


def _jour(le: date) -> str:
    return f"{'1er' if le.day == 1 else le.day} {date_format(le, 'F Y')}"


def en_heure(le: datetime) -> str:
    """« jeudi 26 novembre 2026 à 15 h 50 », in the zone of the portal."""
    local = timezone.localtime(le)
    return f"{date_longue(local.date())} à {heure(local)}"


def nom_affiche(personne: Personne) -> str:
    """Given names, then the name in use and the birth name."""
    noms = [nom for nom in (personne.nom_usage, personne.nom_naissance) if nom]
    return f"{personne.prenoms} {' / '.join(noms)}"


def nom_de_caf(code: str) -> str:
    """« Caf de la Haute-Garonne »."""
    caf = annuaire.caf(code)
    return caf.nom if caf else code


def nir_masque(personne: Personne) -> str:
    """The last two figures, as `Nir.masque`."""
    try:
        return personne.nir.masque() if personne.nir else "Aucun"
    except Indechiffrable:
        return ILLISIBLE


def point_masque(point: PointContact) -> str:
    """« SMS : XX XX XX 46 65, vérifié le jeudi 26 novembre 2026 à 15 h 50 »."""
    try:
        valeur = point.masque
    except Indechiffrable:
        valeur = ILLISIBLE
    return f"{point.get_canal_display()}\u00a0: {valeur}, {_etat(point)}"


def _etat(point: PointContact) -> str:
    """What may still arrive there."""
    if point.retire_le and point.utile_jusqu_au:
        jusqu_au = en_heure(point.utile_jusqu_au)
        return f"retiré en ligne le {en_heure(point.retire_le)}, utile à une récupération jusqu’au {jusqu_au}"
    if point.verifie_le is None:
        return "jamais vérifié"
    ajout = ", ajouté en ligne" if point.en_ligne else ""
    return f"vérifié le {en_heure(point.verifie_le)}{ajout}"


def lien(objet: Any, texte: str) -> SafeString:
    """To the page of a person or of a dossier."""
    return format_html('<a href="{}">{}</a>', adresse(objet), texte)


def lignes(contenus: Iterable[tuple[Any, ...]], motif: str = "{}") -> str:
    """One line for each; « Aucun » without any."""
    return format_html_join(SAUT, motif, contenus) or "Aucun"
