"""Proving who one is with a code, whatever it is for: forgotten password, creation, login, safety of the account.

Each step costs the same and answers the same whether what was typed is somebody's or nobody's. A verification is held
under its lock while it moves; what may move from where is `TRANSITIONS`, and every move is in the journal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions, secrets
from accounts.enums import Canal, EtatVerification, FormeSecret
from accounts.enums import UsageVerification as U
from accounts.models import Secret, Verification
from accounts.models.verification import ESSAIS_MAX
from accounts.services.connexion import freiner
from accounts.services.identite import sujet
from accounts.services.secrets import annuler, convient, demander_secret, qui_ouvrent
from portal.journal.services import consigner
from portal.limites.regles import CODE_A_PROUVER, CODE_ENVOYE, CODE_SAISI
from portal.limites.services import empreinte, reussir

# Once proven, one chooses at once.
DUREE_PROUVEE = timedelta(minutes=15)
E = EtatVerification
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "envoyer": ((E.OUVERTE, E.ENVOYEE), E.ENVOYEE),
    "prouver": ((E.ENVOYEE,), E.PROUVEE),
    "terminer": ((E.PROUVEE,), E.TERMINEE),
    "abandonner": ((E.OUVERTE, E.ENVOYEE, E.PROUVEE), E.ABANDON),
}

# What is given up is more than a code.
ABANDONS: dict[str, str] = dict.fromkeys((U.OUBLI, U.PREMIERE, U.CREATION), actions.RECUPERATION_ABANDONNEE)


class VerificationFinie(Exception):
    """It is over, or was never that far: nothing was done."""


class Issue(Enum):
    """What became of a code that was typed."""

    ACCEPTE = "accepte"
    REFUSE = "refuse"
    EPUISE = "epuise"
    PERIME = "perime"


@dataclass(frozen=True)
class Reponse:
    """`restants`: how many more tries this code allows."""

    issue: Issue
    restants: int = 0


def demander_code(*, verification: Verification, rang: int, adresse: str) -> Secret:
    """Ask for a code at the contact point of this rank; the former one is void.

    Raises TropDEssais, VerificationFinie.
    """
    choisi = verification.choix[rang]
    canal = choisi["canal"]
    freiner(CODE_ENVOYE, cle=verification.cle_limite, adresse=adresse, ou="envoi")
    if verification.usage == U.CONTACT:
        cible = empreinte(["accounts", "a prouver", canal, choisi["valeur"].casefold()])
        freiner(CODE_A_PROUVER, cle=cible, adresse="", ou="envoi")
    with transaction.atomic():
        tenue = avancer(verification, "envoyer")
        consigner(action=actions.CODE_DEMANDE, sujet=sujet(tenue), donnees={"canal": canal})
        return demander_secret(
            forme=FormeSecret.LETTRE if canal == Canal.COURRIER else FormeSecret.CODE,
            canal=canal,
            personne=tenue.personne,
            verification=tenue,
            rang=rang,
        )


def verifier_code(*, verification: Verification, saisie: str, adresse: str) -> Reponse:
    """Try a code. Right, it proves who this browser belongs to, once; posted again by the same browser, still so.

    Raises TropDEssais, VerificationFinie.
    """
    freiner(CODE_SAISI, cle=verification.cle_limite, adresse=adresse, ou="code")
    with transaction.atomic():
        tenue = tenir(verification)
        if tenue.etat == E.PROUVEE:
            return Reponse(Issue.ACCEPTE)
        if tenue.etat != E.ENVOYEE:
            raise VerificationFinie
        reponse = _essayer_le_code(tenue, secrets.lire(saisie))
    if reponse.issue == Issue.ACCEPTE:
        reussir(CODE_SAISI, compte=verification.cle_limite, adresse=adresse)
    return reponse


def _essayer_le_code(tenue: Verification, saisie: str) -> Reponse:
    en_cours = Secret.objects.filter(qui_ouvrent(), verification=tenue, forme=FormeSecret.CODE)
    secret = en_cours.order_by("-pk").first()
    if secret is None:
        return Reponse(Issue.PERIME)
    secret.essais += 1
    if convient(secret, saisie):
        secret.utilise_le = timezone.now()
        secret.save(update_fields=["essais", "utilise_le"])
        avancer(tenue, "prouver", perime_le=timezone.now() + DUREE_PROUVEE)
        consigner(action=actions.CODE_ACCEPTE, sujet=sujet(tenue), donnees={"canal": secret.canal})
        return Reponse(Issue.ACCEPTE)
    restants = ESSAIS_MAX - secret.essais
    secret.annule_le = None if restants else timezone.now()
    secret.save(update_fields=["essais", "annule_le"])
    consigner(action=actions.CODE_REFUSE, sujet=sujet(tenue), donnees={"canal": secret.canal})
    return Reponse(Issue.REFUSE if restants else Issue.EPUISE, restants)


def terminer(*, verification: Verification) -> None:
    """What was proven is used, once. Raises VerificationFinie."""
    with transaction.atomic():
        avancer(verification, "terminer")


def abandonner(*, verification: Verification) -> None:
    """Leave: nothing is changed, and what was sent is void (GEN-20). Over already: nothing happens."""
    with transaction.atomic():
        try:
            tenue = avancer(verification, "abandonner")
        except VerificationFinie:
            return
        annuler(Q(verification=tenue))
        consigner(action=ABANDONS.get(tenue.usage, actions.VERIFICATION_ABANDONNEE), sujet=sujet(tenue))


def tenir(verification: Verification) -> Verification:
    """The row as it is now, held until the end of the transaction. Raises VerificationFinie when it is too late."""
    tenues = Verification.objects.select_for_update(of=("self",)).select_related("personne")
    tenue = tenues.filter(pk=verification.pk, perime_le__gt=timezone.now()).order_by("pk").first()
    if tenue is None:
        raise VerificationFinie
    return tenue


def avancer(verification: Verification, transition: str, **champs: datetime) -> Verification:
    """Make a move of the table. Raises VerificationFinie from a state where it does not start."""
    tenue = tenir(verification)
    de, vers = TRANSITIONS[transition]
    if tenue.etat not in de:
        raise VerificationFinie
    tenue.etat = vers
    for nom, valeur in champs.items():
        setattr(tenue, nom, valeur)
    tenue.save(update_fields=["etat", *champs])
    return tenue
