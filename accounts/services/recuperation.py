"""Choosing a password without the former one: a letter's secret, the new password.

What was proven before, and by what, is a `Verification`; only those of `POUR_UN_MOT_DE_PASSE` lead here.
"""

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import actions, jetons, secrets
from accounts.enums import (
    POUR_UN_MOT_DE_PASSE,
    Canal,
    EtatVerification,
    FormeSecret,
    Nature,
    UsageVerification,
)
from accounts.models import Compte, Personne, Secret, Verification
from accounts.services.avis import prevenir
from accounts.services.connexion import freiner
from accounts.services.contacts import defaire_les_changements
from accounts.services.levee import arreter_la_levee
from accounts.services.mots_de_passe import poser
from accounts.services.secrets import (
    convient,
    fermer_les_verifications,
    qui_ouvrent,
    tenir_la_personne,
)
from accounts.services.verification import DUREE_PROUVEE, VerificationFinie, avancer
from portal.journal.services import consigner
from portal.limites.regles import PREMIERE_CONNEXION
from portal.limites.services import reussir


def utiliser_secret_postal(
    *, personne: Personne | None, cle: str, saisie: str, adresse: str, navigateur: str
) -> Verification | None:
    """What a letter brought, used once; then this browser has a quarter of an hour to choose a password.

    None when it is not right. Raises TropDEssais.
    """
    freiner(PREMIERE_CONNEXION, cle=cle, adresse=adresse, ou="code postal")
    lu, qui = secrets.lire(saisie), f"personne:{personne.reference}" if personne else ""
    with transaction.atomic():
        # Before their secrets: « ce n'était pas moi », said at the same instant, has the last word.
        tenir_la_personne(Q(pk=personne.pk if personne else 0))
        juste = next((s for s in _secrets_postaux(personne) if convient(s, lu)), None)
        if juste is None:
            consigner(action=actions.CODE_REFUSE, sujet=qui, donnees={"canal": Canal.COURRIER})
            return None
        juste.utilise_le = timezone.now()
        juste.save(update_fields=["utilise_le"])
        verification = Verification(
            usage=UsageVerification.OUBLI if juste.forme == FormeSecret.LETTRE else UsageVerification.PREMIERE,
            personne=personne, cle_limite=cle, navigateur=jetons.condenser(navigateur), etat=EtatVerification.PROUVEE,
            perime_le=timezone.now() + DUREE_PROUVEE,
        )  # fmt: skip
        verification.choix = []
        verification.save()
        consigner(action=actions.CODE_ACCEPTE, sujet=qui, donnees={"canal": Canal.COURRIER})
    reussir(PREMIERE_CONNEXION, compte=cle, adresse=adresse)
    return verification


def _secrets_postaux(personne: Personne | None) -> list[Secret]:
    """Those that still open something, locked: a second browser waits, then no longer finds the one that was used."""
    formes = [FormeSecret.LETTRE]
    compte = personne.compte if personne else None
    # Eight digits open a first login only.
    if compte is None or not compte.has_usable_password():
        formes.append(FormeSecret.PREMIER)
    vivants = Secret.objects.filter(
        qui_ouvrent(), personne_id=personne.pk if personne else 0, canal=Canal.COURRIER, forme__in=formes
    )
    return list(vivants.select_for_update().order_by("pk"))


def choisir_mot_de_passe(
    *, verification: Verification, mot_de_passe: str, defaire_coordonnees: bool = False
) -> Compte:
    """Give the person this password, already found acceptable: every session closes, everything sent is void, and they
    are told on every contact point. `defaire_coordonnees`: they say that what was changed of these lately was not by
    them; or the code of their next login could go to a thief. Raises VerificationFinie, HachageSature."""
    if verification.usage not in POUR_UN_MOT_DE_PASSE:
        raise VerificationFinie
    # 100 MiB and a tenth of a second: not under a lock.
    hache = make_password(mot_de_passe)
    with transaction.atomic():
        tenir_la_personne(Q(pk=verification.personne_id or 0))
        tenue = avancer(verification, "terminer")
        personne = tenue.personne
        assert personne is not None  # noqa: S101 - a constraint of the table
        compte = compte_de(personne)
        poser(compte, hache)
        fermer_les_verifications(personne, sauf=tenue.pk)
        # Asked for with the former password: it must not remove the factors of whoever enters with this one.
        arreter_la_levee(compte=compte, personne=personne)
        consigner(action=actions.MOT_DE_PASSE_CHOISI, acteur=compte, sujet=f"personne:{personne.reference}")
        prevenir(personne=personne, modele="mot_de_passe_change", sujet="Votre mot de passe a changé")
        if defaire_coordonnees:
            defaire_les_changements(personne=personne, acteur=compte)
    return compte


def compte_de(personne: Personne) -> Compte:
    """The account of a person, who is held; opened at their first login."""
    tenue = Personne.objects.get(pk=personne.pk)
    if tenue.compte_id is not None:
        return Compte.objects.select_for_update().get(pk=tenue.compte_id)
    tenue.compte = Compte.objects.create_user(nature=Nature.USAGER)
    tenue.save(update_fields=["compte"])
    donnees = {"compte": tenue.compte.reference}
    consigner(action=actions.COMPTE_RATTACHE, sujet=f"personne:{tenue.reference}", donnees=donnees)
    return tenue.compte
