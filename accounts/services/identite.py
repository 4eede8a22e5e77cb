"""Who somebody says they are, without a password: the first step of a recovery and of a creation.

Nothing answered here tells a right civil status from a wrong one. It proves nothing either: a code sent to a contact
point that the Caf already holds does.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import actions, droits, jetons, leurres
from accounts.enums import Canal, EtatVerification, Nature, UsageVerification
from accounts.models import Personne, PointContact, Verification
from accounts.mots_de_passe import plier
from accounts.nir import Nir
from portal.journal.services import consigner

# A recovery that waits for a code outlives several of them.
DUREE = timedelta(hours=2)
ACTIONS = {
    UsageVerification.OUBLI: actions.RECUPERATION_OUVERTE,
    UsageVerification.CREATION: actions.CREATION_OUVERTE,
}


@dataclass(frozen=True)
class EtatCivil:
    """As it was typed; kept out of `repr`."""

    nom_naissance: str = field(repr=False)
    prenoms: str = field(repr=False)
    date_naissance: date = field(repr=False)


def ouvrir_recuperation(
    *, personne: Personne | None, nir: Nir, nom: str, cle: str, navigateur: str
) -> Verification:
    """A recovery for this browser (its token), for somebody if the birth name is theirs, else for nobody.

    The same queries either way. `personne` is who has this number.
    """
    reconnue = personne and _a_un_compte(personne) and _memes(personne.nom_naissance, nom)
    return _ouvrir(UsageVerification.OUBLI, personne if reconnue else None, nir, [nom], cle, navigateur)


def ouvrir_creation(
    *, personne: Personne | None, nir: Nir, etat_civil: EtatCivil, cle: str, navigateur: str, le: date
) -> Verification:
    """The same for who opens an account: their whole civil status, and something that is theirs on that day.

    Whoever already has an account chooses a new password for it: no dead end, and nothing to learn.
    """
    # Nobody: the same queries, which find nothing.
    qui = personne or Personne(pk=0, date_naissance=date.min)
    attachee = droits.ouvre_quelque_chose(qui, le)
    reconnue = personne and est_lui(personne, etat_civil) and (_a_un_compte(personne) or attachee)
    graine = [etat_civil.nom_naissance, etat_civil.prenoms, etat_civil.date_naissance.isoformat()]
    return _ouvrir(UsageVerification.CREATION, personne if reconnue else None, nir, graine, cle, navigateur)


def _ouvrir(
    usage: UsageVerification,
    reconnue: Personne | None,
    nir: Nir,
    graine: list[str],
    cle: str,
    navigateur: str,
) -> Verification:
    points = list(
        PointContact.objects.joignables()
        .filter(personne_id=reconnue.pk if reconnue else 0)
        .order_by("cree_le", "pk")
    )
    choix = proposer(points)
    verification = Verification(
        usage=usage, personne=reconnue if choix else None, cle_limite=cle,
        navigateur=jetons.condenser(navigateur), etat=EtatVerification.OUVERTE, perime_le=timezone.now() + DUREE,
    )  # fmt: skip
    # The same for every writing of a name that is read as one: those of somebody do not change with a hyphen either.
    verification.choix = choix or leurres.choix(nir, "/".join(map(_serrer, graine)), _domaines())
    with transaction.atomic():
        verification.save()
        consigner(action=ACTIONS[usage], sujet=sujet(verification))
    return verification


def sujet(verification: Verification) -> str:
    """The person when there is one: an agent who answers the telephone looks there."""
    personne = verification.personne
    return f"personne:{personne.reference}" if personne else f"recuperation:{verification.reference}"


def _domaines() -> tuple[str, ...]:
    """What decoys of e-mail addresses end with: as those of the people of this portal do."""
    return leurres.DOMAINES_FICTIFS if settings.DEMONSTRATION else leurres.DOMAINES_COURANTS


def _a_un_compte(personne: Personne) -> bool:
    compte = personne.compte
    return compte is not None and compte.is_active and compte.nature == Nature.USAGER


def est_lui(personne: Personne, saisi: EtatCivil) -> bool:
    """The birth name, the day of birth, and the given names: all of them or the first."""
    prenoms = {_serrer(personne.prenoms), _serrer(personne.premier_prenom)}
    return (
        _memes(personne.nom_naissance, saisi.nom_naissance)
        and _serrer(saisi.prenoms) in prenoms
        and personne.date_naissance == saisi.date_naissance
    )


def _memes(nom: str, saisi: str) -> bool:
    """Case, accents, spaces, hyphens and apostrophes do not matter."""
    return _serrer(nom) == _serrer(saisi)


def _serrer(nom: str) -> str:
    return "".join(c for c in plier(nom) if c.isalnum())


def proposer(points: list[PointContact], *, courrier: bool = True) -> list[dict[str, str]]:
    """The contact points that may receive a code, best first: verified ones, and the latest address (`courrier`); those
    that were removed come last."""
    verifies = [p for p in points if p.verifie_le and p.canal != Canal.COURRIER]
    adresses = [p for p in points if courrier and p.canal == Canal.COURRIER][-1:]
    ordre = {Canal.SMS: 0, Canal.COURRIEL: 1, Canal.COURRIER: 2}
    retenus = sorted([*verifies, *adresses], key=lambda p: (p.retire_le is not None, ordre[Canal(p.canal)]))
    return [{"reference": p.reference, "canal": p.canal, "masque": p.masque} for p in retenus]
