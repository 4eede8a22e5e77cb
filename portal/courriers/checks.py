"""What the settings must say before anything is sent."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from portal.courriers import fournisseurs
from portal.courriers.enums import Canal


@register()
def verifier_les_fournisseurs(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Each channel has providers that load; a simulated one is for a demonstration only."""
    return [message for canal in Canal.values for message in _verifier(canal)]


def _verifier(canal: str) -> list[CheckMessage]:
    try:
        trouves = fournisseurs.tous(canal)
    except (ImportError, KeyError, TypeError, ValueError) as erreur:
        # The class of the error only: an address may hold a password.
        return [_erreur("E001", canal, f"un fournisseur ne se charge pas ({type(erreur).__name__})")]
    if not trouves:
        return [_erreur("E001", canal, "aucun fournisseur")]
    if not settings.DEMONSTRATION and any(f.simule for f in trouves):
        return [_erreur("E002", canal, "un fournisseur simulé, hors d’une démonstration")]
    return []


def _erreur(code: str, canal: str, phrase: str) -> Error:
    return Error(f"COURRIERS_FOURNISSEURS[{canal!r}] : {phrase}.", id=f"courriers.{code}")
