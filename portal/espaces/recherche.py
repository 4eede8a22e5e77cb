"""Search over our own pages, benefits, questions and news, in memory. What somebody looks for is never written down."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse

from portal.espaces import pages, prestations, questions, themes
from portal.espaces.models import Actualite

LONGUEUR_MAX = 200
PAR_GROUPE = 5
GROUPES = ("Démarches et pages", "Prestations", "Questions et réponses", "Actualités")
PAGE, PRESTATION, QUESTION, ACTUALITE = GROUPES

_MOT = re.compile(r"[a-z0-9]+")
# Words that say nothing of what is looked for.
_VIDES = frozenset(
    "a ai ait as au aux avais avec avoir c ca ce ces cet cette comment d dans de des dois du elle en es est et etre "
    "faire fait faut font il ils j je l la le les leur lui m ma mais me mes moi mon n ne nos notre nous on ont ou par "
    "pas peut peux pour pourquoi qu quand que quel quelle quels qui s sa sans se ses si son sont sur t ta te tes toi "
    "ton tu un une va vais veux viens vient vos votre vous y suis sommes caf".split()
)
# Weights: a word of the title is what the page is about; a chosen keyword comes close; the text only mentions it.
_TITRE, _MOTS_CLES, _TEXTE = 5, 3, 1


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found."""

    groupe: str
    titre: str
    url: str
    resume: str
    poids: dict[str, int]


@dataclass(frozen=True, slots=True)
class Groupe:
    """Results of one kind, best first. A page shows the first ones; the others unfold."""

    nom: str
    documents: list[Document]

    @property
    def premiers(self) -> list[Document]:
        return self.documents[:PAR_GROUPE]

    @property
    def autres(self) -> list[Document]:
        return self.documents[PAR_GROUPE:]


def mots(texte: str) -> list[str]:
    """The words of a text, without accents, capitals or the mark of the plural."""
    sans_accent = unicodedata.normalize("NFD", texte.lower().replace("œ", "oe").replace("æ", "ae"))
    propre = "".join(c for c in sans_accent if not unicodedata.combining(c))
    return [_singulier(mot) for mot in _MOT.findall(propre)]


def _singulier(mot: str) -> str:
    return mot.rstrip("sx") if len(mot) > 3 else mot


_VIDES_SINGULIER = frozenset(_singulier(mot) for mot in _VIDES) | _VIDES


def termes(saisie: str) -> list[str]:
    """What to look for: the words of the query that mean something, else all of them."""
    tous = list(dict.fromkeys(mots(saisie[:LONGUEUR_MAX])))
    return [mot for mot in tous if mot not in _VIDES_SINGULIER] or tous


def _document(groupe: str, titre: str, url: str, resume: str, mots_cles: str, texte: str = "") -> Document:
    poids: dict[str, int] = {}
    for source, valeur in ((f"{resume} {texte}", _TEXTE), (mots_cles, _MOTS_CLES), (titre, _TITRE)):
        poids.update(dict.fromkeys(mots(source), valeur))
    return Document(groupe, titre, url, resume, poids)


def _des_pages() -> Iterable[Document]:
    for p in pages.PAGES:
        yield _document(PAGE, p.titre, reverse(p.url), p.resume, p.mots)
    yield _document(
        PAGE,
        "Ma Caf",
        reverse("cafs:ma_caf"),
        "Trouver sa Caf, ses prochains paiements.",
        "code postal département locale agence paiement date versement",
    )
    yield _document(
        PAGE,
        "Estimer ma prime d’activité",
        reverse("prime_activite:debut"),
        "Un montant et son explication, en cinq minutes et sans compte.",
        "simulateur simulation calcul prime activité salaire travail combien",
    )
    for fiche in themes.THEMES:
        url = reverse("espaces:theme", args=[fiche.slug])
        yield _document(PAGE, fiche.nom, url, fiche.phrase, fiche.mots)


def _des_prestations() -> Iterable[Document]:
    for p in prestations.toutes():
        url = reverse("espaces:theme", args=[p.theme]) + f"#{p.id}"
        yield _document(PRESTATION, p.titre, url, p.objet, f"{p.mots} {p.sigle}", p.demande)


def _des_questions(jour: date) -> Iterable[Document]:
    aide = reverse("espaces:aide")
    for q in questions.toutes(jour):
        yield _document(QUESTION, q.titre, f"{aide}#{q.slug}", q.reponse[0], q.mots, " ".join(q.reponse))


@lru_cache(maxsize=2)
def _fixes(jour: date) -> tuple[Document, ...]:
    """What does not come from the database, as it reads on `jour`."""
    return (*_des_pages(), *_des_prestations(), *_des_questions(jour))


def _des_actualites(actualites: Sequence[Actualite]) -> Iterable[Document]:
    for a in actualites:
        yield _document(ACTUALITE, a.titre, a.get_absolute_url(), a.resume, a.get_theme_display())


def _note(document: Document, terme: str) -> int:
    """How well a document answers one word: in full, or as the beginning of a longer word."""
    if terme in document.poids:
        return 2 * document.poids[terme]
    if len(terme) < 3:
        return 0
    return max((poids for mot, poids in document.poids.items() if mot.startswith(terme)), default=0)


def chercher(saisie: str, jour: date, actualites: Sequence[Actualite]) -> list[Groupe]:
    """Results by group, best first. Those that hold every word; when there is none, those that hold some."""
    cherches = termes(saisie)
    notes = []
    for document in (*_fixes(jour), *_des_actualites(actualites)):
        par_terme = [_note(document, terme) for terme in cherches]
        trouves = sum(note > 0 for note in par_terme)
        if trouves:
            notes.append((trouves, sum(par_terme), document))
    complets = [n for n in notes if n[0] == len(cherches)] or notes
    complets.sort(key=lambda n: (-n[0], -n[1], n[2].titre))
    return _grouper([document for _, _, document in complets])


def _grouper(documents: list[Document]) -> list[Groupe]:
    """By kind; the kind of the best result comes first."""
    ordre = list(dict.fromkeys(d.groupe for d in documents))
    return [Groupe(nom, [d for d in documents if d.groupe == nom]) for nom in ordre]
