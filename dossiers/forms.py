"""What agents type (a number, an habilitation, a mandate), what responsables allow, what tuteurs look for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.champs import NirField
from accounts.enums import Nature
from accounts.models import Compte
from accounts.services.identite import EtatCivil
from dossiers.enums import CONFIABLE, Autorisable, Mesure, MotifFin, Portee
from portal.cafs import annuaire
from portal.ui.formulaires import Formulaire, OuiNonField, TexteField

# The same for what does not exist and for what is another Caf's.
INTROUVABLE = "Rien, dans vos Caf, ne correspond à ce numéro."
CHIFFRES_ALLOCATAIRE = 7
LONGUEUR_TERME = 80
BANCAIRES = Portee.COORDONNEES_BANCAIRES.value


class RechercheForm(Formulaire):
    """One number: of Sécurité sociale, or of allocataire in one of the agent's Caf."""

    nir = NirField(label="Numéro de Sécurité sociale", required=False)
    caf = forms.ChoiceField(label="Caf", required=False)
    numero = forms.RegexField(
        label="Numéro d’allocataire",
        regex=rf"^[0-9]{{{CHIFFRES_ALLOCATAIRE}}}\Z",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Un numéro d’allocataire compte 7\u00a0chiffres."},
    )

    def __init__(self, *args: Any, cafs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["caf"]
        champ.choices = [(code, _nom(code)) for code in cafs]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if self.errors:
            return lu
        if bool(lu.get("nir")) == bool(lu.get("numero")):
            raise ValidationError("Indiquez l’un des deux numéros, et un seul.", code="un_seul")
        if lu.get("numero") and not lu.get("caf"):
            raise ValidationError({"caf": "Choisissez la Caf de ce numéro."}, code="caf")
        return lu


class RechercheMandatForm(Formulaire):
    """Among one's own mandates."""

    terme = TexteField(
        label="Chercher par un nom, ou par un numéro d’allocataire",
        max_length=LONGUEUR_TERME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Indiquez un nom, ou les 7\u00a0chiffres d’un numéro d’allocataire."},
    )


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class HabiliterForm(Formulaire):
    """Which agent, which Caf, when."""

    agent = forms.CharField(label="Référence de l’agent", max_length=32)
    caf = forms.ChoiceField(
        label="Caf", choices=lambda: [(c.code, f"{c.code} - {c.nom}") for c in annuaire.toutes()]
    )
    du = forms.DateField(label="À partir du", widget=DateInput)
    au = forms.DateField(label="Ne voit plus rien à partir du (facultatif)", widget=DateInput, required=False)

    def clean_agent(self) -> Compte:
        reference = self.cleaned_data["agent"].strip().upper()
        compte = Compte.objects.filter(reference=reference, nature=Nature.AGENT).first()
        if compte is None:
            raise ValidationError("Aucun agent n’a cette référence.", code="agent_inconnu")
        return compte


class EffacerForm(Formulaire):
    """Which of the contact points that a person removed."""

    coordonnee = forms.ChoiceField(
        label="Coordonnée",
        error_messages={"required": "Aucune coordonnée n’est choisie, ou aucune n’attend."},
    )

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["coordonnee"]
        champ.choices = points


class RetirerForm(Formulaire):
    """When it ends."""

    le = forms.DateField(label="Ne voit plus rien à partir du", widget=DateInput)


def _nom(code: str) -> str:
    caf = annuaire.caf(code)
    return caf.nom if caf else code


class AutorisationsForm(Formulaire):
    """« J’autorise » yes or no, for each thing that may be allowed (MC-83 to MC-87). `prenom`: to whom."""

    def __init__(self, *args: Any, prenom: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for portee in Autorisable:
            self.fields[portee.value] = OuiNonField(
                label=f"J’autorise {prenom} à {portee.label[0].lower()}{portee.label[1:]}"
            )

    @property
    def portees(self) -> set[str]:
        """What is allowed, once the form is valid."""
        return {portee for portee in Autorisable.values if self.cleaned_data[portee]}


class NomTuteurForm(Formulaire):
    """A tuteur to look for, by words of its name."""

    nom = TexteField(
        label="Nom de l’organisme ou de la personne",
        max_length=LONGUEUR_TERME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Indiquez au moins un mot de ce nom."},
    )


class EtatCivilForm(Formulaire):
    """Who enters in the name of a tuteur: as on their identity card."""

    nir = NirField(label="Son numéro de Sécurité sociale")
    nom_naissance = TexteField(label="Nom de naissance", max_length=80)
    nom_usage = TexteField(label="Nom d’usage (facultatif)", max_length=80, required=False)
    prenoms = TexteField(label="Prénoms", max_length=120)
    date_naissance = forms.DateField(label="Date de naissance", widget=DateInput)
    adresse = forms.CharField(
        label="Adresse postale (facultatif)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
        help_text="Nécessaire si nous ne connaissons pas encore cette personne\u00a0: une lettre y part aussitôt avec "
        "le code de sa première connexion. Sinon, rien n’est changé à ses coordonnées.",
    )

    def personne(self) -> dict[str, Any]:
        """What `reconnaitre_ou_enregistrer` needs, once the form is valid."""
        lu = self.cleaned_data
        etat_civil = EtatCivil(
            nom_naissance=lu["nom_naissance"], prenoms=lu["prenoms"], date_naissance=lu["date_naissance"]
        )
        return {
            "nir": lu["nir"],
            "etat_civil": etat_civil,
            "nom_usage": lu["nom_usage"],
            "adresse": lu["adresse"],
        }


class MembreForm(EtatCivilForm):
    """Since when."""

    du = forms.DateField(label="À partir du", widget=DateInput)


class OrganismeForm(Formulaire):
    """A body, and the Caf whose agents will say who enters in its name."""

    nom = TexteField(label="Nom de l’organisme", max_length=120)
    caf = forms.ChoiceField(label="Caf qui gère ses membres")

    def __init__(self, *args: Any, cafs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["caf"]
        champ.choices = [(code, _nom(code)) for code in cafs]


class TuteurPersonneForm(EtatCivilForm):
    """One person who answers for themselves, and the Caf that knows them."""

    caf = forms.ChoiceField(label="Caf qui la connaît")

    def __init__(self, *args: Any, cafs: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["caf"]
        champ.choices = [(code, _nom(code)) for code in cafs]


class OuvrirMandatForm(Formulaire):
    """What the court has decided. `personnes`: (reference, name) of those of the dossier."""

    protegee = forms.ChoiceField(label="Personne protégée")
    mesure = forms.ChoiceField(label="Mesure", choices=Mesure.choices)
    permet = forms.MultipleChoiceField(
        label="Le tuteur peut",
        choices=list(CONFIABLE.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une chose que ce mandat permet."},
        help_text="Ce que dit le jugement, et rien de plus. En curatelle simple, la personne garde son compte.",
    )
    du = forms.DateField(label="Premier jour", widget=DateInput)
    dernier = forms.DateField(
        label="Dernier jour (facultatif)",
        widget=DateInput,
        required=False,
        help_text="Inclus\u00a0: le lendemain, le dossier est fermé au tuteur.",
    )
    jugement_le = forms.DateField(label="Décision du (facultatif)", widget=DateInput, required=False)
    jugement_reference = TexteField(
        label="Référence de la décision (facultatif)", max_length=40, required=False,
        help_text="Le numéro du greffe, par exemple 24/A/00123. Jamais un nom.",
    )  # fmt: skip

    def __init__(self, *args: Any, personnes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ: Any = self.fields["protegee"]
        champ.choices = personnes

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        du, dernier = lu.get("du"), lu.get("dernier")
        if du and dernier and dernier < du:
            raise ValidationError({"dernier": "Le dernier jour vient après le premier."}, code="periode")
        return lu

    @property
    def au(self) -> date | None:
        """The first day on which the mandate opens nothing, once the form is valid."""
        dernier = self.cleaned_data["dernier"]
        return dernier + timedelta(days=1) if dernier else None

    @property
    def portees(self) -> set[str]:
        """What may be done, but for the bank account (`bancaires`)."""
        return set(self.cleaned_data["permet"]) - {BANCAIRES}

    @property
    def bancaires(self) -> bool:
        return BANCAIRES in self.cleaned_data["permet"]


class FinForm(Formulaire):
    """When it ends: today or later, for what was seen until now was."""

    le = forms.DateField(label="N’ouvre plus rien à partir du", widget=DateInput)

    def __init__(self, *args: Any, aujourdhui: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"le": aujourdhui}, **kwargs)
        self.aujourdhui = aujourdhui

    def clean_le(self) -> date:
        le: date = self.cleaned_data["le"]
        if le < self.aujourdhui:
            raise ValidationError("Indiquez aujourd’hui, ou un jour à venir.", code="passe")
        return le


class TerminerMandatForm(FinForm):
    """And why."""

    motif = forms.ChoiceField(label="Pourquoi", choices=MotifFin.choices)
