"""Whether a password is somebody's. What follows (the stages of a login, the session) is allauth's and `connexions`."""

from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

from accounts import actions, jetons
from accounts.enums import Nature
from accounts.hachage import HachageSature
from accounts.models import Appareil, Compte, Personne
from accounts.nir import Nir
from portal.journal.services import consigner
from portal.limites.regles import CONNEXION, Regle
from portal.limites.services import Verdict, empreinte, essayer, reprendre, reussir

APPAREIL_DUREE = timedelta(days=365)


class TropDEssais(Exception):
    """One must wait; `verdict.delai` says how long."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__("trop d’essais")
        self.verdict = verdict


class IdentifiantsRefuses(Exception):
    """The number and the password do not go together. Nobody is told which."""


def cle_limite(personne: Personne | None, nir: Nir | None) -> str:
    """Under what name tries are counted: the person's, whichever of their numbers was typed; else the number's."""
    qui = ["personne", personne.reference] if personne else ["nir", nir.en_clair() if nir else ""]
    return empreinte(["accounts", *qui])


def freiner(regle: Regle, *, cle: str, adresse: str, ou: str) -> None:
    """Count one try. Raises TropDEssais, after writing it in the journal."""
    verdict = essayer(regle, compte=cle, adresse=adresse)
    if not verdict.autorise:
        if _a_dire(regle, cle, adresse, verdict):
            consigner(action=actions.CONNEXION_FREINEE, donnees={"ou": ou})
        raise TropDEssais(verdict)


def _a_dire(regle: Regle, cle: str, adresse: str, verdict: Verdict) -> bool:
    """Once for each delay: whoever insists writes one line in the journal, not a million."""
    try:
        return cache.add(f"freine:{empreinte([regle.nom, cle, adresse])}", 1, max(1, verdict.attendre))
    except RedisError:
        return True


def verifier_mot_de_passe(*, personne: Personne | None, cle: str, mot_de_passe: str, adresse: str) -> Compte:
    """The account that this password opens. One hash and the same queries whoever it is, or isn't.

    Raises TropDEssais, IdentifiantsRefuses, or HachageSature before the password was looked at.
    """
    freiner(CONNEXION, cle=cle, adresse=adresse, ou="connexion")
    compte = personne.compte if personne else None
    try:
        juste = _est_le_bon(compte, mot_de_passe)
    except HachageSature:
        reprendre(CONNEXION, compte=cle, adresse=adresse)
        raise
    if not juste:
        consigner(
            action=actions.CONNEXION_REFUSEE, sujet=f"personne:{personne.reference}" if personne else ""
        )
        raise IdentifiantsRefuses
    assert compte is not None  # noqa: S101 - said by `_est_le_bon`
    reussir(CONNEXION, compte=cle, adresse=adresse)
    return compte


def _est_le_bon(compte: Compte | None, mot_de_passe: str) -> bool:
    if compte is None or not compte.has_usable_password():
        make_password(mot_de_passe)
        return False
    juste = compte.check_password(mot_de_passe)
    return juste and compte.is_active and compte.nature == Nature.USAGER


def memoriser_appareil(compte: Compte) -> str:
    """Remember this browser for a year; returns the token that it keeps."""
    jeton = jetons.nouveau()
    Appareil.objects.create(
        empreinte=jetons.condenser(jeton), compte=compte, perime_le=timezone.now() + APPAREIL_DUREE
    )
    return jeton


def oublier_appareil(jeton: str) -> None:
    """Forget this browser."""
    Appareil.objects.filter(empreinte=jetons.condenser(jeton)).delete()
