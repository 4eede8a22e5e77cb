"""Entering by FranceConnect: a journey there and back, the link between an identity and a person, the way out.

A journey is a row of its own, bound to a browser and used once; no lock is held while the provider is asked. A link is
made of two things that go together: the pivot identity, which FranceConnect has checked, and the NIR, typed once or
known to the session. The NIR alone proves nothing, and nobody is told whether it is somebody's.
"""

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import actions, droits, jetons
from accounts.enums import EtatPassage, Nature, UsagePassage
from accounts.franceconnect import protocole
from accounts.franceconnect.jetons import JetonRefuse
from accounts.franceconnect.pivot import Pivot, condenser, correspond
from accounts.franceconnect.protocole import Identite
from accounts.franceconnect.reglages import Reglages
from accounts.franceconnect.reseau import FournisseurMuet, FournisseurRefuse
from accounts.models import Compte, LienFranceConnect, PassageFranceConnect, Personne
from accounts.nir import Nir
from accounts.services.avis import prevenir
from accounts.services.connexion import freiner
from accounts.services.recuperation import compte_de
from accounts.services.secrets import tenir_la_personne
from accounts.services.sessions import tenir
from portal.journal.services import consigner
from portal.limites.regles import FRANCECONNECT, RECUPERATION
from portal.limites.services import empreinte, reussir
from portal.violations import en_phrases

# There and back, then as long again to type a number.
DUREE = timedelta(minutes=10)
# Somebody is told of a changed identity, then not again before this.
SILENCE = timedelta(days=1)
E = EtatPassage
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "revenir": ((E.PARTI,), E.REVENU),
    "identifier": ((E.REVENU,), E.IDENTIFIE),
    "finir": ((E.PARTI, E.REVENU, E.IDENTIFIE), E.FINI),
}


class PassagePerdu(Exception):
    """No such journey from this browser, or it is over or too old: nothing was done."""


class PassageDejaVu(Exception):
    """The same answer came back again; `passage` says how far the first one went."""

    def __init__(self, passage: PassageFranceConnect) -> None:
        super().__init__("déjà revenu")
        self.passage = passage


class IdentiteChangee(Exception):
    """A known name there came with another pivot identity: refused, written, told."""


class AccesFerme(Exception):
    """The account of this link opens nothing by this way."""


class CompteARetrouver(Exception):
    """This account has neither password nor link any more: its owner closed it, and the way back is a recovery."""


class LienRefuse(Exception):
    """This identity and this number do not go together. Nobody is told why."""


@dataclass(frozen=True)
class Entree:
    """Somebody may log in. `suite`: where they were going, empty for nowhere in particular."""

    compte: Compte
    id_token: str = field(repr=False)
    suite: str = ""


# ------------------------------------------------------------------ there
def partir(
    *, reglages: Reglages, navigateur: str, adresse: str, compte: Compte | None = None, suite: str = ""
) -> str:
    """Open a journey for this browser, to link `compte` when given; returns where it goes.

    Raises TropDEssais, FournisseurMuet.
    """
    freiner(FRANCECONNECT, cle=_cle_du_navigateur(navigateur), adresse=adresse, ou="FranceConnect")
    depart = protocole.preparer(reglages)
    contenu = {"nonce": depart.nonce, "verificateur": depart.verificateur, "suite": suite}
    usage = UsagePassage.LIEN if compte else UsagePassage.CONNEXION
    _ouvrir(usage, navigateur, depart.state, contenu, compte)
    return depart.adresse


def preparer_la_sortie(*, reglages: Reglages, navigateur: str, id_token: str) -> str:
    """Where a browser whose session is closed here goes to close it there. Raises FournisseurMuet."""
    state = jetons.nouveau() + jetons.nouveau()
    adresse = protocole.adresse_de_sortie(reglages, id_token=id_token, state=state)
    _ouvrir(UsagePassage.SORTIE, navigateur, state, {}, None)
    return adresse


def _cle_du_navigateur(navigateur: str) -> str:
    return empreinte(["franceconnect", navigateur])


def _ouvrir(usage: str, navigateur: str, state: str, contenu: dict[str, Any], compte: Compte | None) -> None:
    passage = PassageFranceConnect(
        usage=usage, compte=compte, navigateur=jetons.condenser(navigateur), state=jetons.condenser(state),
        etat=E.PARTI, perime_le=timezone.now() + DUREE,
    )  # fmt: skip
    passage.contenu = contenu
    passage.save()


# ------------------------------------------------------------------ and back
def sortir(*, state: str, navigateur: str) -> bool:
    """Whether this return from the logout there is the one that this browser was waiting for; true once."""
    try:
        with transaction.atomic():
            _avancer(_trouver(state, navigateur, UsagePassage.SORTIE), "finir")
    except PassagePerdu:
        return False
    return True


def renoncer(*, state: str, navigateur: str) -> PassageFranceConnect | None:
    """The provider answered with an error: the journey is over. None when it was none of this browser's."""
    try:
        with transaction.atomic():
            return _avancer(_trouver(state, navigateur), "finir")
    except PassagePerdu:
        return None


def revenir(
    *, reglages: Reglages, state: str, code: str, navigateur: str, adresse: str, compte: Compte | None
) -> Entree | PassageFranceConnect:
    """Exchange a code: an account to log in, or the journey of an identity that is still to be linked.

    Raises PassagePerdu, PassageDejaVu, FournisseurMuet, FournisseurRefuse, JetonRefuse, IdentiteChangee, AccesFerme.
    """
    passage = _revenu(state, navigateur, compte)
    attendu = passage.contenu
    try:
        identite = protocole.terminer(
            reglages, code=code, nonce=attendu["nonce"], verificateur=attendu["verificateur"]
        )
    except (JetonRefuse, FournisseurRefuse, FournisseurMuet) as erreur:
        _abandonner(passage, getattr(erreur, "motif", type(erreur).__name__))
        raise
    reussir(FRANCECONNECT, compte=_cle_du_navigateur(navigateur), adresse=adresse)
    lien = _lien(identite) if passage.usage == UsagePassage.CONNEXION else None
    if lien is not None:
        return _entrer_par(lien, passage, identite, attendu["suite"])
    with transaction.atomic():
        contenu = {**asdict(identite), "suite": attendu["suite"]}
        return _avancer(passage, "identifier", contenu, perime_le=timezone.now() + DUREE)


def _revenu(state: str, navigateur: str, compte: Compte | None) -> PassageFranceConnect:
    """The journey, marked before anything is asked: of two returns one alone goes on."""
    with transaction.atomic():
        trouve = _trouver(state, navigateur, UsagePassage.CONNEXION, UsagePassage.LIEN)
        if trouve.compte_id and (compte is None or trouve.compte_id != compte.pk):
            raise PassagePerdu
        if trouve.etat != E.PARTI:
            raise PassageDejaVu(trouve)
        return _avancer(trouve, "revenir", trouve.contenu)


def _lien(identite: Identite) -> LienFranceConnect | None:
    liens = LienFranceConnect.objects.filter(emetteur=identite.emetteur, sub=identite.sub)
    return liens.select_related("personne__compte").order_by("pk").first()


def _entrer_par(
    lien: LienFranceConnect, passage: PassageFranceConnect, identite: Identite, suite: str
) -> Entree:
    personne = lien.personne
    if not _meme_identite(lien, identite.pivot):
        with transaction.atomic():
            _avancer(passage, "finir")
            _dire_le_changement(lien)
        raise IdentiteChangee
    compte = personne.compte
    if compte is None or not _peut_entrer(compte):
        _abandonner(passage, "compte fermé", f"personne:{personne.reference}")
        raise AccesFerme
    with transaction.atomic():
        _avancer(passage, "finir")
        consigner(action=actions.FRANCECONNECT_RECONNU, sujet=f"compte:{compte.reference}")
    return Entree(compte, identite.id_token, suite)


def _meme_identite(lien: LienFranceConnect, pivot: Pivot) -> bool:
    """As on the day of the link; when the key of that day is gone, as the Caf knows the person."""
    attendue = condenser(pivot).get(lien.pivot_cle)
    if attendue is None:
        return correspond(pivot, lien.personne, lien.personne.nir)
    return hmac.compare_digest(attendue, bytes(lien.pivot_empreinte))


def _dire_le_changement(lien: LienFranceConnect) -> None:
    """In the journal each time; to the person once a day."""
    personne, maintenant = lien.personne, timezone.now()
    consigner(
        action=actions.FRANCECONNECT_REFUSE,
        sujet=f"personne:{personne.reference}",
        donnees={"motif": "identité changée"},
    )
    a_dire = LienFranceConnect.objects.filter(pk=lien.pk).exclude(alerte_le__gt=maintenant - SILENCE)
    if a_dire.update(alerte_le=maintenant):
        prevenir(
            personne=personne,
            modele="franceconnect_change",
            sujet="Une entrée par FranceConnect a été refusée",
        )


def _peut_entrer(compte: Compte) -> bool:
    return compte.is_active and compte.nature == Nature.USAGER


# ------------------------------------------------------------------ the link
def relier(
    *, passage: PassageFranceConnect, personne: Personne | None, nir: Nir, cle: str, adresse: str, le: date
) -> Entree:
    """Link the identity of this journey to the person whose number was typed (`personne`, None for nobody's).

    The account opens with it when there was none. The same queries whoever has the number, until it is right.
    Raises TropDEssais, PassagePerdu, LienRefuse, CompteARetrouver.
    """
    freiner(RECUPERATION, cle=cle, adresse=adresse, ou="FranceConnect")
    with _ou_refuse(passage, personne), transaction.atomic():
        tenu = _tenir(passage, E.IDENTIFIE)
        # Nobody: the same queries, which find nothing.
        qui = personne or Personne(pk=0, date_naissance=date.min)
        tenir_la_personne(Q(pk=qui.pk))
        compte = qui.compte if personne else None
        ouverte = droits.ouvre_quelque_chose(qui, le)
        connu = _relire(tenu)
        deja = _liens_en_travers(connu, qui)
        if not correspond(connu.pivot, qui, qui.nir) or not (_peut_entrer(compte) if compte else ouverte):
            raise LienRefuse
        suite = tenu.contenu["suite"]
        avant, compte = compte, _poser_le_lien(connu, qui, deja)
        # « Ce n'était pas moi », or « ne plus utiliser FranceConnect » by who has no password: whoever holds the
        # identity there must not undo it with a number.
        if avant is not None and not deja and not compte.has_usable_password():
            raise CompteARetrouver
        _avancer(tenu, "finir")
    reussir(RECUPERATION, compte=cle, adresse=adresse)
    return Entree(compte, connu.id_token, suite)


def relier_du_dedans(
    *, passage: PassageFranceConnect, compte: Compte, personne: Personne, session: str
) -> str:
    """Link the identity of this journey to whoever is connected; returns the ID token, for the logout there.

    `session`: the digest of the one that asks. Raises PassagePerdu, LienRefuse, `sessions.AccesFerme`.
    """
    with _ou_refuse(passage, personne), transaction.atomic():
        tenu = _tenir(passage, E.IDENTIFIE)
        tenir(compte, personne, session)
        connu = _relire(tenu)
        if tenu.compte_id != compte.pk or not correspond(connu.pivot, personne, personne.nir):
            raise LienRefuse
        _poser_le_lien(connu, personne, _liens_en_travers(connu, personne))
        _avancer(tenu, "finir")
    return connu.id_token


def delier(*, compte: Compte, personne: Personne) -> bool:
    """FranceConnect opens this account no more, and they are told; false when it did not already."""
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        retires, _ = LienFranceConnect.objects.filter(personne=personne).delete()
        if retires:
            sujet = f"personne:{personne.reference}"
            consigner(action=actions.FRANCECONNECT_DELIE, acteur=compte, sujet=sujet)
            prevenir(
                personne=personne,
                modele="franceconnect_delie",
                sujet="FranceConnect n’ouvre plus votre compte",
            )
    return bool(retires)


def _liens_en_travers(identite: Identite, personne: Personne) -> list[LienFranceConnect]:
    """Those of this identity or of this person with this issuer."""
    siens = Q(sub=identite.sub) | Q(personne_id=personne.pk)
    return list(LienFranceConnect.objects.filter(siens, emetteur=identite.emetteur).order_by("pk"))


def _poser_le_lien(identite: Identite, personne: Personne, deja: list[LienFranceConnect]) -> Compte:
    """Inside the caller's transaction, which holds the person. Made already in another tab, it is the same one."""
    if any(lien.sub != identite.sub or lien.personne_id != personne.pk for lien in deja):
        raise LienRefuse
    compte = compte_de(personne)
    if not deja:
        cle, valeur = next(iter(condenser(identite.pivot).items()))
        LienFranceConnect.objects.create(
            emetteur=identite.emetteur, sub=identite.sub, personne=personne,
            pivot_cle=cle, pivot_empreinte=valeur,
        )  # fmt: skip
        consigner(action=actions.FRANCECONNECT_RELIE, acteur=compte, sujet=f"personne:{personne.reference}")
        prevenir(
            personne=personne,
            modele="franceconnect_relie",
            sujet="FranceConnect ouvre maintenant votre compte",
        )
    return compte


@contextmanager
def _ou_refuse(passage: PassageFranceConnect, personne: Personne | None) -> Iterator[None]:
    """A refusal is written after what was tried is undone; whatever its reason it costs the same."""
    try:
        with en_phrases(LienFranceConnect):
            yield
    except (LienRefuse, ValidationError):
        sujet = f"personne:{personne.reference}" if personne else f"franceconnect:{passage.reference}"
        consigner(action=actions.FRANCECONNECT_REFUSE, sujet=sujet, donnees={"motif": "sans rapport"})
        raise LienRefuse from None


# ------------------------------------------------------------------ the row of a journey
def _relire(passage: PassageFranceConnect) -> Identite:
    lu = {nom: valeur for nom, valeur in passage.contenu.items() if nom != "suite"}
    pivot = {**lu.pop("pivot")}
    return Identite(pivot=Pivot(**{**pivot, "prenoms": tuple(pivot["prenoms"])}), **lu)


def _vivants() -> QuerySet[PassageFranceConnect]:
    return PassageFranceConnect.objects.select_for_update().filter(perime_le__gt=timezone.now())


def _trouver(state: str, navigateur: str, *usages: str) -> PassageFranceConnect:
    """Held until the end of the transaction. Raises PassagePerdu for another browser's."""
    siens = _vivants().filter(state=jetons.condenser(state), navigateur=jetons.condenser(navigateur))
    trouve = siens.order_by("pk").first()
    if trouve is None or (usages and trouve.usage not in usages):
        raise PassagePerdu
    return trouve


def _tenir(passage: PassageFranceConnect, etat: str) -> PassageFranceConnect:
    tenu = _vivants().filter(pk=passage.pk, etat=etat).order_by("pk").first()
    if tenu is None:
        raise PassagePerdu
    return tenu


def _avancer(
    passage: PassageFranceConnect, transition: str, contenu: dict[str, Any] | None = None, **champs: Any
) -> PassageFranceConnect:
    """Make a move of the table, keeping nothing but `contenu`. Raises PassagePerdu from where it does not start."""
    tenu = _vivants().filter(pk=passage.pk).order_by("pk").first()
    de, vers = TRANSITIONS[transition]
    if tenu is None or tenu.etat not in de:
        raise PassagePerdu
    tenu.etat, tenu.contenu = vers, contenu or {}
    for nom, valeur in champs.items():
        setattr(tenu, nom, valeur)
    tenu.save(update_fields=["etat", "contenu_scelle", *champs])
    return tenu


def _abandonner(passage: PassageFranceConnect, motif: str, sujet: str = "") -> None:
    """It went wrong: written, and nothing is kept of it."""
    with transaction.atomic():
        _avancer(passage, "finir")
        consigner(
            action=actions.FRANCECONNECT_REFUSE,
            sujet=sujet or f"franceconnect:{passage.reference}",
            donnees={"motif": motif},
        )
