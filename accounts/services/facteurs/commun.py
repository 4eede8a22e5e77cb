"""What every second factor shares: which ones count, and what any change of them does besides."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import actions
from accounts.enums import EtatVerification, Nature, NatureFacteur, UsageAppareil, UsageVerification
from accounts.models import CodeSecours, Compte, Facteur, Personne, Session, Verification
from accounts.services.avis import prevenir
from accounts.services.second_facteur import a_un_facteur
from accounts.services.secrets import annuler, tenir_la_personne
from accounts.services.sessions import tenir
from portal.journal.services import consigner

# An application, and a key for each thing somebody has: more is not somebody.
FACTEURS_MAX = 10
# What « ce n'était pas moi » no longer believes: long enough for a letter that says so to have been read.
RECENT = timedelta(days=30)
# The same for whoever only has a code to show for themselves: SMS and e-mails that tell of it come at once.
CONTESTABLE = timedelta(days=7)


class FacteurAbsent(Exception):
    """There is no such factor, or no longer: nothing was done."""


class TropDeFacteurs(Exception):
    """One must be removed first."""


class CleDejaConnue(Exception):
    """This key already opens an account."""


class DernierFacteur(Exception):
    """Agents keep one where it is compulsory: nothing was done."""


def actifs(compte: Compte) -> list[Facteur]:
    """Those that count, oldest first (one query)."""
    return list(_confirmes(compte).order_by("confirme_le", "pk"))


def _confirmes(compte: Compte) -> QuerySet[Facteur]:
    return Facteur.objects.filter(compte=compte, confirme_le__isnull=False)


def retirer_facteur(*, compte: Compte, personne: Personne | None, reference: str, session: str) -> None:
    """Remove one; with the last one the printed codes go too. Raises FacteurAbsent, DernierFacteur, AccesFerme."""
    with transaction.atomic():
        tenir(compte, personne, session)
        facteur = _le_sien(compte, reference)
        facteur.delete()
        if not a_un_facteur(compte):
            if compte.nature == Nature.AGENT and settings.SECOND_FACTEUR_AGENTS:
                raise DernierFacteur
            CodeSecours.objects.filter(compte=compte).delete()
        apres_un_changement(compte, personne, actions.FACTEUR_RETIRE, facteur.nature, sauf=session)


def renommer_facteur(*, compte: Compte, reference: str, nom: str) -> None:
    """Give it another name, which changes nothing else. Raises FacteurAbsent."""
    with transaction.atomic():
        facteur = _le_sien(compte, reference)
        if facteur.nom == nom:
            return
        facteur.nom = nom
        facteur.save(update_fields=["nom"])
        noter(compte, actions.FACTEUR_RENOMME, nature=facteur.nature)


def _le_sien(compte: Compte, reference: str) -> Facteur:
    facteur = _confirmes(compte).select_for_update().filter(reference=reference).order_by("pk").first()
    if facteur is None:
        raise FacteurAbsent
    return facteur


def recents(compte: Compte, depuis_moins_de: timedelta = CONTESTABLE) -> list[Facteur]:
    """Those that a thief may have added, oldest first (one query)."""
    depuis = timezone.now() - depuis_moins_de
    return list(_confirmes(compte).filter(confirme_le__gt=depuis).order_by("confirme_le", "pk"))


def contester(*, compte: Compte, personne: Personne) -> None:
    """« Ce n'est pas moi qui l'ai ajouté », said by whoever has just come back by a code: what is recent goes, and
    every session of whoever added it. What is older stays, and is still asked."""
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        Compte.objects.select_for_update().get(pk=compte.pk)
        retirer_les_recents(compte, CONTESTABLE)
        Session.objects.filter(compte=compte).delete()
        apres_un_changement(compte, personne, actions.FACTEURS_CONTESTES)


def retirer_les_recents(compte: Compte, depuis_moins_de: timedelta = RECENT) -> None:
    """« Ce n'était pas moi », inside its transaction: whatever was added or printed these last days may be a thief's.

    What its owner had before stays, and is still asked of whoever comes back.
    """
    limite = timezone.now() - depuis_moins_de
    siens = Facteur.objects.filter(compte=compte)
    for facteur in recents(compte, depuis_moins_de):
        noter(compte, actions.FACTEUR_RETIRE, nature=facteur.nature)
    siens.filter(Q(confirme_le=None) | Q(confirme_le__gt=limite)).delete()
    a_jeter = CodeSecours.objects.filter(compte=compte)
    (a_jeter.filter(cree_le__gt=limite) if a_un_facteur(compte) else a_jeter).delete()


def exiger_de_la_place(compte: Compte) -> None:
    """Raises TropDeFacteurs."""
    if _confirmes(compte).count() >= FACTEURS_MAX:
        raise TropDeFacteurs


def apres_un_changement(
    compte: Compte, personne: Personne | None, action: str, nature: str = "", *, sauf: str = ""
) -> None:
    """Inside the caller's transaction: it is written and told, no device does without a factor any more, and with
    `sauf` every session but that one closes."""
    noter(compte, action, nature=nature)
    compte.appareils.filter(usage=UsageAppareil.CONFIANCE).delete()
    if sauf:
        Session.objects.filter(compte=compte).exclude(pk=sauf).delete()
    if personne is not None:
        prevenir(
            personne=personne, modele="second_facteur_change", sujet="Votre double vérification a changé"
        )


def arreter_les_codes(personne: Personne | None) -> None:
    """Inside the caller's transaction, which holds the person: a code on its way must not stand for a factor that has
    just been added. Verifications before their secrets, as everywhere. No code is sent to an agent."""
    if personne is None:
        return
    usages = [UsageVerification.CONNEXION, UsageVerification.PREUVE]
    finis = [EtatVerification.TERMINEE, EtatVerification.ABANDON]
    siennes = Verification.objects.filter(personne=personne, usage__in=usages)
    siennes.exclude(etat__in=finis).update(etat=EtatVerification.ABANDON)
    annuler(Q(personne=personne, verification__usage__in=usages))


def noter(compte: Compte, action: str, *, nature: str = "", **donnees: int) -> None:
    """One line of the journal about this account."""
    details: dict[str, str | int] = {**donnees, **({"nature": NatureFacteur(nature).value} if nature else {})}
    consigner(action=action, acteur=compte, sujet=f"compte:{compte.reference}", donnees=details)
