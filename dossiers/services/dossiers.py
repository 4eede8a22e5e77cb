"""Writing dossiers and their dated links, and the journal: `acteur` is who asks, None the portal itself.

A broken rule raises a ValidationError with a sentence.
"""

from datetime import date

from django.core.exceptions import ValidationError

from accounts.enums import Nature
from accounts.models import Compte, Personne
from dossiers import actions
from dossiers.enums import Role
from dossiers.models import (
    PERIODE_MAL_DATEE,
    Dossier,
    Habilitation,
    LienCaf,
    Mandat,
    MembreTuteur,
    Rattachement,
    periode,
)
from portal.cafs import annuaire
from portal.journal.services import consigner
from portal.violations import en_phrases


def ouvrir_dossier(
    *,
    responsable: Personne,
    caf: str,
    numero_allocataire: str,
    le: date,
    reference: str = "",
    acteur: Compte | None = None,
) -> Dossier:
    """A dossier of one person in the Caf of code `caf`, from `le` on. `reference` is drawn unless given."""
    dossier = Dossier(reference=reference) if reference else Dossier()
    caf = code_caf(caf)
    with en_phrases(Dossier, LienCaf, Rattachement):
        dossier.save()
        LienCaf.objects.create(
            dossier=dossier, caf_id=caf, numero_allocataire=numero_allocataire, periode=periode(le)
        )
        consigner(action=actions.DOSSIER_OUVERT, acteur=acteur, sujet=_sujet(dossier), caf=caf)
        rattacher(dossier=dossier, personne=responsable, role=Role.RESPONSABLE, du=le, acteur=acteur)
    return dossier


def rattacher(
    *,
    dossier: Dossier,
    personne: Personne,
    role: str,
    du: date,
    au: date | None = None,
    acteur: Compte | None = None,
) -> Rattachement:
    """Link a person to a dossier from `du` to the day before `au`."""
    exiger_ordre(du, au)
    with en_phrases(Rattachement):
        lien = Rattachement.objects.create(
            dossier=dossier, personne=personne, role=role, periode=periode(du, au)
        )
        donnees = {"personne": personne.reference, "role": role}
        consigner(action=actions.PERSONNE_RATTACHEE, acteur=acteur, sujet=_sujet(dossier), donnees=donnees)
    return lien


def detacher(*, dossier: Dossier, personne: Personne, le: date, acteur: Compte | None = None) -> None:
    """End the person's link: from `le` on it opens nothing. A link that began that very day is removed."""
    with en_phrases(Rattachement):
        liens = Rattachement.objects.select_for_update().filter(dossier=dossier, personne=personne)
        lien = liens.filter(periode__contains=le).order_by("pk").first()
        if lien is None:
            raise ValidationError("Cette personne n’est pas dans ce dossier à cette date.", code="sans_lien")
        terminer(lien, le)
        donnees = {"personne": personne.reference}
        consigner(action=actions.PERSONNE_DETACHEE, acteur=acteur, sujet=_sujet(dossier), donnees=donnees)


def changer_de_caf(
    *, dossier: Dossier, caf: str, numero_allocataire: str, le: date, acteur: Compte | None = None
) -> LienCaf:
    """Move a dossier to another Caf, from `le` on."""
    caf = code_caf(caf)
    with en_phrases(LienCaf):
        liens = LienCaf.objects.select_for_update().filter(dossier=dossier, periode__contains=le)
        actuel = liens.order_by("pk").first()
        if actuel is not None:
            terminer(actuel, le)
        lien = LienCaf.objects.create(
            dossier=dossier, caf_id=caf, numero_allocataire=numero_allocataire, periode=periode(le)
        )
        consigner(action=actions.CAF_CHANGEE, acteur=acteur, sujet=_sujet(dossier), caf=caf)
    return lien


def habiliter(
    *, compte: Compte, caf: str, du: date, au: date | None = None, acteur: Compte | None
) -> Habilitation:
    """Let an agent see what the Caf of code `caf` holds, from `du` to the day before `au`."""
    if compte.nature != Nature.AGENT:
        raise ValidationError("Seul un compte d’agent s’habilite.", code="compte_d_agent")
    exiger_ordre(du, au)
    caf = code_caf(caf)
    with en_phrases(Habilitation):
        habilitation = Habilitation.objects.create(compte=compte, caf_id=caf, periode=periode(du, au))
        donnees = {"du": du.isoformat(), "au": au.isoformat() if au else None}
        consigner(
            action=actions.HABILITATION_DONNEE, acteur=acteur, sujet=_agent(compte), caf=caf, donnees=donnees
        )
    return habilitation


def retirer_habilitation(*, habilitation: Habilitation, le: date, acteur: Compte | None) -> None:
    """End it: from `le` on it opens nothing. One that would only have begun then is removed.

    Raises ValidationError (`habilitation_finie`).
    """
    with en_phrases(Habilitation):
        tenue = Habilitation.objects.select_for_update(of=("self",)).select_related("compte")
        actuelle = tenue.filter(pk=habilitation.pk).order_by("pk").first()
        if actuelle is None or (actuelle.periode.upper is not None and actuelle.periode.upper <= le):
            raise ValidationError("Cette habilitation est déjà terminée.", code="habilitation_finie")
        terminer(actuelle, le)
        consigner(
            action=actions.HABILITATION_RETIREE,
            acteur=acteur,
            sujet=_agent(actuelle.compte),
            caf=actuelle.caf_id,
            donnees={"le": le.isoformat()},
        )


def _agent(compte: Compte) -> str:
    return f"compte:{compte.reference}"


def _sujet(dossier: Dossier) -> str:
    """How the journal names a dossier."""
    return f"dossier:{dossier.reference}"


def code_caf(code: str) -> str:
    """Asked here: the database only sees a missing Caf when the transaction ends."""
    caf = annuaire.caf(code)
    if caf is None:
        raise ValidationError("Il n’y a pas de Caf de ce code.", code="caf_inconnue")
    return caf.code


def terminer(lien: Rattachement | LienCaf | Habilitation | MembreTuteur | Mandat, le: date) -> None:
    """From `le` on it opens nothing; removed when it would only have begun then."""
    if lien.periode.lower >= le:
        lien.delete()
    else:
        lien.periode = periode(lien.periode.lower, le)
        lien.save(update_fields=["periode"])


def exiger_ordre(du: date, au: date | None) -> None:
    """PostgreSQL refuses a range whose bounds are reversed before any constraint of ours is read."""
    if au is not None and au <= du:
        raise ValidationError(PERIODE_MAL_DATEE, code="periode")
