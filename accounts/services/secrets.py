"""Sending a secret: asked for in a request, drawn and sent by the worker.

A request writes the same row and queues the same task whether there is somebody to send it to or not: only the worker
knows, and nobody sees the worker.
"""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions, secrets
from accounts.enums import POUR_UN_MOT_DE_PASSE, Canal, EtatVerification, FormeSecret, UsageVerification
from accounts.models import Compte, Personne, PointContact, Secret, Verification
from accounts.models.personne import PointsContact
from portal.courriers.destinataires import DestinataireInvalide
from portal.courriers.services import deposer
from portal.journal.services import consigner

journal = logging.getLogger(__name__)

# A letter is not sent again while the former one may still be on its way.
ACHEMINEMENT = timedelta(days=3)

# Of a message that carries one, by form: its folder in templates/courriers, and its subject.
MODELES = {
    FormeSecret.CODE: ("code", "Votre code"),
    FormeSecret.PREMIER: ("activation", "Votre première connexion"),
    FormeSecret.LETTRE: ("secret_courrier", "Votre code pour choisir un mot de passe"),
    FormeSecret.LEVEE: ("secret_levee", "Votre code pour retirer la double vérification"),
}

LETTRES = (FormeSecret.LETTRE, FormeSecret.LEVEE)


def demander_secret(
    *,
    forme: str,
    canal: str,
    personne: Personne | None,
    verification: Verification | None = None,
    rang: int | None = None,
) -> Secret:
    """Ask the worker for a secret, inside the caller's transaction. The former code of this recovery is void."""
    maintenant = timezone.now()
    with transaction.atomic():
        if verification is not None:
            annuler(Q(verification=verification) & ~Q(forme=FormeSecret.LETTRE))
        secret = Secret.objects.create(
            forme=forme, canal=canal, personne=personne, verification=verification, rang=rang,
            cree_le=maintenant, perime_le=maintenant + secrets.DUREES[FormeSecret(forme)],
        )  # fmt: skip
        transaction.on_commit(partial(_mettre_en_file, secret.reference))
    return secret


def envoyer_lettre_activation(*, personne: Personne, acteur: Compte | None = None) -> Secret:
    """Send the eight digits of a first login by post; the former ones are void.

    For agents: raises ValidationError (`adresse_inconnue`, `mot_de_passe_deja_choisi`).
    """
    with transaction.atomic():
        tenue = Personne.objects.select_for_update().get(pk=personne.pk)
        compte = tenue.compte
        if compte is not None and compte.has_usable_password():
            raise ValidationError(
                "Cette personne a déjà choisi un mot de passe : elle passe par « Mot de passe oublié ».",
                code="mot_de_passe_deja_choisi",
            )
        if not tenue.points_contact.en_service().filter(canal=Canal.COURRIER).exists():
            raise ValidationError(
                "Aucune adresse postale n’est connue pour cette personne.", code="adresse_inconnue"
            )
        annuler(Q(personne=tenue, forme=FormeSecret.PREMIER))
        secret = demander_secret(forme=FormeSecret.PREMIER, canal=Canal.COURRIER, personne=tenue)
        consigner(action=actions.LETTRE_ACTIVATION, acteur=acteur, sujet=f"personne:{tenue.reference}")
    return secret


def annuler(choix: Q) -> None:
    """Void what was sent and not used."""
    Secret.objects.filter(choix, utilise_le=None, annule_le=None).update(annule_le=timezone.now())


def fermer_les_verifications(personne: Personne, *, sauf: int = 0) -> None:
    """Whoever is on the way to a new password must start again, save the recovery of this key; what was sent is void.

    Inside the caller's transaction, which holds the person (`tenir_la_personne`). Recoveries before their secrets, as
    everywhere: two that wait for each other would both fail.
    """
    autres = Verification.objects.filter(personne=personne).exclude(pk=sauf)
    finis = [EtatVerification.TERMINEE, EtatVerification.ABANDON]
    autres.exclude(etat__in=finis).update(etat=EtatVerification.ABANDON)
    annuler(Q(personne=personne))


def tenir_la_personne(choix: Q) -> None:
    """One password at a time for a person: they come before their recoveries, their account and their secrets.

    `no_key`, for a row that only refers to the person need not wait.
    """
    list(Personne.objects.select_for_update(no_key=True).filter(choix).order_by("pk"))


def emettre(reference: str) -> None:
    """Draw one secret, keep its digest, hand it to the outbox: all or nothing, and once. For the worker."""
    with transaction.atomic():
        # As whoever chooses a password does; and two workers do not send two letters.
        tenir_la_personne(Q(secrets__reference=reference))
        a_emettre = Secret.objects.select_for_update(of=("self",)).select_related("personne", "verification")
        secret = a_emettre.filter(en_attente(), reference=reference).first()
        if secret is not None:
            _emettre(secret)


def qui_ouvrent() -> Q:
    """Not used, not void, and not too old."""
    return Q(utilise_le=None, annule_le=None, perime_le__gt=timezone.now())


def convient(secret: Secret, lu: str) -> bool:
    """Whether this was sent: `lu` as `accounts.secrets.lire` gives it."""
    return secrets.est_le_bon(secret.reference, secret.cle, secret.empreinte, lu)


def en_attente() -> Q:
    """Asked for, and still worth sending."""
    return Q(emis_le=None, annule_le=None, perime_le__gt=timezone.now())


def _emettre(secret: Secret) -> None:
    secret.emis_le = maintenant = timezone.now()
    ou = _destinataire(secret)
    if ou is not None and not _lettre_deja_en_route(secret, maintenant):
        valeur = secrets.tirer(secret.forme)
        secret.cle, secret.empreinte = secrets.resumer(secret.reference, valeur)
        _deposer(secret, ou, valeur)
    secret.save(update_fields=["emis_le", "cle", "empreinte"])


def _lettre_deja_en_route(secret: Secret, le: datetime) -> bool:
    """Whoever asks, one letter at a time: paper has a cost, and the one that is coming is as good."""
    if secret.forme not in LETTRES or secret.personne is None:
        return False
    recentes = Secret.objects.filter(
        personne=secret.personne, forme=secret.forme, empreinte__isnull=False,
        emis_le__gt=le - ACHEMINEMENT, utilise_le=None, annule_le=None,
    )  # fmt: skip
    return recentes.exists()


def _destinataire(secret: Secret) -> str | None:
    """Where it goes: what was chosen among those proposed, the latest postal address, or what is not theirs yet."""
    verification = secret.verification
    if secret.personne is None:
        return None
    choisi = None if verification is None or secret.rang is None else verification.choix[secret.rang]
    if verification is not None and choisi is not None and verification.usage == UsageVerification.CONTACT:
        return choisi["valeur"]
    points = PointContact.objects.filter(personne=secret.personne, canal=secret.canal)
    if choisi is None:
        point = points.en_service().order_by("-cree_le", "-pk").first()
    else:
        point = _permis(verification, points).filter(reference=choisi["reference"]).order_by("pk").first()
    return point.valeur if point else None


def _permis(verification: Verification | None, points: PointsContact) -> PointsContact:
    """One that was removed takes an account back for a while; it opens no session and proves nothing in one."""
    if verification is not None and verification.usage in POUR_UN_MOT_DE_PASSE:
        return points.joignables()
    return points.en_service()


def _deposer(secret: Secret, ou: str, valeur: str) -> None:
    modele, sujet = MODELES[FormeSecret(secret.forme)]
    contexte: dict[str, Any] = {
        "code": secrets.ecrire(valeur),
        "duree": secrets.DUREES_EN_MOTS[FormeSecret(secret.forme)],
    }
    try:
        deposer(
            canal=secret.canal, destinataire=ou, modele=modele, contexte=contexte,
            secret=True, sujet=sujet, perime_le=secret.perime_le,
        )  # fmt: skip
    except DestinataireInvalide:
        journal.error("secret %s : coordonnée inutilisable", secret.reference)


def _mettre_en_file(reference: str) -> None:
    """Here and not above: tasks import services."""
    from accounts.tasks import mettre_en_file

    mettre_en_file(reference)
