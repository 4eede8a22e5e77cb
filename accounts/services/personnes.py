"""Writing persons, and the journal: `acteur` is who asks (None: the portal itself). Each service is all or nothing.

A broken rule raises a ValidationError with a sentence.

These sentences say that a number is somebody's: they are for agents. A page open to the public answers alike whatever
the reason.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError

from accounts import actions, coordonnees, empreintes
from accounts.enums import Nature
from accounts.models import Compte, EmpreinteNir, NirAncien, Personne, PointContact
from accounts.nir import Nir
from portal.journal.services import consigner
from portal.violations import en_phrases


def creer_personne(
    *,
    nom_naissance: str,
    prenoms: str,
    date_naissance: date,
    nom_usage: str = "",
    nir: Nir | None = None,
    compte: Compte | None = None,
    reference: str = "",
    acteur: Compte | None = None,
) -> Personne:
    """A saved person. `reference` is drawn unless given. Raises ValidationError, VraiNumero."""
    personne = Personne(
        nom_naissance=_propre(nom_naissance),
        nom_usage=_propre(nom_usage),
        prenoms=_propre(prenoms),
        date_naissance=date_naissance,
        compte=_compte_d_usager(compte),
    )
    if reference:
        personne.reference = reference
    if nir is not None:
        personne.nir = nir
    personne.clean_fields()
    with en_phrases(Personne, EmpreinteNir):
        personne.save()
        if nir is not None:
            empreintes.poser(personne, nir)
        consigner(action=actions.PERSONNE_CREEE, acteur=acteur, sujet=_sujet(personne))
    return personne


def attribuer_nir(*, personne: Personne, nir: Nir, acteur: Compte | None = None) -> None:
    """Give a number to a person who has none; nothing happens when it is already theirs.

    Raises ValidationError (`nir_deja_attribue`, `empreinte_nir_unique`), VraiNumero.
    """
    with en_phrases(EmpreinteNir):
        actuel = _verrouiller(personne).nir
        if actuel == nir:
            return
        if actuel is not None:
            raise ValidationError("Cette personne a déjà un numéro.", code="nir_deja_attribue")
        personne.nir = nir
        personne.save(update_fields=["nir_scelle"])
        empreintes.poser(personne, nir)
        consigner(action=actions.NIR_ATTRIBUE, acteur=acteur, sujet=_sujet(personne))


def remplacer_nir_provisoire(
    *, personne: Personne, definitif: Nir, acteur: Compte | None = None
) -> NirAncien:
    """Replace a temporary or waiting number by the definitive one; both find the person afterwards.

    Raises ValidationError (`nir_non_provisoire`, `nir_non_definitif`, `empreinte_nir_unique`), VraiNumero.
    """
    with en_phrases(EmpreinteNir):
        ancien = _verrouiller(personne).nir
        if ancien is None or not ancien.provisoire:
            raise ValidationError(
                "Seul un numéro provisoire ou d’attente se remplace.", code="nir_non_provisoire"
            )
        if definitif.provisoire:
            raise ValidationError("Le nouveau numéro doit être définitif.", code="nir_non_definitif")
        trace = NirAncien(personne=personne, nature=ancien.nature)
        trace.nir = ancien
        trace.save()
        EmpreinteNir.objects.filter(personne=personne, ancien=None).update(ancien=trace)
        personne.nir = definitif
        personne.save(update_fields=["nir_scelle"])
        empreintes.poser(personne, definitif)
        consigner(action=actions.NIR_REMPLACE, acteur=acteur, sujet=_sujet(personne))
    return trace


def ajouter_point_contact(
    *,
    personne: Personne,
    canal: str,
    valeur: str,
    verifie_le: datetime | None = None,
    acteur: Compte | None = None,
) -> PointContact:
    """The contact point of this value, added unless the person already has it. Raises ValidationError."""
    lue = coordonnees.LECTURES[canal](valeur)
    coordonnees.exiger_fictive(canal, lue)
    with en_phrases(PointContact):
        # The lock keeps two requests from adding the same value twice: sealed, it can't be unique by itself.
        _verrouiller(personne)
        for point in PointContact.objects.filter(personne=personne, canal=canal):
            if point.valeur == lue:
                return _remis(point)
        point = PointContact(personne=personne, canal=canal, verifie_le=verifie_le)
        point.valeur = lue
        point.save()
        consigner(
            action=actions.CONTACT_AJOUTE, acteur=acteur, sujet=_sujet(personne), donnees={"canal": canal}
        )
    return point


def _remis(point: PointContact) -> PointContact:
    """In service again when it had been removed."""
    if point.retire_le is not None:
        point.retire_le = None
        point.save(update_fields=["retire_le"])
    return point


def rattacher_compte(*, personne: Personne, compte: Compte, acteur: Compte | None = None) -> None:
    """Give an account to a person who has none. Raises ValidationError."""
    with en_phrases(Personne):
        deja = _verrouiller(personne).compte_id
        if deja not in (None, compte.pk) or Personne.objects.filter(compte=compte).exclude(pk=personne.pk):
            raise ValidationError(
                "Cette personne ou ce compte est déjà rattaché.", code="compte_deja_rattache"
            )
        personne.compte = _compte_d_usager(compte)
        personne.save(update_fields=["compte"])
        if deja is None:
            donnees = {"compte": compte.reference}
            consigner(action=actions.COMPTE_RATTACHE, acteur=acteur, sujet=_sujet(personne), donnees=donnees)


def _sujet(personne: Personne) -> str:
    """How the journal names a person."""
    return f"personne:{personne.reference}"


def _verrouiller(personne: Personne) -> Personne:
    """The row as it is now, held until the end of the transaction."""
    return Personne.objects.select_for_update().get(pk=personne.pk)


def _compte_d_usager(compte: Compte | None) -> Compte | None:
    if compte is not None and compte.nature != Nature.USAGER:
        raise ValidationError("Seul un compte d’usager est celui d’une personne.", code="compte_d_usager")
    return compte


def _propre(texte: str) -> str:
    return " ".join(texte.split())
