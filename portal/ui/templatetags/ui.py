"""Template tags and filters of every page."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField
from django.template import Context
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


@register.inclusion_tag("ui/regles_mot_de_passe.html")
def regles_mot_de_passe(
    lie: BoundField, regles: Iterable[Any], confirmation: BoundField | None = None
) -> dict[str, Any]:
    """What a chosen password must hold, followed live by `js/motdepasse.js` (MC-37 to MC-41).

    `regles` have `cle`, `phrase` and `motif`, which matches the whole password in NFC. With `confirmation`, the field
    where it is typed again, the page says when the two differ (MC-36).
    """
    return {"id": lie.id_for_label, "regles": regles, "confirmation": confirmation}


@register.inclusion_tag("ui/veille.html", takes_context=True)
def veille_session(
    context: Context, restant: int, adresse: str, deconnexion: str, connexion: str
) -> dict[str, Any]:
    """Warn before a session ends, and prolong it on request; its page loads `js/veille.js`.

    `restant`: seconds. `adresse` answers JSON {"restant": seconds}: a GET does not prolong, a POST does. A "jeton"
    beside it, if any, replaces the CSRF token of the forms of the page, once somebody has logged in again elsewhere.
    """
    return {
        "restant": restant,
        "adresse": adresse,
        "deconnexion": deconnexion,
        "connexion": connexion,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("ui/mention.html")
def mention_obligatoire() -> dict[str, Any]:
    """Which fields must be filled, said before the first one (GEN-18)."""
    return {}


@register.simple_tag
def icone(nom: str) -> SafeString:
    """One of our own icons, as inline SVG."""
    return mark_safe(get_template(f"ui/icones/{nom}.svg").render())  # noqa: S308 - our own files
