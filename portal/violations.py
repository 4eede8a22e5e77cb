"""A broken constraint of the database, as a sentence for the person."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction


@contextmanager
def en_phrases(*modeles: type[models.Model]) -> Iterator[None]:
    """All or nothing; a violated constraint of these models becomes a ValidationError with its message.

    `code` is the name of the constraint. The database's own error, which quotes values, is not chained.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        contrainte = _contrainte(erreur, modeles)
        if contrainte is None:
            raise
        message = contrainte.violation_error_message or contrainte.name
        raise ValidationError(message, code=contrainte.name) from None


def _contrainte(
    erreur: IntegrityError, modeles: tuple[type[models.Model], ...]
) -> models.BaseConstraint | None:
    nom = getattr(getattr(erreur.__cause__, "diag", None), "constraint_name", None)
    return next((c for modele in modeles for c in modele._meta.constraints if c.name == nom), None)
