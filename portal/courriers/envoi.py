"""What the worker does with a message: mark it, commit, hand it over, conclude.

Between the mark and the conclusion no transaction is open and nobody else takes the message. If the process dies
there, the message stays marked, then becomes uncertain: it may have left, and is not sent again by itself.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.alea import nouvelle_reference
from portal.chiffrement import Indechiffrable
from portal.courriers import fournisseurs, lettre
from portal.courriers.enums import Canal, Etat
from portal.courriers.etats import TransitionInterdite, changer
from portal.courriers.fournisseurs import Doute, Envoi, Fournisseur, Indisponible, Pli, Refus
from portal.courriers.models import Courrier

journal = logging.getLogger(__name__)

LOT_MAX = 500  # letters


def faire_partir(choix: Q, combien: int = 1) -> int:
    """Try once to send what is due among `choix`; returns how many messages were taken.

    Messages taken together share a channel and a number of tries: they leave through one provider, at once.
    """
    fournisseur, courriers = _marquer(choix, combien)
    if fournisseur is None:
        return 0
    plis = [pli for courrier in courriers if (pli := _composer(courrier))]
    if plis:
        lot = courriers[0].lot or courriers[0].reference
        transition, motif = _remettre(fournisseur, Envoi(lot, plis))
        conclure([pli.reference for pli in plis], transition, motif)
    return len(courriers)


def dus(choix: Q, maintenant: datetime) -> QuerySet[Courrier]:
    """Messages to send now among `choix`, the oldest first."""
    return (
        Courrier.objects.filter(choix, etat=Etat.A_ENVOYER, pas_avant__lte=maintenant)
        .exclude(perime_le__lte=maintenant)
        .order_by("pk")
    )


def verrouiller(courriers: QuerySet[Courrier]) -> QuerySet[Courrier]:
    """Locked rows; those that another process holds are left to it."""
    return courriers.select_for_update(skip_locked=True)


def _marquer(choix: Q, combien: int) -> tuple[Fournisseur | None, list[Courrier]]:
    """Committed on return, or it would protect nothing: `durable` refuses to run inside another transaction."""
    maintenant = timezone.now()
    with transaction.atomic(durable=True):
        courriers = list(verrouiller(dus(choix, maintenant))[:combien])
        if not courriers:
            return None, []
        premier = courriers[0]
        fournisseur = fournisseurs.choisir(premier.canal, premier.essais)
        lot = nouvelle_reference() if premier.canal == Canal.COURRIER else ""
        for courrier in courriers:
            changer(
                courrier, "marquer",
                marque_le=maintenant, essais=courrier.essais + 1, lot=lot,
                fournisseur=fournisseur.nom, simule=fournisseur.simule,
            )  # fmt: skip
    return fournisseur, courriers


def _composer(courrier: Courrier) -> Pli | None:
    """The message in clear; None when it can't be made, which ends it: a batch doesn't wait for one letter."""
    try:
        return _pli(courrier)
    except Indechiffrable:
        conclure([courrier.reference], "echouer", "indéchiffrable")
    except ImportError:
        conclure([courrier.reference], "reporter", "typst absent")
    except RuntimeError:  # typst's own errors are
        conclure([courrier.reference], "echouer", "mise en page impossible")
    return None


def _pli(courrier: Courrier) -> Pli:
    contenu, adresse = courrier.contenu, courrier.destinataire
    pdf = b""
    if courrier.canal == Canal.COURRIER:
        pdf = lettre.composer(
            reference=courrier.reference, adresse=adresse, contenu=contenu, le=courrier.cree_le
        )
    return Pli(
        reference=courrier.reference, canal=courrier.canal, destinataire=adresse,
        sujet=contenu.sujet, texte=contenu.texte, html=contenu.html, pdf=pdf,
    )  # fmt: skip


def _remettre(fournisseur: Fournisseur, envoi: Envoi) -> tuple[str, str]:
    """(move, reason). An error that a provider did not foresee leaves a doubt."""
    try:
        fournisseur.envoyer(envoi)
    except Indisponible as erreur:
        return "reporter", erreur.motif
    except Refus as erreur:
        return "echouer", erreur.motif
    except Doute as erreur:
        return "douter", erreur.motif
    except Exception as erreur:
        return "douter", type(erreur).__name__
    return "aboutir", ""


def conclure(references: Sequence[str], transition: str, motif: str = "") -> None:
    """Write what became of marked messages. One that was declared uncertain meanwhile stays so, unless it left."""
    with transaction.atomic():
        for courrier in Courrier.objects.select_for_update().filter(reference__in=references).order_by("pk"):
            try:
                _conclure_un(courrier, transition, motif)
            except TransitionInterdite:
                journal.warning(
                    "courrier %s : %s refusé, déjà %s", courrier.reference, transition, courrier.etat
                )


def _conclure_un(courrier: Courrier, transition: str, motif: str) -> None:
    if transition == "reporter":
        delais = settings.COURRIERS_DELAIS
        if courrier.essais > len(delais):
            transition = "echouer"
        else:
            prochain = timezone.now() + timedelta(seconds=delais[courrier.essais - 1])
            changer(courrier, "reporter", motif=motif, pas_avant=prochain, releve_le=prochain)
            return
    changer(courrier, transition, motif=motif)
    if transition != "aboutir":
        journal.warning("courrier %s : %s (%s)", courrier.reference, courrier.etat, motif)
