"""Who acts for somebody else: tuteurs, the persons who enter in their name, and their mandates. For agents.

Rights are read anew at each request: what is ended here is closed at the very next one, page open or not. Who is told,
and who is not: docs/decisions/2026-11-26-tuteurs-et-mandats.md.
"""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Compte, Personne
from accounts.services import prevenir
from dossiers import actions
from dossiers.enums import Autorisable, MotifFin, NatureTuteur
from dossiers.models import Dossier, Mandat, MembreTuteur, Rattachement, Tuteur, periode
from dossiers.services.dossiers import code_caf, exiger_ordre, terminer
from portal.journal.services import consigner
from portal.violations import en_phrases

POUR_LA_PERSONNE, POUR_LE_TUTEUR = "mandat_change", "acces_tuteur_change"
SUJETS = {
    POUR_LA_PERSONNE: "Qui peut agir pour vous a changé",
    POUR_LE_TUTEUR: "Votre espace tuteur a changé",
}


def creer_tuteur(
    *,
    nature: str,
    caf: str,
    le: date,
    nom: str = "",
    personne: Personne | None = None,
    reference: str = "",
    acteur: Compte | None = None,
) -> Tuteur:
    """A body called `nom`; or a person, who is then its only member from `le` on and gives it their name.

    `caf`: the code of the Caf whose agents know it. Raises ValidationError.
    """
    seul = nature == NatureTuteur.PERSONNE
    if seul and personne is None:
        raise ValidationError("Dites quelle personne est ce tuteur.", code="sans_personne")
    nom = personne.nom_complet if seul and personne else " ".join(nom.split())
    tuteur = Tuteur(nature=nature, nom=nom, caf_id=code_caf(caf))
    if reference:
        tuteur.reference = reference
    tuteur.full_clean(validate_unique=False, validate_constraints=False)
    with en_phrases(Tuteur, MembreTuteur):
        tuteur.save()
        consigner(
            action=actions.TUTEUR_CREE, acteur=acteur, sujet=_sujet(tuteur), caf=tuteur.caf_id,
            donnees={"nature": nature},
        )  # fmt: skip
        if seul and personne:
            ajouter_membre(tuteur=tuteur, personne=personne, du=le, acteur=acteur)
    return tuteur


def ajouter_membre(
    *, tuteur: Tuteur, personne: Personne, du: date, au: date | None = None, acteur: Compte | None = None
) -> MembreTuteur:
    """Let this person enter in the name of the tuteur, from `du` to the day before `au`. They are told."""
    exiger_ordre(du, au)
    with en_phrases(MembreTuteur):
        membre = MembreTuteur.objects.create(
            tuteur=tuteur,
            personne=personne,
            seul=tuteur.nature == NatureTuteur.PERSONNE,
            periode=periode(du, au),
        )
        donnees = {"personne": personne.reference, **_dates(du, au)}
        consigner(
            action=actions.MEMBRE_AJOUTE,
            acteur=acteur,
            sujet=_sujet(tuteur),
            caf=tuteur.caf_id,
            donnees=donnees,
        )
        _dire(personne, POUR_LE_TUTEUR)
    return membre


def retirer_membre(*, membre: MembreTuteur, le: date, acteur: Compte | None = None) -> None:
    """From `le` on they open nothing more in this name. A link that began that very day is removed. They are told.

    Raises ValidationError (`membre_parti`).
    """
    with en_phrases(MembreTuteur):
        tenu = _tenu(MembreTuteur.objects.select_related("tuteur", "personne"), membre.pk, le)
        if tenu is None:
            raise ValidationError(
                "Cette personne n’entre déjà plus au nom de ce tuteur.", code="membre_parti"
            )
        terminer(tenu, le)
        donnees = {"personne": tenu.personne.reference, "le": le.isoformat()}
        consigner(
            action=actions.MEMBRE_RETIRE, acteur=acteur, sujet=_sujet(tenu.tuteur), caf=tenu.tuteur.caf_id,
            donnees=donnees,
        )  # fmt: skip
        _dire(tenu.personne, POUR_LE_TUTEUR)


def ouvrir_mandat(
    *,
    tuteur: Tuteur,
    dossier: Dossier,
    protegee: Personne,
    mesure: str,
    portees: Collection[str],
    coordonnees_bancaires: bool = False,
    du: date,
    au: date | None = None,
    jugement_le: date | None = None,
    jugement_reference: str = "",
    reference: str = "",
    caf: str = "",
    acteur: Compte | None = None,
) -> Mandat:
    """Let a tuteur act for somebody of this dossier, from `du` to the day before `au`. Both are told.

    `portees`: values of `Autorisable`. Raises ValidationError (`hors_du_dossier`, `pour_soi`, or a constraint).
    """
    exiger_ordre(du, au)
    permises = {Autorisable(p) for p in portees}
    mandat = Mandat(
        tuteur=tuteur, dossier=dossier, protegee=protegee, mesure=mesure, periode=periode(du, au),
        coordonnees_bancaires=coordonnees_bancaires, jugement_le=jugement_le,
        jugement_reference=" ".join(jugement_reference.split()), **{p.value: p in permises for p in Autorisable},
    )  # fmt: skip
    if reference:
        mandat.reference = reference
    with en_phrases(Mandat):
        Dossier.objects.select_for_update().get(pk=dossier.pk)
        _exiger_dans_le_dossier(mandat)
        _exiger_un_autre(mandat)
        mandat.save()
        donnees = {
            "mandat": mandat.reference, "tuteur": tuteur.reference, "dossier": dossier.reference,
            "mesure": mesure, "portees": _en_lettres(mandat), **_dates(du, au),
        }  # fmt: skip
        consigner(
            action=actions.MANDAT_OUVERT, acteur=acteur, sujet=_protegee(mandat), caf=caf, donnees=donnees
        )
        _dire_aux_deux(mandat, du)
    return mandat


def terminer_mandat(
    *, mandat: Mandat, le: date, motif: str, caf: str = "", acteur: Compte | None = None
) -> None:
    """End it: from `le` on it opens nothing. One that began that very day is removed. Both are told.

    `motif`: a value of `MotifFin`. Raises ValidationError (`mandat_fini`).
    """
    with en_phrases(Mandat):
        tenu = _tenu(Mandat.objects.select_related("tuteur", "protegee", "dossier"), mandat.pk, le)
        if tenu is None:
            raise ValidationError("Ce mandat est déjà terminé à cette date.", code="mandat_fini")
        tenu.motif_fin = motif
        tenu.save(update_fields=["motif_fin"])
        terminer(tenu, le)
        donnees = {
            "mandat": tenu.reference, "tuteur": tenu.tuteur.reference, "dossier": tenu.dossier.reference,
            "le": le.isoformat(), "motif": motif,
        }  # fmt: skip
        consigner(
            action=actions.MANDAT_TERMINE, acteur=acteur, sujet=_protegee(tenu), caf=caf, donnees=donnees
        )
        _dire_aux_deux(tenu, le, sauf_la_personne=motif == MotifFin.DECES)


def _tenu(lignes: QuerySet, cle: int, le: date):  # type: ignore[no-untyped-def,type-arg]
    """The row as it is now, held; None when it has ended by that day."""
    ligne = lignes.select_for_update(of=("self",)).filter(pk=cle).order_by("pk").first()
    finie = ligne is None or (ligne.periode.upper is not None and ligne.periode.upper <= le)
    return None if finie else ligne


def _exiger_dans_le_dossier(mandat: Mandat) -> None:
    places = Rattachement.objects.filter(
        dossier=mandat.dossier, personne=mandat.protegee, periode__overlap=mandat.periode
    )
    if not places.exists():
        raise ValidationError("Cette personne n’est pas dans ce dossier à ces dates.", code="hors_du_dossier")


def _exiger_un_autre(mandat: Mandat) -> None:
    if MembreTuteur.objects.filter(tuteur=mandat.tuteur, personne=mandat.protegee, seul=True).exists():
        raise ValidationError("Une personne n’est pas son propre tuteur.", code="pour_soi")


def _dire_aux_deux(mandat: Mandat, le: date, *, sauf_la_personne: bool = False) -> None:
    """The protected person, unless she has died; the tuteur when it is a person. A body's users read their list."""
    if not sauf_la_personne:
        _dire(mandat.protegee, POUR_LA_PERSONNE)
    if mandat.tuteur.nature == NatureTuteur.PERSONNE:
        membres = MembreTuteur.objects.filter(tuteur=mandat.tuteur, periode__contains=le)
        for membre in membres.select_related("personne").order_by("pk"):
            _dire(membre.personne, POUR_LE_TUTEUR)


def _dire(personne: Personne, modele: str) -> None:
    prevenir(personne=personne, modele=modele, sujet=SUJETS[modele])


def _en_lettres(mandat: Mandat) -> str:
    """« consulter demander »: what was ticked, for the journal."""
    cochees = [p.value for p in Autorisable if getattr(mandat, p.value)]
    return " ".join([*cochees, *(["coordonnees_bancaires"] if mandat.coordonnees_bancaires else [])])


def _dates(du: date, au: date | None) -> dict[str, str | None]:
    return {"du": du.isoformat(), "au": au.isoformat() if au else None}


def _sujet(tuteur: Tuteur) -> str:
    """How the journal names a tuteur."""
    return f"tuteur:{tuteur.reference}"


def _protegee(mandat: Mandat) -> str:
    """The person whose history this is."""
    return f"personne:{mandat.protegee.reference}"
