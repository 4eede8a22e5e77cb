"""The way back of who has lost every second factor: a letter, then a wait during which its owner can object.

Their password is right, or they would not be here; the letter goes to an address already known; they are told at each
step on every contact point; and whoever still shows the factor, or says « annuler », stops it. Nothing shortens the
wait: a thief who reads somebody's letters gets as long to be found out.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import actions, secrets
from accounts.enums import Canal, EtatLevee, FormeSecret, UsageAppareil
from accounts.models import Compte, Levee, Personne, Secret
from accounts.services.avis import prevenir
from accounts.services.connexion import cle_limite, freiner
from accounts.services.secrets import (
    annuler,
    convient,
    demander_secret,
    qui_ouvrent,
    tenir_la_personne,
)
from portal.journal.services import consigner
from portal.limites.regles import CODE_ENVOYE, PREMIERE_CONNEXION
from portal.limites.services import reussir

ATTENTE = timedelta(days=3)
# Then it must be used: one asked for last winter, and forgotten, removes nothing.
VALIDITE = timedelta(days=30)
EN_COURS = (EtatLevee.DEMANDEE, EtatLevee.PROUVEE)


def levee_en_cours(compte: Compte) -> Levee | None:
    """What this account has asked and not seen the end of (one query)."""
    return _en_cours(compte).order_by("pk").first()


def _en_cours(compte: Compte) -> QuerySet[Levee]:
    return Levee.objects.filter(compte=compte, etat__in=EN_COURS).exclude(_perimee())


def _perimee() -> Q:
    """The wait was over a month ago, and nobody came."""
    return Q(etat=EtatLevee.PROUVEE, effective_le__lte=timezone.now() - VALIDITE)


def demander_levee(*, compte: Compte, personne: Personne, adresse: str) -> Levee:
    """Send the letter, unless one is on its way; they are told everywhere.

    Raises TropDEssais, ValidationError (`adresse_inconnue`).
    """
    if not personne.points_contact.en_service().filter(canal=Canal.COURRIER).exists():
        raise ValidationError("Votre Caf ne connaît pas votre adresse postale.", code="adresse_inconnue")
    freiner(CODE_ENVOYE, cle=cle_limite(personne, None), adresse=adresse, ou="levee")
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        Levee.objects.filter(_perimee(), compte=compte).update(etat=EtatLevee.ANNULEE)
        en_cours = levee_en_cours(compte)
        if en_cours is not None and (en_cours.etat == EtatLevee.PROUVEE or _vivants(personne).exists()):
            return en_cours
        levee = en_cours or Levee.objects.create(compte=compte, etat=EtatLevee.DEMANDEE)
        demander_secret(forme=FormeSecret.LEVEE, canal=Canal.COURRIER, personne=personne)
        _consigner(actions.LEVEE_DEMANDEE, compte)
        prevenir(
            personne=personne, modele="levee_demandee", sujet="Demande de retrait de la double vérification"
        )
    return levee


def confirmer_levee(*, compte: Compte, personne: Personne, saisie: str, adresse: str) -> Levee | None:
    """The letter's secret, used once: the wait begins. None when it is not right. Raises TropDEssais."""
    cle = cle_limite(personne, None)
    freiner(PREMIERE_CONNEXION, cle=cle, adresse=adresse, ou="levee")
    lu = secrets.lire(saisie)
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        levee = levee_en_cours(compte)
        juste = next((s for s in _vivants(personne) if convient(s, lu)), None)
        if levee is None or levee.etat != EtatLevee.DEMANDEE or juste is None:
            consigner(
                action=actions.CODE_REFUSE,
                sujet=f"personne:{personne.reference}",
                donnees={"canal": Canal.COURRIER},
            )
            return None
        juste.utilise_le = timezone.now()
        juste.save(update_fields=["utilise_le"])
        levee.etat, levee.effective_le = EtatLevee.PROUVEE, timezone.now() + ATTENTE
        levee.save(update_fields=["etat", "effective_le"])
        _consigner(actions.LEVEE_PROUVEE, compte)
        prevenir(
            personne=personne,
            modele="levee_prouvee",
            sujet="La double vérification sera retirée dans 3 jours",
        )
    reussir(PREMIERE_CONNEXION, compte=cle, adresse=adresse)
    return levee


def annuler_levee(*, compte: Compte, personne: Personne) -> bool:
    """Stop it, whoever asked; True when there was something to stop (one query when there was nothing)."""
    if levee_en_cours(compte) is None:
        return False
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        return arreter_la_levee(compte=compte, personne=personne)


def arreter_la_levee(*, compte: Compte, personne: Personne) -> bool:
    """The same inside the caller's transaction, which holds the person: when the password changes, say."""
    arretees = Levee.objects.filter(compte=compte, etat__in=EN_COURS).update(etat=EtatLevee.ANNULEE)
    if arretees:
        annuler(Q(personne=personne, forme=FormeSecret.LEVEE))
        _consigner(actions.LEVEE_ANNULEE, compte)
    return bool(arretees)


def lever_si_mure(*, compte: Compte, personne: Personne) -> bool:
    """Once the wait is over: no factor, no sheet of codes, no trusted device is left, and they are told.

    For the login: the password has just been found right.
    """
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        mures = _en_cours(compte).filter(etat=EtatLevee.PROUVEE, effective_le__lte=timezone.now())
        if not mures.update(etat=EtatLevee.FAITE):
            return False
        compte.facteurs.all().delete()
        compte.codes_secours.all().delete()
        compte.appareils.filter(usage=UsageAppareil.CONFIANCE).delete()
        _consigner(actions.LEVEE_FAITE, compte)
        prevenir(personne=personne, modele="levee_faite", sujet="La double vérification est retirée")
    return True


def _vivants(personne: Personne) -> QuerySet[Secret]:
    return Secret.objects.filter(qui_ouvrent(), personne=personne, forme=FormeSecret.LEVEE).order_by("pk")


def _consigner(action: str, compte: Compte) -> None:
    consigner(action=action, acteur=compte, sujet=f"compte:{compte.reference}")
