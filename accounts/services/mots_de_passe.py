"""Giving an account a password that was already found acceptable."""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions
from accounts.models import Compte, Personne, Session
from accounts.services.avis import prevenir
from accounts.services.levee import arreter_la_levee
from accounts.services.secrets import fermer_les_verifications, tenir_la_personne
from accounts.services.sessions import AccesFerme
from portal.journal.services import consigner


def poser(compte: Compte, hache: str, *, sauf: str = "") -> None:
    """Write the hash, inside the caller's transaction, close every session save the one of this digest, forget every
    device: whoever knew the former password keeps nothing."""
    compte.password, compte.mot_de_passe_le = hache, timezone.now()
    compte.save(update_fields=["password", "mot_de_passe_le"])
    Session.objects.filter(compte=compte).exclude(pk=sauf).delete()
    compte.appareils.all().delete()


def changer(*, compte: Compte, mot_de_passe: str, sauf: str, personne: Personne | None = None) -> None:
    """Whoever is logged in has proven the former one, that of `compte`; their `personne`, if any, is told.

    Raises HachageSature; AccesFerme when it has changed meanwhile: « ce n'était pas moi », said at the same instant,
    has the last word.
    """
    hache = make_password(mot_de_passe)
    with transaction.atomic():
        if personne is not None:
            tenir_la_personne(Q(pk=personne.pk))
            # Or whoever is on the way to a password of their own would still have the last word.
            fermer_les_verifications(personne)
            arreter_la_levee(compte=compte, personne=personne)
        if Compte.objects.select_for_update().get(pk=compte.pk).password != compte.password:
            raise AccesFerme
        poser(compte, hache, sauf=sauf)
        consigner(action=actions.MOT_DE_PASSE_CHOISI, acteur=compte, sujet=f"compte:{compte.reference}")
        if personne is not None:
            prevenir(personne=personne, modele="mot_de_passe_change", sujet="Votre mot de passe a changé")


def fermer_les_sessions(*, personne: Personne) -> None:
    """Every session of somebody, inside the caller's transaction."""
    Session.objects.filter(compte__personne=personne).delete()
