"""What a connected person changes of how they are reached, after a fresh proof (R-17; ASVS 5.0, 7.5.1).

A new one is theirs once a code sent there has come back: until then it is only in the sealed choice of a verification,
where no notice and no recovery finds it. One that is removed still takes the account back for `DELAI_CONTACT`: a thief
who removes somebody's telephone does not keep them out. One that was added lately has no such weight: removed, it is
gone, or a thief's own telephone would keep it.

Every change is told to all of them, the one that comes and the one that goes included.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions, coordonnees, jetons
from accounts.enums import Canal, EtatVerification, UsageVerification
from accounts.models import Compte, Personne, PointContact, Verification
from accounts.services.avis import prevenir
from accounts.services.identite import DUREE
from accounts.services.secrets import tenir_la_personne
from accounts.services.sessions import tenir
from accounts.services.verification import VerificationFinie, avancer
from portal.journal.services import consigner
from portal.limites.services import empreinte
from portal.ui.typographie import INSECABLE, date_longue

# Each of them is written to at every change.
MAXIMUM = 6
DEJA = "Cette coordonnée est déjà la vôtre."
TROP = (
    "Vous avez déjà {nombre}\u00a0mobiles et adresses électroniques\u00a0: retirez-en un dans «\u00a0Mes "
    "coordonnées\u00a0», puis recommencez."
)
SUJET = "Vos coordonnées ont changé"
SORTES = {Canal.SMS: "Un numéro de mobile", Canal.COURRIEL: "Une adresse électronique"}
GESTES = {
    actions.CONTACT_PROUVE: ("a été ajouté à", "a été ajoutée à"),
    actions.CONTACT_RETIRE: ("a été retiré de", "a été retirée de"),
    actions.CONTACT_EFFACE: ("a été effacé de", "a été effacée de"),
    actions.CONTACT_GARDE: ("a été remis dans", "a été remise dans"),
}


class DerniereCoordonnee(Exception):
    """Without it nothing could receive a code."""


def peut_se_retirer(point: PointContact, points: Iterable[PointContact]) -> bool:
    """Whether something among those in service would still receive a code; a postal address is not removed here."""
    autres = [p for p in points if p.pk != point.pk]
    if point.canal == Canal.COURRIER:
        return False
    return point.verifie_le is None or any(p.canal == Canal.COURRIER or p.verifie_le for p in autres)


def ouvrir_ajout(*, personne: Personne, canal: str, valeur: str, navigateur: str) -> Verification:
    """A verification of what somebody says reaches them, for this browser (its token); nothing is theirs yet.

    `valeur` as it was typed. Raises ValidationError (`deja_la_votre`, `trop_de_coordonnees`, and those of
    `coordonnees`). Whether somebody else has the same is neither looked at nor said: a couple may share a telephone.
    """
    lue = coordonnees.LECTURES[canal](valeur)
    coordonnees.exiger_fictive(canal, lue)
    siens = PointContact.objects.en_service().filter(personne=personne)
    deja = _le_meme(siens.order_by("pk"), canal, lue)
    if deja is not None and deja.verifie_le:
        raise ValidationError(DEJA, code="deja_la_votre")
    if deja is None:
        _exiger_une_place(personne)
    verification = Verification(
        usage=UsageVerification.CONTACT, personne=personne, navigateur=jetons.condenser(navigateur),
        # Not that of other codes: one has just been sent, to prove who they are.
        cle_limite=empreinte(["accounts", "personne", personne.reference, "contact"]),
        etat=EtatVerification.OUVERTE, perime_le=timezone.now() + DUREE,
    )  # fmt: skip
    masque = coordonnees.MASQUES[canal](lue)
    verification.choix = [{"reference": "", "canal": canal, "masque": masque, "valeur": lue}]
    verification.save()
    return verification


def ajouter_contact(*, verification: Verification, acteur: Compte) -> PointContact:
    """What was proven is theirs, once.

    Raises VerificationFinie; ValidationError (`trop_de_coordonnees`) when another tab took the last place meanwhile:
    the proof stays good, for when they have removed one.
    """
    if verification.usage != UsageVerification.CONTACT:
        raise VerificationFinie
    with transaction.atomic():
        # The lock keeps two requests from adding the same value twice: sealed, it can't be unique by itself.
        tenir_la_personne(Q(pk=verification.personne_id or 0))
        tenue = avancer(verification, "terminer")
        personne = tenue.personne
        assert personne is not None  # noqa: S101 - a constraint of the table
        canal, valeur = tenue.choix[0]["canal"], tenue.choix[0]["valeur"]
        # One that was removed for longer is gone: what comes back is new, and may be undone as such.
        siens = PointContact.objects.joignables().filter(personne=personne, canal=canal).order_by("pk")
        point = _le_meme(siens, canal, valeur)
        if point is None or point.retire_le:
            _exiger_une_place(personne)
        if point is None:
            point = PointContact(personne=personne, canal=canal, en_ligne=True)
            point.valeur = valeur
        point.verifie_le, point.retire_le = timezone.now(), None
        point.save()
        _dire(point, actions.CONTACT_PROUVE, acteur, "Des codes et des alertes peuvent maintenant y arriver.")
    return point


def retirer_contact(
    *, personne: Personne, reference: str, acteur: Compte, session: str
) -> PointContact | None:
    """It receives no code any more, save to take the account back for a while; None when it is not theirs, or gone.

    `session`: the digest of the one that asks. Raises DerniereCoordonnee, AccesFerme.
    """
    with transaction.atomic():
        tenir(acteur, personne, session)
        points = list(PointContact.objects.en_service().filter(personne=personne).order_by("pk"))
        point = next((p for p in points if p.reference == reference), None)
        if point is None:
            return None
        if not peut_se_retirer(point, points):
            raise DerniereCoordonnee
        _retirer(point, acteur)
    return point


def garder_contact(
    *, personne: Personne, reference: str, acteur: Compte, session: str
) -> PointContact | None:
    """One that was removed lately is theirs again; None when it is not theirs, or too late.

    Raises AccesFerme, ValidationError (`trop_de_coordonnees`).
    """
    with transaction.atomic():
        tenir(acteur, personne, session)
        retires = PointContact.objects.joignables().filter(personne=personne, retire_le__isnull=False)
        point = retires.filter(reference=reference).order_by("pk").first()
        if point is not None:
            _exiger_une_place(personne)
            _remettre(point)
            _dire(point, actions.CONTACT_GARDE, acteur, "Des codes et des alertes peuvent y arriver.")
    return point


def effacer_contact(*, personne: Personne, reference: str, acteur: Compte) -> bool:
    """For agents: end at once the delay of one that the person removed, for somebody else holds it; False without any.

    It is told nothing more; the others are.
    """
    with transaction.atomic():
        tenir_la_personne(Q(pk=personne.pk))
        retires = PointContact.objects.joignables().filter(personne=personne, retire_le__isnull=False)
        point = retires.filter(reference=reference).order_by("pk").first()
        if point is None:
            return False
        PointContact.objects.filter(pk=point.pk).delete()
        _dire(
            point,
            actions.CONTACT_EFFACE,
            acteur,
            "C’est votre Caf qui l’a fait\u00a0: plus rien n’y arrivera.",
        )
    return True


def defaire_les_changements(*, personne: Personne, acteur: Compte) -> None:
    """« Ce n'était pas moi »: what was added lately is gone, what was removed lately is back.

    All are told once, before it is done. Inside the caller's transaction, which holds the person.
    """
    changes = changements_recents(personne)
    if changes:
        prevenir(personne=personne, modele="changements_annules", sujet=SUJET)
    for point in changes:
        if point.retire_le is not None:
            _remettre(point)
            _consigner(point, actions.CONTACT_GARDE, acteur)
        else:
            _consigner(point, actions.CONTACT_RETIRE, acteur)
            point.delete()


def changements_recents(personne: Personne) -> list[PointContact]:
    """Added by whoever was in, or removed, since less than `DELAI_CONTACT` (one query)."""
    points = PointContact.objects.joignables().filter(personne=personne).order_by("pk")
    return [point for point in points if point.retire_le is not None or point.recent]


def _retirer(point: PointContact, acteur: Compte) -> None:
    """Those of no weight at once: never proven, or added lately. They are told first, one last time."""
    au_revoir = point.verifie_le is None or point.recent
    if not au_revoir:
        point.retire_le = timezone.now()
        point.save(update_fields=["retire_le"])
    _dire(point, actions.CONTACT_RETIRE, acteur, _ensuite(point.utile_jusqu_au))
    if au_revoir:
        point.delete()


def _ensuite(jusqu_au: datetime | None) -> str:
    if jusqu_au is None:
        return "Plus rien n’y arrivera."
    jour = date_longue(timezone.localdate(jusqu_au))
    return f"Jusqu’au {jour}, un code peut encore y arriver pour retrouver votre compte{INSECABLE}; ensuite, plus rien."


def _remettre(point: PointContact) -> None:
    point.retire_le = None
    point.save(update_fields=["retire_le"])


def _dire(point: PointContact, action: str, acteur: Compte, ensuite: str) -> None:
    """In the journal, and to every contact point of the person: the kind, and what a screen may show of it."""
    _consigner(point, action, acteur)
    masculin, feminin = GESTES[action]
    details = {
        "sorte": SORTES[Canal(point.canal)],
        "masque": point.masque,
        "geste": masculin if point.canal == Canal.SMS else feminin,
        "ensuite": ensuite,
    }
    prevenir(personne=point.personne, modele="coordonnees_changees", sujet=SUJET, details=details)


def _consigner(point: PointContact, action: str, acteur: Compte) -> None:
    sujet = f"personne:{point.personne.reference}"
    consigner(action=action, acteur=acteur, sujet=sujet, donnees={"canal": point.canal})


def _exiger_une_place(personne: Personne) -> None:
    """For one more in service. What an agent enters or what « pas moi » brings back is never refused, so may exceed."""
    siens = PointContact.objects.en_service().filter(personne=personne).exclude(canal=Canal.COURRIER)
    if siens.count() >= MAXIMUM:
        raise ValidationError(TROP.format(nombre=MAXIMUM), code="trop_de_coordonnees")


def _le_meme(points: Iterable[PointContact], canal: str, valeur: str) -> PointContact | None:
    """The one of this value; capitals do not make another address."""
    return next((p for p in points if p.canal == canal and p.valeur.casefold() == valeur.casefold()), None)
