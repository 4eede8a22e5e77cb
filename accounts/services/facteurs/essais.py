"""The same, with tries that are counted: outside any transaction, for what is counted must outlive what fails."""

from collections.abc import Callable

from accounts.cles_acces import Etat, ReponseRefusee, Site
from accounts.models import Compte, Facteur, Personne
from accounts.selectors import personne_du_compte
from accounts.services.connexion import cle_limite, freiner
from accounts.services.facteurs.application import verifier_totp
from accounts.services.facteurs.cles import presenter_cle
from accounts.services.facteurs.codes import utiliser_code_secours
from portal.limites.regles import CODE_SAISI, CONNEXION
from portal.limites.services import reussir

OU = "second facteur"


def essayer_totp(*, compte: Compte, personne: Personne | None, saisie: str, adresse: str) -> bool:
    """Whether the application shows this code. Raises TropDEssais."""
    return _essayer(compte, personne, adresse, lambda: verifier_totp(compte=compte, saisie=saisie))


def essayer_code_secours(*, compte: Compte, personne: Personne | None, saisie: str, adresse: str) -> bool:
    """Whether this is one of the printed codes. Raises TropDEssais."""
    return _essayer(compte, personne, adresse, lambda: utiliser_code_secours(compte=compte, saisie=saisie))


def essayer_cle(
    *, compte: Compte, personne: Personne | None, reponse: str, etat: Etat | None, site: Site, adresse: str
) -> bool:
    """Whether a key of this account answers. Raises TropDEssais."""

    def presenter() -> bool:
        try:
            presenter_cle(compte=compte, reponse=reponse, etat=etat, site=site)
        except ReponseRefusee:
            return False
        return True

    return _essayer(compte, personne, adresse, presenter)


def _essayer(compte: Compte, personne: Personne | None, adresse: str, geste: Callable[[], bool]) -> bool:
    # An agent is nobody here: by their account.
    cle = cle_limite(personne, None) if personne else compte.reference
    freiner(CODE_SAISI, cle=cle, adresse=adresse, ou=OU)
    juste = geste()
    if juste:
        reussir(CODE_SAISI, compte=cle, adresse=adresse)
    return juste


def freiner_une_entree(*, adresse: str) -> None:
    """Count one who asks to open an account with a key alone: nobody knows yet whose. Raises TropDEssais."""
    freiner(CONNEXION, cle="", adresse=adresse, ou="clé d’accès")


def entrer_par_cle(*, reponse: str, etat: Etat | None, site: Site, adresse: str) -> Facteur:
    """The factor, with its account, of a key that knows its owner. Raises ReponseRefusee.

    What was not asked for is refused at once: each thing asked counts as a try, and a stranger who sends answers
    without asking must fill neither the journal nor the locks.
    """
    if etat is None:
        raise ReponseRefusee("rien n’a été demandé")
    facteur = presenter_cle(compte=None, reponse=reponse, etat=etat, site=site)
    personne = personne_du_compte(facteur.compte)
    reussir(CONNEXION, compte=cle_limite(personne, None) if personne else "", adresse=adresse)
    return facteur
