"""What a parcours is made of, and how far a person has come in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from portal.ui.formulaires import Formulaire

# What was typed: step → field → values, as a browser sends them.
Reponses = dict[str, dict[str, list[str]]]
# Characters of one step; the longest of ours, twelve children with their wages, holds some 2,500.
POIDS_MAXIMAL = 10_000
# A field that no form has: the step must be shown again. Its value says why, in one word.
A_REVOIR = "_a_revoir"
# Django's, in the forms of logged-in people: no answer.
JETON = "csrfmiddlewaretoken"
# What it means: step → cleaned data of its valid form.
Acquis = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Arret:
    """The parcours ends here for this person: which page says so, and why."""

    motif: str
    etape: str


class Etape:
    """One page of a parcours. A subclass names its form, or is the last page and has none."""

    slug: str
    titre: str
    gabarit = "parcours/etape.html"
    # Where on the page a person lands when this step, the last one, has taken their answer.
    ancre = ""
    # Several pages may make one step of the bar that people see.
    partie: str

    def s_applique(self, acquis: Acquis) -> bool:
        """False: this person does not see this page."""
        return True

    def formulaire(self, acquis: Acquis, donnees: QueryDict | None = None) -> Formulaire | None:
        """The form, bound when `donnees` is given; None for a page that asks nothing."""
        return None

    def contexte(self, acquis: Acquis, formulaire: Formulaire | None) -> dict[str, Any]:
        """What the template needs besides the form itself."""
        return {}


@dataclass
class Avancement:
    """How far the answers go: valid steps, the pages that apply, the first one that still needs an answer."""

    acquis: Acquis = field(default_factory=dict)
    etapes: list[Etape] = field(default_factory=list)
    a_faire: Etape | None = None
    arret: Arret | None = None


class Parcours:
    """A multi-step form. A subclass gives its name, its title and its steps, in order."""

    nom: str
    titre: str
    etapes: tuple[Etape, ...]

    def etape(self, slug: str) -> Etape | None:
        """The step of this name."""
        return next((e for e in self.etapes if e.slug == slug), None)

    def arret(self, acquis: Acquis) -> Arret | None:
        """Why the parcours ends early for these answers; None when it goes on."""
        return None

    def revoir(self, etape: Etape, reponses: Reponses, avant: Acquis, acquis: Acquis) -> Reponses:
        """What the new answers to `etape` change in those to other steps: by step, what is left of its answers.

        `avant` is what was known before, `acquis` what is known now. Add `A_REVOIR` to answers that must be seen
        again even if what is left of them is valid.
        """
        return {}

    def avancer(
        self, reponses: Mapping[str, Mapping[str, list[str]]], jusqu_a: str | None = None
    ) -> Avancement:
        """Check the answers again from the first step on, up to the step `jusqu_a` (not included) or the end."""
        etat = Avancement()
        for etape in self.etapes:
            if etape.slug == jusqu_a or not self._franchir(etape, reponses, etat):
                break
        return etat

    def _franchir(
        self, etape: Etape, reponses: Mapping[str, Mapping[str, list[str]]], etat: Avancement
    ) -> bool:
        if not etape.s_applique(etat.acquis):
            return True
        etat.etapes.append(etape)
        formulaire = etape.formulaire(etat.acquis, en_querydict(reponses.get(etape.slug)))
        if formulaire is None:
            etat.acquis[etape.slug] = {}
        elif etape.slug in reponses and A_REVOIR not in reponses[etape.slug] and formulaire.accepte():
            etat.acquis[etape.slug] = formulaire.cleaned_data
        else:
            etat.a_faire = etape
            return False
        etat.arret = self.arret(etat.acquis)
        return etat.arret is None

    def suivante(self, etape: Etape, acquis: Acquis) -> Etape | None:
        """The next page that applies after `etape`."""
        rang = self.etapes.index(etape)
        return next((e for e in self.etapes[rang + 1 :] if e.s_applique(acquis)), None)

    def precedente(self, etape: Etape, acquis: Acquis) -> Etape | None:
        """The page before `etape` for this person."""
        rang = self.etapes.index(etape)
        return next((e for e in reversed(self.etapes[:rang]) if e.s_applique(acquis)), None)


def en_querydict(champs: Mapping[str, list[str]] | None) -> QueryDict:
    """What was typed, in the shape that a form binds."""
    donnees = QueryDict(mutable=True)
    for nom, valeurs in (champs or {}).items():
        donnees.setlist(nom, list(valeurs))
    return donnees


def depuis_querydict(donnees: QueryDict) -> dict[str, list[str]]:
    """What to keep of a POST: nothing when it is larger than any of our forms, which only a script would send."""
    champs = {nom: [str(v) for v in valeurs] for nom, valeurs in donnees.lists() if nom != JETON}
    poids = sum(len(nom) + sum(map(len, valeurs)) for nom, valeurs in champs.items())
    return champs if poids <= POIDS_MAXIMAL else {}
