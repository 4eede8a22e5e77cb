from typing import Any

from django import forms

from portal.cafs import annuaire, codes_postaux
from portal.ui.formulaires import Doute, Formulaire, TexteField

_A_ECRIRE = (
    "Indiquez un code postal à cinq chiffres ou un numéro de département, par exemple 31000, 31, 2A ou 974."
)
_CORSE = "En Corse, indiquez 2A (Corse-du-Sud), 2B (Haute-Corse) ou votre code postal."
_COMMUNE = "Plusieurs départements partagent ce code postal. Choisissez votre commune."


class LieuForm(Formulaire):
    """Where the visitor lives: a postal code or a département; and the commune when the code does not suffice.

    Once accepted, `cleaned_data["caf"]` is the Caf that serves the place.
    """

    lieu = TexteField(
        label="Code postal ou numéro de département",
        help_text="Par exemple 31000, 31, 2A ou 974.",
        error_messages={"required": _A_ECRIRE},
    )
    commune = forms.ChoiceField(
        label="Votre commune", error_messages={"required": _COMMUNE, "invalid_choice": _COMMUNE}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choix = codes_postaux.communes_a_choisir(self.data.get(self.add_prefix("lieu"), ""))
        if choix:
            self.fields["commune"].choices = [("", "Choisissez"), *choix]  # type: ignore[attr-defined]
        else:
            del self.fields["commune"]

    def clean(self) -> dict[str, Any]:
        """Adds `caf`, and `a_confirmer`: the question to ask when the code is not one that we know."""
        donnees = super().clean() or self.cleaned_data
        if "lieu" not in donnees or "commune" in self.errors:
            return donnees
        donnees["a_confirmer"] = ""
        donnees["caf"] = _caf_du_departement(donnees["lieu"]) or self._caf_du_code_postal(donnees)
        return donnees

    def _caf_du_code_postal(self, donnees: dict[str, Any]) -> annuaire.Caf | None:
        if not codes_postaux.normaliser(donnees["lieu"]):
            self.add_error("lieu", _CORSE if donnees["lieu"].strip() == "20" else _A_ECRIRE)
            return None
        lieu = codes_postaux.chercher(donnees["lieu"], donnees.get("commune"))
        if lieu.departement is None:
            self.add_error("lieu", lieu.explication)
        elif lieu.a_confirmer:
            donnees["a_confirmer"] = lieu.explication
        return annuaire.caf(lieu.departement)

    def doutes(self) -> list[Doute]:
        """A code that belongs to no commune (CEDEX) is accepted once its département is confirmed."""
        question = self.cleaned_data["a_confirmer"]
        return [Doute("lieu", question)] if question else []


def _caf_du_departement(saisi: str) -> annuaire.Caf | None:
    """The Caf of « 31 », « 2a », « 974 » or « 1 »; None for anything else."""
    return annuaire.caf("".join(saisi.split()).upper().zfill(2))
