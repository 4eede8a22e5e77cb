"""An application that counts time: its secret is shared once, each of its codes is used once."""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import actions, totp
from accounts.enums import NatureFacteur
from accounts.models import Compte, Facteur, Personne
from accounts.services.facteurs.commun import (
    FacteurAbsent,
    apres_un_changement,
    arreter_les_codes,
    exiger_de_la_place,
    noter,
)
from accounts.services.sessions import tenir

NOM = "Application de codes"
# A secret that was shown and never confirmed.
PREPARATION = timedelta(minutes=30)


def preparer_totp(*, compte: Compte) -> Facteur:
    """A new secret to share with an application; it counts for nothing until it is confirmed."""
    with transaction.atomic():
        # Two clicks must not leave two secrets: the account is the lock.
        Compte.objects.select_for_update(no_key=True).get(pk=compte.pk)
        Facteur.objects.filter(compte=compte, nature=NatureFacteur.TOTP, confirme_le=None).delete()
        facteur = Facteur(compte=compte, nature=NatureFacteur.TOTP, nom=NOM)
        facteur.secret = totp.nouveau_secret()
        facteur.save()
    return facteur


def en_preparation(compte: Compte) -> Facteur | None:
    """The one that is being added (one query)."""
    return _preparees(compte).order_by("-pk").first()


def _preparees(compte: Compte) -> QuerySet[Facteur]:
    depuis = timezone.now() - PREPARATION
    return Facteur.objects.filter(
        compte=compte, nature=NatureFacteur.TOTP, confirme_le=None, cree_le__gt=depuis
    )


def confirmer_totp(
    *, compte: Compte, personne: Personne | None, reference: str, saisie: str, session: str
) -> Facteur | None:
    """The application shows the right code: from now on it is asked, and it replaces the former one. None when the code
    is wrong. `reference`: the one on the page, which another tab may have replaced.

    Raises FacteurAbsent, TropDeFacteurs, AccesFerme.
    """
    with transaction.atomic():
        tenir(compte, personne, session)
        facteur = retenir_totp(compte, reference, saisie)
        if facteur is not None:
            arreter_les_codes(personne)
            apres_un_changement(compte, personne, actions.FACTEUR_AJOUTE, facteur.nature, sauf=session)
    return facteur


def retenir_totp(compte: Compte, reference: str, saisie: str) -> Facteur | None:
    """Inside the caller's transaction, which holds the account. Raises FacteurAbsent, TropDeFacteurs."""
    facteur = _preparees(compte).select_for_update().filter(reference=reference).order_by("pk").first()
    if facteur is None:
        raise FacteurAbsent
    maintenant = timezone.now()
    pas = totp.pas_reconnu(facteur.secret, saisie, instant=maintenant.timestamp(), apres=facteur.compteur)
    if pas is None:
        return None
    siennes = Facteur.objects.filter(compte=compte, nature=NatureFacteur.TOTP, confirme_le__isnull=False)
    if not siennes.delete()[0]:
        exiger_de_la_place(compte)
    facteur.compteur, facteur.confirme_le = pas, maintenant
    facteur.save(update_fields=["compteur", "confirme_le"])
    return facteur


def verifier_totp(*, compte: Compte, saisie: str) -> bool:
    """Whether this is the code of now, never used: the step is held, then written, before anybody else may use it."""
    siennes = Facteur.objects.filter(compte=compte, nature=NatureFacteur.TOTP, confirme_le__isnull=False)
    with transaction.atomic():
        facteur = siennes.select_for_update().order_by("pk").first()
        if facteur is None:
            return False
        maintenant = timezone.now()
        pas = totp.pas_reconnu(facteur.secret, saisie, instant=maintenant.timestamp(), apres=facteur.compteur)
        if pas is None:
            noter(compte, actions.FACTEUR_REFUSE, nature=facteur.nature)
            return False
        facteur.compteur, facteur.utilise_le = pas, maintenant
        facteur.save(update_fields=["compteur", "utilise_le"])
        noter(compte, actions.FACTEUR_ACCEPTE, nature=facteur.nature)
    return True
