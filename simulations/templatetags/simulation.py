"""How the result page writes amounts, months and articles."""

from decimal import ROUND_HALF_UP, Decimal

from django import template

from portal.ui.typographie import de_mois, euros
from simulations import typographie
from simulations.regles import Ligne, ParametreCite

register = template.Library()

INSECABLE = "\u00a0"
register.filter("trois_mois", typographie.trois_mois)
register.filter("de_mois", lambda mois: de_mois(mois.en_lettres()))


@register.filter
def euros_ronds(montant: Decimal | int) -> str:
    """« 1 200 € »: an axis or an order of magnitude, without cents."""
    entier = int(Decimal(montant).quantize(Decimal(1), ROUND_HALF_UP))
    return f"{entier:,}".replace(",", "\u202f") + INSECABLE + "€"


@register.filter
def euros_signes(montant: Decimal) -> str:
    """« + 117,21 € » or « − 76,59 € »."""
    signe = "−" if montant < 0 else "+"
    return signe + INSECABLE + euros(abs(montant))


@register.filter
def mois_de_l_arbre(racine: Ligne) -> tuple[Ligne, ...]:
    """The lines of the three months, wherever the tree holds them."""
    if any(ligne.cle.startswith("mois_") for ligne in racine.enfants):
        return racine.enfants
    return next((trouve for ligne in racine.enfants if (trouve := mois_de_l_arbre(ligne))), ())


@register.filter
def valeur_parametre(parametre: ParametreCite) -> str:
    """« 586,23 € », « 61 % », « 59 heures de Smic »."""
    valeur, unite = parametre.valeur, parametre.unite
    if unite == "taux":
        return f"{(valeur * 100).normalize():f}".replace(".", ",") + INSECABLE + "%"
    if unite.startswith("euros"):
        return euros(valeur)
    return f"{valeur:f}".replace(".", ",") + INSECABLE + unite


@register.filter
def article_court(article: str) -> str:
    """« Art. D843-1 » of « D843-1 du Code de la sécurité sociale »."""
    return f"Art.{INSECABLE}{article.split(' ')[0]}" if article else ""


@register.filter
def svg(position: float) -> str:
    """A coordinate with a point, whatever the language of the page."""
    return f"{position:g}"
