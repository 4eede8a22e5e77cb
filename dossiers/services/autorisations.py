"""What a responsable lets their partner do, and what ends all of it at once: a separation.

Nothing is kept of a right between two requests: what is taken back is closed at the very next one, form open or not.
"""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Compte, Personne
from accounts.services import fermer_les_sessions, prevenir
from dossiers import actions, selectors
from dossiers.enums import Autorisable, Role
from dossiers.models import Autorisation, Dossier, Rattachement
from dossiers.services.dossiers import detacher
from portal.journal.services import consigner
from portal.violations import en_phrases

CHANGEE, SEPARATION = "autorisations_changees", "situation_changee"
SUJETS = {CHANGEE: "Vos autorisations ont changé", SEPARATION: "Votre situation a changé"}


def definir_autorisations(
    *, dossier: Dossier, portees: Collection[str], le: date, acteur: Compte | None = None
) -> bool:
    """Let the partner of that day do these things and nothing else; True when that changed something.

    Both are told. Raises ValidationError (`sans_conjoint`).
    """
    with en_phrases(Autorisation):
        _tenir(dossier)
        beneficiaire = selectors.conjoint(dossier, le)
        if beneficiaire is None:
            raise ValidationError(
                "Personne ne partage ce dossier avec vous aujourd’hui.", code="sans_conjoint"
            )
        voulues = {Autorisable(p) for p in portees}
        actuelles = {Autorisable(p) for p in selectors.autorisations(dossier, beneficiaire)}
        for portee in sorted(voulues - actuelles):
            Autorisation.objects.create(dossier=dossier, beneficiaire=beneficiaire, portee=portee)
            _consigner(actions.AUTORISATION_DONNEE, dossier, beneficiaire, portee, acteur)
        _retirer(_en_cours(dossier, beneficiaire).filter(portee__in=actuelles - voulues), dossier, acteur)
        if voulues == actuelles:
            return False
        for personne in (beneficiaire, _responsable(dossier, le)):
            _dire(personne, CHANGEE)
    return True


def declarer_separation(*, dossier: Dossier, le: date, acteur: Compte | None = None) -> None:
    """End the partner's link, what they were allowed and their open sessions; both are told, in neutral words.

    For agents. Raises ValidationError (`sans_conjoint`).
    """
    with en_phrases(Rattachement, Autorisation):
        _tenir(dossier)
        parti = selectors.conjoint(dossier, le)
        if parti is None:
            raise ValidationError("Ce dossier n’a pas de conjoint aujourd’hui.", code="sans_conjoint")
        detacher(dossier=dossier, personne=parti, le=le, acteur=acteur)
        _retirer(_en_cours(dossier, parti), dossier, acteur)
        fermer_les_sessions(personne=parti)
        consigner(
            action=actions.SEPARATION_DECLAREE, acteur=acteur, sujet=f"dossier:{dossier.reference}",
            donnees={"personne": parti.reference},
        )  # fmt: skip
        for personne in (parti, _responsable(dossier, le)):
            _dire(personne, SEPARATION)


def _en_cours(dossier: Dossier, beneficiaire: Personne) -> QuerySet[Autorisation]:
    return Autorisation.objects.filter(dossier=dossier, beneficiaire=beneficiaire, retiree_le=None)


def _retirer(autorisations: QuerySet[Autorisation], dossier: Dossier, acteur: Compte | None) -> None:
    for autorisation in autorisations.select_related("beneficiaire").order_by("portee"):
        autorisation.retiree_le = timezone.now()
        autorisation.save(update_fields=["retiree_le"])
        _consigner(
            actions.AUTORISATION_RETIREE, dossier, autorisation.beneficiaire, autorisation.portee, acteur
        )


def _consigner(
    action: str, dossier: Dossier, beneficiaire: Personne, portee: str, acteur: Compte | None
) -> None:
    donnees = {"personne": beneficiaire.reference, "portee": str(portee)}
    consigner(action=action, acteur=acteur, sujet=f"dossier:{dossier.reference}", donnees=donnees)


def _tenir(dossier: Dossier) -> None:
    """Two pages that say two things at once: the second one starts from what the first has written."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)


def _responsable(dossier: Dossier, le: date) -> Personne | None:
    liens = Rattachement.objects.filter(dossier=dossier, role=Role.RESPONSABLE, periode__contains=le)
    lien = liens.select_related("personne").order_by("pk").first()
    return lien.personne if lien else None


def _dire(personne: Personne | None, modele: str) -> None:
    if personne is not None:
        prevenir(personne=personne, modele=modele, sujet=SUJETS[modele])
