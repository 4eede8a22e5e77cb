"""Template tags and filters of every page."""

from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from portal.ui import typographie
from portal.ui.affichage import afficher, resumer
from portal.ui.formulaires import Formulaire

register = template.Library()

register.filter("euros", typographie.euros)
register.filter("date_longue", typographie.date_longue)
register.filter("date_courte", typographie.date_courte)
register.filter("heure", typographie.heure)
register.filter("mois_long", typographie.mois_long)


@register.inclusion_tag("ui/champ.html")
def champ(lie: BoundField) -> dict[str, Any]:
    """A whole field: label, hint, help, error, doubt."""
    return {"champ": afficher(lie)}


@register.inclusion_tag("ui/erreurs.html")
def resume_erreurs(formulaire: Formulaire) -> dict[str, Any]:
    """The summary of errors, or of questions, at the top of a form; nothing when there is none."""
    titre, erreurs = resumer(formulaire)
    return {"titre": titre, "erreurs": erreurs, "a_confirmer": not formulaire.errors}


@register.inclusion_tag("ui/etapes.html")
def etapes(repere: Any) -> dict[str, Any]:
    """The bar of steps; `repere` has sur_titre, titre, numero, total and suivante."""
    return {"repere": repere, "segments": [rang < repere.numero for rang in range(repere.total)]}


@register.inclusion_tag("ui/mention.html")
def mention_obligatoire() -> dict[str, Any]:
    """Which fields must be filled, said before the first one (GEN-18)."""
    return {}


@register.simple_tag
def icone(nom: str) -> SafeString:
    """One of our own icons, as inline SVG."""
    return mark_safe(get_template(f"ui/icones/{nom}.svg").render())  # noqa: S308 - our own files
