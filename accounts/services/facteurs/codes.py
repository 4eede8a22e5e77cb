"""The sheet of codes: drawn and shown once, kept as keyed digests, each used once."""

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import actions, codes_secours, secrets
from accounts.models import CodeSecours, Compte, Personne
from accounts.services.facteurs.commun import FacteurAbsent, apres_un_changement, noter
from accounts.services.second_facteur import a_un_facteur
from accounts.services.sessions import tenir


def imprimer_codes(*, compte: Compte, personne: Personne | None, session: str) -> list[str]:
    """Ten new codes, as they are printed; the former ones are void. Nothing gives them again.

    Raises FacteurAbsent when there is nothing they could replace, AccesFerme.
    """
    with transaction.atomic():
        tenir(compte, personne, session)
        if not a_un_facteur(compte):
            raise FacteurAbsent
        feuille = tirer_la_feuille(compte)
        apres_un_changement(compte, personne, actions.CODES_IMPRIMES)
    return feuille


def tirer_la_feuille(compte: Compte) -> list[str]:
    """Ten new codes in the place of the former ones, inside the caller's transaction."""
    CodeSecours.objects.filter(compte=compte).delete()
    tires = [codes_secours.tirer() for _ in range(codes_secours.COMBIEN)]
    CodeSecours.objects.bulk_create(_ligne(compte, valeur) for valeur in tires)
    return [codes_secours.ecrire(valeur) for valeur in tires]


def _ligne(compte: Compte, valeur: str) -> CodeSecours:
    code = CodeSecours(compte=compte)
    code.cle, code.empreinte = secrets.resumer(code.reference, valeur)
    return code


def codes_restants(compte: Compte) -> int:
    """How many codes of the last sheet still serve (one query). Those whose key left the ring do not."""
    return _utiles(compte).count()


def _utiles(compte: Compte) -> QuerySet[CodeSecours]:
    return CodeSecours.objects.filter(compte=compte, utilise_le=None, cle__in=settings.CLES_EMPREINTES)


def utiliser_code_secours(*, compte: Compte, saisie: str) -> bool:
    """Whether this is one of the sheet, never used: held, then written, before anybody else may use it."""
    lu = codes_secours.lire(saisie)
    with transaction.atomic():
        tenus = list(_utiles(compte).select_for_update().order_by("pk"))
        # All of them, right or wrong, wherever the right one is.
        justes = [c for c in tenus if secrets.est_le_bon(c.reference, c.cle, c.empreinte, lu)]
        if not justes:
            noter(compte, actions.CODE_SECOURS_REFUSE)
            return False
        code = justes[0]
        code.utilise_le = timezone.now()
        code.save(update_fields=["utilise_le"])
        noter(compte, actions.CODE_SECOURS_ACCEPTE, restants=len(tenus) - 1)
    return True
