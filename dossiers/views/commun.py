"""What these pages share: who is here, and one of their dossiers."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts import droits
from accounts.models import Compte, Personne
from accounts.selectors import personne_du_compte
from dossiers.enums import Portee
from dossiers.models import Dossier


def personne_de(request: HttpRequest) -> Personne:
    """The person of the connected account. Raises Http404 when it is nobody's yet."""
    compte = request.user
    assert isinstance(compte, Compte)  # noqa: S101 - said by the guard
    personne = personne_du_compte(compte)
    if personne is None:
        raise Http404
    return personne


def dossier_ou_404(personne: Personne, reference: str, portee: Portee, le: date) -> Dossier:
    """A dossier through what this person may see; 404 when they see nothing of it, 403 without this scope."""
    dossier = droits.visibles(personne, Dossier, le).filter(reference=reference).first()
    if dossier is None:
        raise Http404
    if portee not in droits.portees(personne, dossier, le):
        raise PermissionDenied
    return dossier  # type: ignore[no-any-return]
