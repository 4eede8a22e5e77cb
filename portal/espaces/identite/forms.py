"""Who to be, there."""

from collections.abc import Sequence
from typing import Any

from portal.espaces.identite.personnes import Fictive
from portal.ui.formulaires import CaseField, ChoixField, Formulaire


class IdentiteFictiveForm(Formulaire):
    """One of the fictitious people, perhaps under another name than theirs."""

    personne = ChoixField(
        label="La personne fictive", error_messages={"required": "Choisissez une personne, ou refusez."}
    )
    autrement = CaseField(
        label="Donner un autre nom de naissance que le sien",
        required=False,
        help_text="Pour voir le portail refuser une identité qui a changé.",
    )

    def __init__(self, *args: Any, personnes: Sequence[Fictive], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["personne"]
        assert isinstance(champ, ChoixField)  # noqa: S101 - declared above
        champ.choices = [(p.cle, f"{p.nom}, {p.precision}") for p in personnes]
