"""What a connected person does for the safety of their own account."""

from django.db import transaction
from django.db.models import Q

from accounts import actions
from accounts.models import Compte, LienFranceConnect, Personne, Session
from accounts.services.avis import prevenir
from accounts.services.contacts import defaire_les_changements
from accounts.services.facteurs import retirer_les_recents
from accounts.services.levee import arreter_la_levee
from accounts.services.secrets import fermer_les_verifications, tenir_la_personne
from portal.journal.services import consigner


def fermer_session(*, compte: Compte, session: str, celle_ci: str) -> int:
    """Close one session of this account, or with `session` empty all but this one; returns how many."""
    siennes = Session.objects.filter(compte=compte).exclude(pk=celle_ci)
    if session:
        siennes = siennes.filter(pk=session)
    with transaction.atomic():
        fermees, _ = siennes.delete()
        if fermees:
            consigner(action=actions.SESSION_FERMEE, acteur=compte, sujet=f"compte:{compte.reference}")
    return fermees


def fermer_tous_les_acces(*, compte: Compte, personne: Personne) -> None:
    """« Ce n'était pas moi »: no session, device, code, recovery or password opens anything more, nor any second factor
    that was added lately; they are told.

    The way back is a recovery: whoever knew the password does not have their telephone. What a thief may have added, a
    factor or a contact point, must not stand in that way: docs/decisions/2026-11-26-seconds-facteurs.md.
    """
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        fermer_les_verifications(personne)
        tenu = Compte.objects.select_for_update().get(pk=compte.pk)
        tenu.set_unusable_password()
        tenu.save(update_fields=["password"])
        Session.objects.filter(compte=tenu).delete()
        tenu.appareils.all().delete()
        retirer_les_recents(tenu)
        arreter_la_levee(compte=tenu, personne=personne)
        LienFranceConnect.objects.filter(personne=personne).delete()
        consigner(action=actions.ACCES_FERMES, acteur=compte, sujet=f"compte:{compte.reference}")
        prevenir(
            personne=personne, modele="acces_fermes", sujet="Votre compte est fermé jusqu’à votre retour"
        )
        defaire_les_changements(personne=personne, acteur=compte)
