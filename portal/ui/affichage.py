"""From a bound field to what `ui/champ.html` draws: ids, descriptions, options, errors, doubt."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

from portal.ui.champs import MontantsMensuelsField
from portal.ui.formulaires import Doute, Formulaire

REFUS = "Nous n’avons pas pu continuer"
LIBELLE_COURT = 20  # characters
GROUPES = frozenset({"montants", "choix", "choix_multiple", "oui_non"})


@dataclass(frozen=True)
class Option:
    """One radio button or checkbox."""

    id: str
    nom: str
    valeur: str
    libelle: str
    coche: bool
    type: str


@dataclass(frozen=True)
class EntreeMois:
    """The input of one month."""

    id: str
    libelle: str
    widget: SafeString
    invalide: bool


@dataclass(frozen=True)
class DouteAffiche:
    """A question and the checkbox that answers it."""

    question: str
    nom: str
    valeur: str
    id: str
    coche: bool = False


@dataclass
class ChampAffiche:
    """Everything about one field, ready to draw."""

    lie: BoundField
    id: str
    nom: str
    libelle: str
    obligatoire: bool
    facultatif: bool
    genre: str
    largeur: str
    indication: str
    aide: str
    erreurs: list[str]
    doute: DouteAffiche | None
    # Where the answer comes from, when it was known before it was typed.
    origine: str = ""
    widget: SafeString = field(default_factory=SafeString)
    options: list[Option] = field(default_factory=list)
    mois: list[EntreeMois] = field(default_factory=list)

    @property
    def groupe(self) -> bool:
        return self.genre in GROUPES

    @property
    def une_seule(self) -> bool:
        """One answer among cards: the group itself is what is required, or wrong."""
        return self.genre in {"choix", "oui_non"}

    @property
    def cote_a_cote(self) -> bool:
        """Two short cards stand side by side."""
        return len(self.options) == 2 and all(len(o.libelle) <= LIBELLE_COURT for o in self.options)

    @property
    def indication_id(self) -> str:
        return f"{self.id}-indication"

    @property
    def aide_id(self) -> str:
        return f"{self.id}-aide"

    @property
    def erreur_id(self) -> str:
        return f"{self.id}-erreur"

    @property
    def origine_id(self) -> str:
        return f"{self.id}-origine"

    @property
    def recopier(self) -> str:
        """Value of the button that copies a month, as `Formulaire.recopier` takes it."""
        return self.nom

    @property
    def decrit_par(self) -> str:
        """Ids for `aria-describedby`: the error first, as it is what matters, the hint, where the answer comes from."""
        ids = [
            self.erreur_id if self.erreurs else "",
            self.indication_id if self.indication else "",
            self.origine_id if self.origine else "",
        ]
        return " ".join(filter(None, ids))


def afficher(lie: BoundField) -> ChampAffiche:
    """Prepare one bound field."""
    champ = ChampAffiche(
        lie=lie,
        id=lie.auto_id or lie.html_name,
        nom=lie.html_name,
        libelle=str(lie.label),
        # A field that can't be changed is neither.
        obligatoire=_requis(lie.field) and not lie.field.disabled,
        facultatif=not _requis(lie.field) and not lie.field.disabled,
        genre=_genre(lie.field),
        largeur=getattr(lie.field, "largeur", ""),
        indication=str(lie.help_text),
        aide=getattr(lie.field, "aide", ""),
        erreurs=[str(e) for e in lie.errors],
        doute=_doute(lie),
        origine=getattr(lie.form, "origines", {}).get(lie.name, ""),
    )
    if champ.genre == "montants":
        champ.mois = _mois(lie, champ)
    elif champ.groupe:
        champ.options = _options(lie)
    else:
        champ.widget = lie.as_widget(attrs=_attributs(champ, bool(champ.erreurs)))
    return champ


def _requis(champ: forms.Field) -> bool:
    """Required, or `conditionnel`: required by another answer, and only in view with it."""
    return champ.required or getattr(champ, "conditionnel", False)


def _genre(champ: forms.Field) -> str:
    if isinstance(champ, forms.BooleanField):
        return "case"
    if isinstance(champ.widget, forms.Select):
        return "liste"
    return str(getattr(champ, "genre", "texte"))


def _attributs(champ: ChampAffiche, invalide: bool) -> dict[str, Any]:
    attributs: dict[str, Any] = {} if champ.genre == "case" else {"class": "saisie"}
    if champ.decrit_par:
        attributs["aria-describedby"] = champ.decrit_par
    if invalide:
        attributs["aria-invalid"] = "true"
    if champ.obligatoire:
        attributs["aria-required"] = "true"
    return attributs


def _options(lie: BoundField) -> list[Option]:
    options = []
    for sous in lie.subwidgets:
        donnees = sous.data
        options.append(
            Option(
                id=donnees["attrs"]["id"],
                nom=donnees["name"],
                valeur=str(donnees["value"]),
                libelle=str(donnees["label"]),
                coche=bool(donnees["selected"]),
                type=donnees["type"],
            )
        )
    return options


def _mois(lie: BoundField, champ: ChampAffiche) -> list[EntreeMois]:
    assert isinstance(lie.field, MontantsMensuelsField)  # noqa: S101 - said by the kind
    valeurs = lie.value() or [None, None, None]
    if not isinstance(valeurs, list | tuple):
        valeurs = [valeurs] * 3
    fautifs = rangs_en_erreur(lie)
    entrees = []
    for rang, (_, nom) in enumerate(lie.field.mois):
        identifiant = f"{champ.id}_{rang}"
        attributs = _attributs(champ, rang in fautifs) | {"id": identifiant}
        widget = lie.field.widget.widgets[rang].render(f"{champ.nom}_{rang}", valeurs[rang], attributs)
        entrees.append(EntreeMois(identifiant, nom[0].upper() + nom[1:], widget, rang in fautifs))
    return entrees


def rangs_en_erreur(lie: BoundField) -> set[int]:
    """Ranks of the months that an error names; all three when nothing was typed at all."""
    erreurs = lie.form.errors.as_data().get(lie.name, []) if lie.form.is_bound else []
    if any(e.code == "required" and e.message == lie.field.error_messages["required"] for e in erreurs):
        return {0, 1, 2}
    return {e.params["rang"] for e in erreurs if e.params and "rang" in e.params}


def _doute(lie: BoundField) -> DouteAffiche | None:
    formulaire = lie.form
    if not isinstance(formulaire, Formulaire):
        return None
    doute: Doute | None = next((d for d in formulaire.doutes_en_attente if d.champ == lie.name), None)
    if doute is None:
        return None
    nom = formulaire.nom_confirmation(lie.name)
    return DouteAffiche(doute.question, nom, formulaire.empreinte(lie.name), f"id_{nom}")


@dataclass(frozen=True)
class LigneDeResume:
    """One line of the error summary."""

    lien: str
    texte: str


def resumer(formulaire: Formulaire) -> tuple[str, list[LigneDeResume]]:
    """Title and lines of the error summary; no line when there is nothing to say."""
    lignes = [
        LigneDeResume(
            f"#{_cible(formulaire[nom], erreur)}",
            f"{formulaire[nom].label} – {message}",
        )
        for nom, erreurs in formulaire.errors.as_data().items()
        if nom in formulaire.fields
        for erreur in erreurs
        for message in erreur.messages
    ]
    refus = [LigneDeResume("", str(message)) for message in formulaire.non_field_errors()]
    if refus and not lignes:
        # Nothing is wrong with an answer by itself: it is the whole that did not pass.
        return REFUS, refus
    lignes += refus
    if lignes:
        return _titrer(lignes), lignes
    doutes = formulaire.doutes_en_attente
    lignes = [LigneDeResume(f"#id_{formulaire.nom_confirmation(d.champ)}", d.question) for d in doutes]
    return _compter(len(lignes), "à confirmer"), lignes


def _titrer(lignes: list[LigneDeResume]) -> str:
    """What is wrong with no answer in particular is not an answer to correct."""
    fautives = [ligne for ligne in lignes if ligne.lien]
    return _compter(len(fautives), "à corriger") if fautives else "Nous n’avons pas pu continuer"


def _compter(nombre: int, quoi: str) -> str:
    return f"Une réponse est {quoi}" if nombre == 1 else f"{nombre} réponses sont {quoi}"


def _cible(lie: BoundField, erreur: forms.ValidationError) -> str:
    """Id of the very input to correct."""
    genre = _genre(lie.field)
    if genre == "montants":
        rang = (erreur.params or {}).get("rang", 0)
        return f"{lie.auto_id}_{rang}"
    return f"{lie.auto_id}_0" if genre in GROUPES else lie.auto_id
