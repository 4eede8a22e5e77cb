"""What a password must be: the rules of the active policy, and what nobody's password may hold.

Two policies, chosen by `POLITIQUE_MOT_DE_PASSE`. Everything a screen says of a password comes from the active one.
Pure, save `politique_active`, `proprietaire_de` and the validator that Django calls. Not here: hashing (`hachage`).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError

COURANTS_FRANCAIS = Path(__file__).parent / "donnees" / "mots_de_passe_courants.txt"
LONGUEUR_MAXIMALE = 128
# NFC never writes fewer than one character for four (U+1F82): beyond, a text is too long however it is written,
# and ordering an endless run of accents would take minutes.
NORMALISABLE = 4 * LONGUEUR_MAXIMALE
SUITE_DU_NIR = 8
LETTRES_D_UN_NOM = 3
# A name this short is found as it is written, not across the words of a sentence (« vol éolien » holds no Léo).
NOM_COURT = 4
SIGNES_DIFFERENTS = 4
MOIS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
# They begin many names and are nobody's.
PARTICULES = frozenset({"del", "der", "des", "las", "les", "los", "van", "von"})
# Rows of keyboards and usual orders, read in both directions and round again.
SUITES = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})

REFUS = {
    "illisible": "Votre mot de passe contient un caractère que nous ne savons pas lire.",
    "courant": "Ce mot de passe est trop courant : il serait essayé parmi les premiers.",
    "nir": "Votre mot de passe ne doit pas contenir votre numéro de Sécurité sociale.",
    "naissance": "Votre mot de passe ne doit pas contenir votre date de naissance.",
    "nom": "Votre mot de passe ne doit contenir ni votre nom ni votre prénom.",
}


@dataclass(frozen=True)
class Faute:
    """Why a password is refused, in a sentence that never quotes it."""

    cle: str
    phrase: str


@dataclass(frozen=True)
class Regle:
    """What the eye can follow while typing: `phrase` completes « Mon mot de passe comporte ».

    `motif` must match the whole password once in NFC; it says the same to Python and to a browser (flag « u »).
    """

    cle: str
    phrase: str
    motif: str

    def respectee(self, mot: str) -> bool:
        return re.fullmatch(self.motif, mot) is not None

    @property
    def refus(self) -> Faute:
        return Faute(self.cle, f"Votre mot de passe doit comporter {self.phrase}.")


@dataclass(frozen=True)
class Politique:
    """A named set of rules. Under `longueur_sans_annee` characters, the year of birth alone is refused too."""

    nom: str
    minimum: int
    maximum: int
    longueur_sans_annee: int
    composition: tuple[Regle, ...] = ()

    @property
    def regles(self) -> tuple[Regle, ...]:
        """Every rule to show, the length first."""
        phrase = f"{self.minimum} à {self.maximum} caractères"
        return (Regle("longueur", phrase, rf"[\s\S]{{{self.minimum},{self.maximum}}}"), *self.composition)

    @property
    def aide(self) -> str:
        return f"Votre mot de passe comporte {' ; '.join(regle.phrase for regle in self.regles)}."


@dataclass(frozen=True)
class Proprietaire:
    """What is known of who will use the password; all of it is kept out of `repr`."""

    nirs: tuple[str, ...] = field(default=(), repr=False)
    date_naissance: date | None = field(default=None, repr=False)
    noms: tuple[str, ...] = field(default=(), repr=False)


INCONNU = Proprietaire()

POLITIQUES = {
    politique.nom: politique
    for politique in (
        Politique(
            nom="caf_2023",
            minimum=8,
            maximum=24,
            longueur_sans_annee=12,
            composition=(
                Regle("chiffre", "au moins 1 chiffre", r"[\s\S]*[0-9][\s\S]*"),
                Regle("minuscule", "au moins 1 lettre minuscule", r"[\s\S]*[a-z][\s\S]*"),
                Regle("majuscule", "au moins 1 lettre majuscule", r"[\s\S]*[A-Z][\s\S]*"),
                Regle(
                    "alphabet",
                    "uniquement des chiffres et des lettres sans accent",
                    r"[0-9A-Za-z]+",
                ),
            ),
        ),
        Politique(nom="renforcee", minimum=12, maximum=LONGUEUR_MAXIMALE, longueur_sans_annee=16),
    )
}


def politique_active() -> Politique:
    """The policy that the settings name."""
    nom = settings.POLITIQUE_MOT_DE_PASSE
    if nom not in POLITIQUES:
        raise ImproperlyConfigured(
            f"POLITIQUE_MOT_DE_PASSE : {nom!r} n’est pas l’une de {', '.join(POLITIQUES)}."
        )
    return POLITIQUES[nom]


def normaliser(mot: str) -> str:
    """One writing for the same password whatever the keyboard: NFC. Nothing is cut, trimmed or folded."""
    return unicodedata.normalize("NFC", mot) if len(mot) <= NORMALISABLE else mot


def fautes(mot: str, *, politique: Politique, personne: Proprietaire = INCONNU) -> list[Faute]:
    """Every reason to refuse `mot`, in the order to show them; empty when it is accepted. Never raises."""
    mot = normaliser(mot)
    manques = [regle.refus for regle in politique.regles if not regle.respectee(mot)]
    if len(mot) > politique.maximum:
        return manques
    return manques + [Faute(cle, REFUS[cle]) for cle in _interdits(mot, politique, personne)]


def _interdits(mot: str, politique: Politique, personne: Proprietaire) -> Iterator[str]:
    plie = plier(mot)
    serre = _serrer(plie)
    if not _encodable(mot):
        yield "illisible"
    if mot and est_courant(mot):
        yield "courant"
    if any(suite in serre for suite in _suites_des_nir(personne.nirs)):
        yield "nir"
    if any(ecriture in serre for ecriture in _ecritures(personne.date_naissance, _annee(mot, politique))):
        yield "naissance"
    if any(nom in plie or (len(nom) > NOM_COURT and nom in serre) for nom in _noms(personne.noms)):
        yield "nom"


def plier(texte: str) -> str:
    """Without case, accents or ligatures, full-width figures made plain: to compare, never to hash."""
    decompose = unicodedata.normalize("NFKD", texte.casefold().translate(_LIGATURES))
    return "".join(c for c in decompose if not unicodedata.combining(c)).casefold()


def _serrer(plie: str) -> str:
    return "".join(c for c in plie if c.isalnum())


def _encodable(mot: str) -> bool:
    """False for half a surrogate pair, which no browser sends and UTF-8 can't write, and for NUL."""
    return not any("\ud800" <= c <= "\udfff" or c == "\0" for c in mot)


# ------------------------------------------------------------------ what everybody chooses
def est_courant(mot: str) -> bool:
    """In a list, one listed French word with figures or signs around it, a listed one repeated, or a mere order."""
    plie = plier(mot).strip()
    # Signs around a word hide nothing; where they are most of the password, they are the password.
    serre = lettres if 2 * len(lettres := _serrer(plie)) > len(plie) else plie
    motif, coeur = _periode(serre), serre.strip("0123456789")
    francais, monde = _francais(), _monde()
    return (
        not {mot.lower().strip(), plie, serre, motif}.isdisjoint(monde)
        or not {serre, motif, coeur, _periode(coeur)}.isdisjoint(francais)
        or len(set(plie)) < SIGNES_DIFFERENTS
        or any(serre in suite for suite in _tours())
    )


def _periode(texte: str) -> str:
    """The shortest text that gives this one when repeated."""
    return texte[: (texte + texte).find(texte, 1)] if texte else ""


@lru_cache(maxsize=1)
def _monde() -> frozenset[str]:
    """Django's own list, read from its package."""
    return frozenset(CommonPasswordValidator().passwords)


@lru_cache(maxsize=1)
def _francais() -> frozenset[str]:
    lignes = COURANTS_FRANCAIS.read_text(encoding="utf-8").splitlines()
    return frozenset(_serrer(plier(ligne)) for ligne in lignes if ligne and not ligne.startswith("#"))


@lru_cache(maxsize=1)
def _tours() -> tuple[str, ...]:
    """Each order long enough to hold any password made of it, in both directions."""
    tours = [suite * (LONGUEUR_MAXIMALE // len(suite) + 2) for suite in SUITES]
    return (*tours, *(tour[::-1] for tour in tours))


# ------------------------------------------------------------------ what is known of the person
def _suites_des_nir(nirs: tuple[str, ...]) -> Iterator[str]:
    for nir in nirs:
        corps = _serrer(plier(nir))
        yield from (corps[i : i + SUITE_DU_NIR] for i in range(len(corps) - SUITE_DU_NIR + 1))


def _annee(mot: str, politique: Politique) -> bool:
    return len(mot) < politique.longueur_sans_annee


def _ecritures(jour: date | None, annee_seule: bool) -> Iterator[str]:
    """The usual writings of a date of birth, without separators."""
    if jour is None:
        return
    j, m, a, an = f"{jour.day:02}", f"{jour.month:02}", f"{jour.year:04}", f"{jour.year % 100:02}"
    yield from (j + m + a, j + m + an, a + m + j, an + m + j, m + j + a)
    yield f"{jour.day}{jour.month}{a}"
    mois = MOIS[jour.month - 1]
    yield from (f"{d}{mois}{y}" for d in (j, str(jour.day)) for y in (a, an))
    if annee_seule:
        yield a


def _noms(noms: tuple[str, ...]) -> Iterator[str]:
    """Each name whole, then its parts; a particle only where it is the whole name."""
    for nom in noms:
        parties = "".join(c if c.isalpha() else " " for c in plier(nom)).split()
        candidats = {"".join(parties), *(p for p in parties if p not in PARTICULES)}
        yield from (c for c in candidats if len(c) >= LETTRES_D_UN_NOM)


# ------------------------------------------------------------------ Django's flows
def proprietaire_de(compte: Any) -> Proprietaire:
    """What the database knows of who holds `compte`; nobody for an agent, a new account, or none."""
    try:
        return portrait(compte.personne)
    except (AttributeError, ObjectDoesNotExist):
        return INCONNU


def portrait(personne: Any) -> Proprietaire:
    """What the database knows of a Personne, account or not (one query)."""
    anciens = [ancien.nir for ancien in personne.nir_anciens.all()]
    return Proprietaire(
        nirs=tuple(nir.en_clair() + nir.cle for nir in (personne.nir, *anciens) if nir is not None),
        date_naissance=personne.date_naissance,
        noms=(personne.nom_naissance, personne.nom_usage, personne.prenoms),
    )


class PolitiqueValidator:
    """The active policy, for AUTH_PASSWORD_VALIDATORS: no form of Django's or allauth's goes around it."""

    def validate(self, password: str, user: Any = None) -> None:
        trouvees = fautes(password, politique=politique_active(), personne=proprietaire_de(user))
        if trouvees:
            raise ValidationError([ValidationError(faute.phrase, code=faute.cle) for faute in trouvees])

    def get_help_text(self) -> str:
        return politique_active().aide
