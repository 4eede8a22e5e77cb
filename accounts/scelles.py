"""The sealed columns of this room, and the fingerprints that go with them."""

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts import empreintes
from accounts.models import (
    CodeSecours,
    EmpreinteNir,
    Facteur,
    NirAncien,
    Personne,
    PointContact,
    Verification,
)
from portal import rechiffrement
from portal.chiffrement import Indechiffrable

rechiffrement.enregistrer(Personne, "nir_scelle", Personne.contexte_scelle)
rechiffrement.enregistrer(NirAncien, "nir_scelle", NirAncien.contexte_scelle)
rechiffrement.enregistrer(PointContact, "valeur_scellee", PointContact.contexte_scelle)
rechiffrement.enregistrer(Facteur, "secret_scelle", Facteur.contexte_scelle)
rechiffrement.enregistrer(Verification, "choix_scelle", Verification.contexte_scelle)


@rechiffrement.suite
def refaire_les_empreintes(lot: int) -> str:
    """Give each number, current or former, the rows of the ring that it lacks; then remove those of other keys."""
    refaites = _completer_les_actuels(lot) + _completer_les_anciens(lot)
    retirees = _retirer_les_perimees()
    return f"Empreintes de NIR : {refaites} numéros complétés, {retirees} empreintes périmées retirées."


@rechiffrement.suite
def compter_les_codes_anciens(lot: int) -> str:
    """A printed code can't be digested again: it dies with its key, and its owner prints others."""
    actuelle = next(iter(settings.CLES_EMPREINTES))
    anciens = CodeSecours.objects.filter(utilise_le=None).exclude(cle=actuelle).count()
    return f"Codes de secours\u00a0: {anciens} encore sous une ancienne clé, qui ne serviront plus quand elle partira."


def _completer_les_actuels(lot: int) -> int:
    sans = _manque_une_cle(EmpreinteNir.objects.filter(personne=OuterRef("pk"), ancien=None))
    total = dernier = 0
    while True:
        with transaction.atomic():
            requete = Personne.objects.filter(sans, nir_scelle__isnull=False, pk__gt=dernier)
            personnes = list(requete.order_by("pk").select_for_update()[:lot])
            for personne in personnes:
                total += _completer(personne, personne)
        if not personnes:
            return total
        dernier = personnes[-1].pk


def _completer_les_anciens(lot: int) -> int:
    sans = _manque_une_cle(EmpreinteNir.objects.filter(ancien=OuterRef("pk")))
    total = dernier = 0
    while True:
        with transaction.atomic():
            requete = NirAncien.objects.filter(sans, pk__gt=dernier).select_related("personne")
            anciens = list(requete.order_by("pk").select_for_update(of=("self",))[:lot])
            for ancien in anciens:
                total += _completer(ancien.personne, ancien)
        if not anciens:
            return total
        dernier = anciens[-1].pk


def _completer(personne: Personne, porteur: Personne | NirAncien) -> int:
    """1 when it was done. A number that does not open was already reported with its column."""
    try:
        nir = porteur.nir
    except Indechiffrable:
        return 0
    if nir is not None:
        empreintes.completer(personne, nir, porteur if isinstance(porteur, NirAncien) else None)
    return 1


def _manque_une_cle(empreintes_du_numero: QuerySet[EmpreinteNir]) -> Q:
    manque = Q()
    for cle in settings.CLES_EMPREINTES:
        manque |= ~Q(Exists(empreintes_du_numero.filter(cle=cle)))
    return manque


def _retirer_les_perimees() -> int:
    """Remove the rows of keys that left the ring, save where that would leave a number that nothing finds."""
    actuelles = EmpreinteNir.objects.filter(cle=next(iter(settings.CLES_EMPREINTES)))
    du_meme_numero = (
        Q(ancien=None) & Q(Exists(actuelles.filter(personne=OuterRef("personne"), ancien=None))),
        Q(Exists(actuelles.filter(ancien=OuterRef("ancien")))),
    )
    perimees = EmpreinteNir.objects.exclude(cle__in=settings.CLES_EMPREINTES)
    return perimees.filter(du_meme_numero[0] | du_meme_numero[1]).delete()[0]
