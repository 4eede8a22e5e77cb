"""Choosing a password without the former one: who one says one is, a code, the new password.

Each step costs the same and answers the same whether what was typed is somebody's or nobody's. A recovery is held under
its lock while it moves; what may move from where is `TRANSITIONS`, and every move is in the journal.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions, jetons, secrets
from accounts.enums import Canal, EtatRecuperation, FormeSecret, Nature, UsageRecuperation
from accounts.models import Compte, Personne, Recuperation, Secret
from accounts.models.recuperation import ESSAIS_MAX
from accounts.services.avis import prevenir
from accounts.services.connexion import freiner
from accounts.services.identite import sujet
from accounts.services.mots_de_passe import poser
from accounts.services.secrets import (
    annuler,
    demander_secret,
    fermer_les_recuperations,
    tenir_la_personne,
)
from portal.journal.services import consigner
from portal.limites.regles import CODE_ENVOYE, CODE_SAISI, PREMIERE_CONNEXION
from portal.limites.services import reussir

# Once proven, one chooses at once.
DUREE_PROUVEE = timedelta(minutes=15)
E = EtatRecuperation
TRANSITIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "envoyer": ((E.OUVERTE, E.ENVOYEE), E.ENVOYEE),
    "prouver": ((E.ENVOYEE,), E.PROUVEE),
    "terminer": ((E.PROUVEE,), E.TERMINEE),
    "abandonner": ((E.OUVERTE, E.ENVOYEE, E.PROUVEE), E.ABANDON),
}


class RecuperationFinie(Exception):
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


# ------------------------------------------------------------------ a code
def demander_code(*, recuperation: Recuperation, rang: int, adresse: str) -> Secret:
    """Ask for a code at the contact point of this rank; the former one is void.

    Raises TropDEssais, RecuperationFinie.
    """
    canal = recuperation.choix[rang]["canal"]
    freiner(CODE_ENVOYE, cle=recuperation.cle_limite, adresse=adresse, ou="envoi")
    with transaction.atomic():
        tenue = _avancer(recuperation, "envoyer")
        consigner(action=actions.CODE_DEMANDE, sujet=sujet(tenue), donnees={"canal": canal})
        return demander_secret(
            forme=FormeSecret.LETTRE if canal == Canal.COURRIER else FormeSecret.CODE,
            canal=canal,
            personne=tenue.personne,
            recuperation=tenue,
            rang=rang,
        )


def verifier_code(*, recuperation: Recuperation, saisie: str, adresse: str) -> Reponse:
    """Try a code. Right, it proves who this browser belongs to, once; posted again by the same browser, still so.

    Raises TropDEssais, RecuperationFinie.
    """
    freiner(CODE_SAISI, cle=recuperation.cle_limite, adresse=adresse, ou="code")
    with transaction.atomic():
        tenue = _tenir(recuperation)
        if tenue.etat == E.PROUVEE:
            return Reponse(Issue.ACCEPTE)
        if tenue.etat != E.ENVOYEE:
            raise RecuperationFinie
        reponse = _essayer_le_code(tenue, secrets.lire(saisie))
    if reponse.issue == Issue.ACCEPTE:
        reussir(CODE_SAISI, compte=recuperation.cle_limite, adresse=adresse)
    return reponse


def _essayer_le_code(tenue: Recuperation, saisie: str) -> Reponse:
    en_cours = Secret.objects.filter(
        recuperation=tenue,
        forme=FormeSecret.CODE,
        utilise_le=None,
        annule_le=None,
        perime_le__gt=timezone.now(),
    )
    secret = en_cours.order_by("-pk").first()
    if secret is None:
        return Reponse(Issue.PERIME)
    secret.essais += 1
    if secrets.est_le_bon(secret.reference, secret.cle, secret.empreinte, saisie):
        secret.utilise_le = timezone.now()
        secret.save(update_fields=["essais", "utilise_le"])
        _avancer(tenue, "prouver", perime_le=timezone.now() + DUREE_PROUVEE)
        consigner(action=actions.CODE_ACCEPTE, sujet=sujet(tenue), donnees={"canal": secret.canal})
        return Reponse(Issue.ACCEPTE)
    restants = ESSAIS_MAX - secret.essais
    secret.annule_le = None if restants else timezone.now()
    secret.save(update_fields=["essais", "annule_le"])
    consigner(action=actions.CODE_REFUSE, sujet=sujet(tenue), donnees={"canal": secret.canal})
    return Reponse(Issue.REFUSE if restants else Issue.EPUISE, restants)


def utiliser_secret_postal(
    *, personne: Personne | None, cle: str, saisie: str, adresse: str, navigateur: str
) -> Recuperation | None:
    """What a letter brought, used once; then this browser has a quarter of an hour to choose a password.

    None when it is not right. Raises TropDEssais.
    """
    freiner(PREMIERE_CONNEXION, cle=cle, adresse=adresse, ou="code postal")
    lu, qui = secrets.lire(saisie), f"personne:{personne.reference}" if personne else ""
    with transaction.atomic():
        juste = next((s for s in _secrets_postaux(personne) if _convient(s, lu)), None)
        if juste is None:
            consigner(action=actions.CODE_REFUSE, sujet=qui, donnees={"canal": Canal.COURRIER})
            return None
        juste.utilise_le = timezone.now()
        juste.save(update_fields=["utilise_le"])
        recuperation = Recuperation(
            usage=UsageRecuperation.OUBLI if juste.forme == FormeSecret.LETTRE else UsageRecuperation.PREMIERE,
            personne=personne, cle_limite=cle, navigateur=jetons.condenser(navigateur), etat=E.PROUVEE,
            perime_le=timezone.now() + DUREE_PROUVEE,
        )  # fmt: skip
        recuperation.choix = []
        recuperation.save()
        consigner(action=actions.CODE_ACCEPTE, sujet=qui, donnees={"canal": Canal.COURRIER})
    reussir(PREMIERE_CONNEXION, compte=cle, adresse=adresse)
    return recuperation


def _secrets_postaux(personne: Personne | None) -> list[Secret]:
    """Those that still open something, locked: a second browser waits, then no longer finds the one that was used."""
    formes = [FormeSecret.LETTRE]
    compte = personne.compte if personne else None
    # Eight digits open a first login only.
    if compte is None or not compte.has_usable_password():
        formes.append(FormeSecret.PREMIER)
    vivants = Secret.objects.filter(
        personne_id=personne.pk if personne else 0, canal=Canal.COURRIER, forme__in=formes,
        utilise_le=None, annule_le=None, perime_le__gt=timezone.now(),
    )  # fmt: skip
    return list(vivants.select_for_update().order_by("pk"))


def _convient(secret: Secret, lu: str) -> bool:
    return secrets.est_le_bon(secret.reference, secret.cle, secret.empreinte, lu)


# ------------------------------------------------------------------ the new password, or nothing
def choisir_mot_de_passe(*, recuperation: Recuperation, mot_de_passe: str) -> Compte:
    """Give the person this password, already found acceptable: every session closes, everything sent is void, and they
    are told on every contact point. Raises RecuperationFinie, HachageSature."""
    # 100 MiB and a tenth of a second: not under a lock.
    hache = make_password(mot_de_passe)
    with transaction.atomic():
        tenir_la_personne(Q(pk=recuperation.personne_id or 0))
        tenue = _avancer(recuperation, "terminer")
        personne = tenue.personne
        assert personne is not None  # noqa: S101 - a constraint of the table
        compte = _compte_de(personne)
        poser(compte, hache)
        fermer_les_recuperations(personne, sauf=tenue.pk)
        consigner(action=actions.MOT_DE_PASSE_CHOISI, acteur=compte, sujet=f"personne:{personne.reference}")
        prevenir(personne=personne, modele="mot_de_passe_change", sujet="Votre mot de passe a changé")
    return compte


def _compte_de(personne: Personne) -> Compte:
    """The account of a person, who is held; opened at their first login."""
    tenue = Personne.objects.get(pk=personne.pk)
    if tenue.compte_id is not None:
        return Compte.objects.select_for_update().get(pk=tenue.compte_id)
    tenue.compte = Compte.objects.create_user(nature=Nature.USAGER)
    tenue.save(update_fields=["compte"])
    donnees = {"compte": tenue.compte.reference}
    consigner(action=actions.COMPTE_RATTACHE, sujet=f"personne:{tenue.reference}", donnees=donnees)
    return tenue.compte


def abandonner_recuperation(*, recuperation: Recuperation) -> None:
    """Leave: nothing is changed, and what was sent is void (GEN-20). Over already: nothing happens."""
    with transaction.atomic():
        try:
            tenue = _avancer(recuperation, "abandonner")
        except RecuperationFinie:
            return
        annuler(Q(recuperation=tenue))
        consigner(action=actions.RECUPERATION_ABANDONNEE, sujet=sujet(tenue))


def _tenir(recuperation: Recuperation) -> Recuperation:
    """The row as it is now, held until the end of the transaction. Raises RecuperationFinie when it is too late."""
    tenues = Recuperation.objects.select_for_update(of=("self",)).select_related("personne")
    tenue = tenues.filter(pk=recuperation.pk, perime_le__gt=timezone.now()).order_by("pk").first()
    if tenue is None:
        raise RecuperationFinie
    return tenue


def _avancer(recuperation: Recuperation, transition: str, **champs: datetime) -> Recuperation:
    """Make a move of the table. Raises RecuperationFinie from a state where it does not start."""
    tenue = _tenir(recuperation)
    de, vers = TRANSITIONS[transition]
    if tenue.etat not in de:
        raise RecuperationFinie
    tenue.etat = vers
    for nom, valeur in champs.items():
        setattr(tenue, nom, valeur)
    tenue.save(update_fields=["etat", *champs])
    return tenue
