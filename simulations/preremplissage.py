"""What is known, put in the forms of the simulator and said beside each answer (SIM-30).

Known values are proposed when a step that has no answer is shown: they never replace what was typed, and a step counts
only once the person has sent it. They wait beside the answers, under a name that no step has.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.http import QueryDict

from dossiers.connus import Fait
from dossiers.enums import Portee
from portal.parcours.etapes import A_REVOIR, Acquis, Parcours, Reponses, en_querydict
from portal.ui.formulaires import Formulaire, MontantsMensuelsField

CONNU = "_connu"
# Why a step must be seen again: what was known has been taken out of it.
EFFACE = "efface"
INSECABLE = "\u00a0"
REFUSE = (
    f"Ce que connaît votre Caf ne convient pas à cette question{INSECABLE}: indiquez votre réponse, "
    "puis signalez-le à votre Caf si son information est fausse."
)

Construire = Callable[[QueryDict | None], Formulaire | None]
Champs = dict[str, list[str]]


# ---------------------------------------------------------------------- kept with the answers
def en_reponses(faits: Iterable[Fait]) -> Reponses:
    """The facts, in the shape of answers."""
    gardes = {
        fait.question: [json.dumps([fait.valeurs, fait.origine, fait.portee, fait.mois])] for fait in faits
    }
    return {CONNU: gardes} if gardes else {}


def depuis_reponses(reponses: Reponses) -> list[Fait]:
    """The facts that are kept with these answers."""
    trouves = []
    for question, (garde,) in reponses.get(CONNU, {}).items():
        valeurs, origine, portee, mois = json.loads(garde)
        trouves.append(Fait(question, tuple(valeurs), origine, Portee(portee), tuple(mois)))
    return trouves


def de_l_etape(faits: Iterable[Fait], slug: str) -> dict[str, Fait]:
    """By field, the facts about the questions of one step."""
    debut = f"{slug}."
    return {f.question.removeprefix(debut): f for f in faits if f.question.startswith(debut)}


# ---------------------------------------------------------------------- in a form
def proposer(construire: Construire, faits: Mapping[str, Fait]) -> Formulaire | None:
    """The form of a step that has no answer, filled with what it accepts of the facts, by field.

    Nothing is wrong yet on such a page: what the form would refuse is left out, and said.
    """
    vierge = construire(None)
    if vierge is None:
        return None
    refuses: set[str] = set()
    while True:
        champs = _champs(vierge, {nom: fait for nom, fait in faits.items() if nom not in refuses})
        formulaire = construire(en_querydict(champs))
        assert formulaire is not None  # noqa: S101 - as above
        encore = set() if formulaire.is_valid() else set(formulaire.errors) & set(faits) - refuses
        encore = {nom for nom in encore if _saisies(vierge.fields.get(nom), nom, faits[nom])}
        if not encore:
            break
        refuses |= encore
    formulaire = formulaire.taire_les_erreurs() if champs else vierge
    formulaire.origines = {
        nom: REFUSE if nom in refuses else fait.origine
        for nom, fait in faits.items()
        if nom in vierge.fields
        and (nom in refuses or not fait.valeurs or _saisies(vierge.fields[nom], nom, fait))
    }
    return formulaire


def annoter(formulaire: Formulaire, faits: Mapping[str, Fait]) -> None:
    """Say beside each answer that was sent whether it is still the one that was known."""
    for nom, fait in faits.items():
        champ = formulaire.fields.get(nom)
        saisies = _saisies(champ, nom, fait)
        if champ is None or not saisies:
            continue
        connues = en_querydict(saisies)
        if _lu(champ, formulaire.data, nom) == _lu(champ, connues, nom):
            formulaire.origines[nom] = fait.origine
        else:
            connu = lisible(champ, connues, nom)
            formulaire.origines[nom] = f"Vous l’avez modifié. Votre Caf connaît{INSECABLE}: {connu}."


def lisible(champ: Field, donnees: Mapping[str, Any], nom: str) -> str:
    """An answer as a person reads it: the words of a choice, the amounts of the months."""
    brut = champ.widget.value_from_datadict(donnees, {}, nom)
    valeurs = [str(v) for v in brut if v] if isinstance(brut, list | tuple) else [str(brut or "")]
    mots = {str(valeur): str(mot) for valeur, mot in getattr(champ, "choices", [])}
    return f"{INSECABLE}; ".join(mots.get(valeur, valeur) for valeur in valeurs)


def _champs(formulaire: Formulaire, faits: Mapping[str, Fait]) -> Champs:
    champs: Champs = {}
    for nom, fait in faits.items():
        champs |= _saisies(formulaire.fields.get(nom), nom, fait)
    return champs


def _saisies(champ: Field | None, nom: str, fait: Fait) -> Champs:
    """What a browser would send for this fact; nothing when the form has no such question, or for other months."""
    if champ is None or not fait.valeurs:
        return {}
    if not isinstance(champ, MontantsMensuelsField):
        return {} if fait.mois else {nom: list(fait.valeurs)}
    par_mois = dict(zip(fait.mois, fait.valeurs, strict=True))
    demandes = [mois for mois, _ in champ.mois]
    if not set(demandes) <= set(par_mois):
        return {}
    return {f"{nom}_{rang}": [par_mois[mois]] for rang, mois in enumerate(demandes)}


def _lu(champ: Field, donnees: Mapping[str, Any], nom: str) -> object:
    """What an answer means, so that « 9/3/1992 » is « 09/03/1992 »; as it was typed when it means nothing."""
    brut = champ.widget.value_from_datadict(donnees, {}, nom)
    try:
        return champ.clean(brut)
    except ValidationError:
        return brut


# ---------------------------------------------------------------------- on the result, and out again
@dataclass(frozen=True, slots=True)
class Reprise:
    """One answer that was known beforehand, as the result reminds it."""

    etape: str
    question: str
    reponse: str
    origine: str


def recapituler(parcours: Parcours, reponses: Reponses, acquis: Acquis) -> list[Reprise]:
    """The answers of this estimate that were known beforehand, in the order of the questions."""
    faits, reprises = depuis_reponses(reponses), []
    for etape in parcours.etapes:
        connus = de_l_etape(faits, etape.slug)
        if not connus or etape.slug not in acquis:
            continue
        formulaire = etape.formulaire(acquis, en_querydict(reponses[etape.slug]))
        if formulaire is None:
            continue
        annoter(formulaire, connus)
        reprises += [
            Reprise(
                etape.titre,
                str(formulaire[nom].label),
                lisible(champ, formulaire.data, nom),
                formulaire.origines[nom],
            )
            for nom, champ in formulaire.fields.items()
            if nom in formulaire.origines
        ]
    return reprises


def sans_le_connu(reponses: Reponses) -> Reponses:
    """What becomes of each group of answers when all that was known is taken back; what the person changed stays."""
    changements: Reponses = {CONNU: {}}
    faits = depuis_reponses(reponses)
    for slug, champs in reponses.items():
        connus = de_l_etape(faits, slug)
        restants = {
            n: v for n, v in champs.items() if not any(_vient_de(n, v, c, f) for c, f in connus.items())
        }
        if len(restants) < len(champs):
            changements[slug] = restants | {A_REVOIR: [EFFACE]}
    return changements


def _vient_de(saisie: str, valeurs: list[str], champ: str, fait: Fait) -> bool:
    """Whether this input holds what the fact said of this field."""
    if fait.mois:
        return saisie.rpartition("_")[0] == champ and set(valeurs) <= set(fait.valeurs)
    return saisie == champ and tuple(valeurs) == fait.valeurs
