"""Choosing a password."""

from typing import Any

from django.core.exceptions import ValidationError

from accounts.mots_de_passe import Proprietaire, fautes, politique_active
from portal.ui.formulaires import (
    CaseField,
    Formulaire,
    MotDePasseField,
)


class NouveauMotDePasseForm(Formulaire):
    """MC-31 to MC-41: the rules of the active policy, and nothing of what is known of the person."""

    mot_de_passe = MotDePasseField(
        label="Nouveau mot de passe",
        nouveau=True,
        error_messages={"required": "Choisissez un nouveau mot de passe."},
    )
    confirmation = MotDePasseField(
        label="Confirmation du nouveau mot de passe",
        nouveau=True,
        error_messages={"required": "Retapez le nouveau mot de passe."},
    )

    def __init__(self, *args: Any, proprietaire: Proprietaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proprietaire = proprietaire

    def clean_mot_de_passe(self) -> str:
        mot: str = self.cleaned_data["mot_de_passe"]
        trouvees = fautes(mot, politique=politique_active(), personne=self.proprietaire)
        if trouvees:
            raise ValidationError([ValidationError(f.phrase, code=f.cle) for f in trouvees])
        return mot

    def clean(self) -> dict[str, Any]:
        mot, encore = self.cleaned_data.get("mot_de_passe"), self.cleaned_data.get("confirmation")
        if mot is not None and encore is not None and mot != encore:
            message = "Les deux mots de passe ne sont pas les mêmes : retapez-les."
            self.add_error("confirmation", ValidationError(message, code="differents"))
        return self.cleaned_data


class RetourForm(NouveauMotDePasseForm):
    """The same, by somebody who comes back; `changements`: what was done to their contact points lately, in words."""

    defaire = CaseField(label="Ce n’était pas moi\u00a0: annuler ces changements", required=False)

    def __init__(self, *args: Any, changements: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not changements:
            del self.fields["defaire"]


class ChangementForm(NouveauMotDePasseForm):
    """The same, by somebody who still has the present one."""

    actuel = MotDePasseField(label="Mot de passe actuel")
    field_order = ["actuel", "mot_de_passe", "confirmation"]
