"""Passkeys: bound to this site by the browser itself, so that nobody can be led to show one elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import actions, cles_acces
from accounts.cles_acces import Etat, ReponseRefusee, Site
from accounts.enums import Nature, NatureFacteur
from accounts.models import Compte, Facteur, Personne
from accounts.services.facteurs.commun import (
    CleDejaConnue,
    apres_un_changement,
    arreter_les_codes,
    exiger_de_la_place,
    noter,
)
from accounts.services.sessions import tenir
from portal.journal.services import consigner


def options_ajout(*, compte: Compte, nom: str, site: Site) -> tuple[dict[str, Any], Etat]:
    """What the browser needs to make a key, and the state to keep in the session. `nom`: what the key will show."""
    return cles_acces.demander_creation(
        site,
        poignee=cles_acces.poignee_de(compte.reference),
        nom=nom,
        connues=_donnees(compte),
        instant=timezone.now().timestamp(),
    )


def ajouter_cle(
    *,
    compte: Compte,
    personne: Personne | None,
    nom: str,
    reponse: str,
    etat: Etat | None,
    site: Site,
    session: str,
) -> Facteur:
    """The key that the browser has just made. Raises ReponseRefusee, CleDejaConnue, TropDeFacteurs, AccesFerme."""
    facteur = lire_la_cle(compte=compte, nom=nom, reponse=reponse, etat=etat, site=site)
    with d_un_seul_compte(), transaction.atomic():
        tenir(compte, personne, session)
        exiger_de_la_place(compte)
        facteur.save()
        arreter_les_codes(personne)
        apres_un_changement(compte, personne, actions.FACTEUR_AJOUTE, facteur.nature, sauf=session)
    return facteur


def lire_la_cle(*, compte: Compte, nom: str, reponse: str, etat: Etat | None, site: Site) -> Facteur:
    """The key that was made, to be saved. Raises ReponseRefusee."""
    maintenant = timezone.now()
    creee = cles_acces.verifier_creation(site, etat=etat, reponse=reponse, instant=maintenant.timestamp())
    facteur = Facteur(
        compte=compte, nature=NatureFacteur.CLE, nom=nom, identifiant=creee.empreinte, compteur=creee.compteur,
        confirme_le=maintenant,
    )  # fmt: skip
    facteur.secret = creee.donnees
    return facteur


@contextmanager
def d_un_seul_compte() -> Iterator[None]:
    """Around the transaction that saves a key: raises CleDejaConnue when it already opens an account."""
    try:
        yield
    except IntegrityError as erreur:
        if "facteur_cle_d_un_seul_compte" not in str(erreur):
            raise
        raise CleDejaConnue from None


def options_presentation(*, compte: Compte | None, site: Site) -> tuple[dict[str, Any], Etat]:
    """What the browser needs to show a key, and the state to keep. Without account, any key of this site, which must
    then know its owner: it opens the account alone."""
    return cles_acces.demander_presentation(
        site,
        connues=_donnees(compte) if compte else [],
        verifiee=compte is None,
        instant=timezone.now().timestamp(),
    )


def presenter_cle(*, compte: Compte | None, reponse: str, etat: Etat | None, site: Site) -> Facteur:
    """The factor whose key signed, with its account. Raises ReponseRefusee, whatever the reason: the same queries for a
    key that is nobody's and for a signature that is wrong.

    `compte`: whose key it must be; without it, any active account of a person that a password opens too.
    """
    trouvee = _presentee(compte, reponse)
    maintenant = timezone.now()
    with transaction.atomic():
        facteur = trouvee.select_for_update(of=("self",)).order_by("pk").first()
        recue = _verifier(facteur, etat, reponse, site, maintenant.timestamp())
        if facteur is not None and recue is not None:
            facteur.compteur, facteur.utilise_le = recue, maintenant
            facteur.save(update_fields=["compteur", "utilise_le"])
            noter(facteur.compte, actions.FACTEUR_ACCEPTE, nature=facteur.nature)
            return facteur
    raise ReponseRefusee("présentation")


def _presentee(compte: Compte | None, reponse: str) -> QuerySet[Facteur]:
    empreinte = cles_acces.empreinte_presentee(reponse)
    cles = Facteur.objects.select_related("compte").filter(
        nature=NatureFacteur.CLE, identifiant=empreinte, confirme_le__isnull=False,
        compte__is_active=True,
    )  # fmt: skip
    if compte is not None:
        return cles.filter(compte=compte)
    # Alone, a key opens no account of an agent. « Ce n'était pas moi » makes the password useless: the way back is then
    # a recovery, whatever key there is.
    usagers = cles.filter(compte__nature=Nature.USAGER)
    return usagers.exclude(compte__password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _verifier(
    facteur: Facteur | None, etat: Etat | None, reponse: str, site: Site, instant: float
) -> int | None:
    """The new count; None when it is refused, which is in the journal."""
    if facteur is None:
        consigner(action=actions.FACTEUR_REFUSE, donnees={"nature": NatureFacteur.CLE.value})
        return None
    try:
        recue = cles_acces.verifier_presentation(
            site, etat=etat, reponse=reponse, donnees=facteur.secret,
            poignee=cles_acces.poignee_de(facteur.compte.reference), instant=instant,
        )  # fmt: skip
    except ReponseRefusee:
        noter(facteur.compte, actions.FACTEUR_REFUSE, nature=facteur.nature)
        return None
    # Section 7.2, step 22: a count that does not go up is another key with the same secret. Those that always say 0
    # do not count.
    if recue <= facteur.compteur and (recue or facteur.compteur):
        noter(facteur.compte, actions.CLE_DOUTEUSE)
        return None
    return recue


def _donnees(compte: Compte) -> list[bytes]:
    cles = Facteur.objects.filter(compte=compte, nature=NatureFacteur.CLE).order_by("pk")
    return [cle.secret for cle in cles]
