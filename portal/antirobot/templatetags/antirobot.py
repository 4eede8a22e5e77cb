"""`{% antirobot form %}`."""

from typing import Any

from django import template

from portal.antirobot import jetons
from portal.antirobot.formulaires import ProtectionMixin

register = template.Library()


@register.inclusion_tag("antirobot/champs.html")
def antirobot(formulaire: ProtectionMixin) -> dict[str, Any]:
    """Hidden fields with a new token, and the line that says that one waits. Inside a form of a page never stored."""
    return {
        "nom_jeton": formulaire.nom_jeton,
        "nom_preuve": formulaire.nom_preuve,
        "jeton": jetons.creer(),
        "tours": jetons.TOURS,
        "borne": jetons.BORNE,
    }
