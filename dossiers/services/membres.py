"""Who a tuteur's user is: a person like any other, whom no dossier may hold yet. For agents."""

from django.core.exceptions import ValidationError

from accounts.enums import Canal
from accounts.models import Compte, Personne
from accounts.nir import Nir
from accounts.selectors import personne_par_nir
from accounts.services import ajouter_point_contact, creer_personne, envoyer_lettre_activation
from accounts.services.identite import EtatCivil, est_lui
from portal.violations import en_phrases

PAS_LES_MEMES = (
    "Ce numéro et cet état civil ne vont pas ensemble\u00a0: vérifiez la pièce d’identité et l’attestation."
)
SANS_ADRESSE = (
    "Nous ne connaissons pas encore cette personne\u00a0: indiquez l’adresse où lui écrire son premier code."
)


def reconnaitre_ou_enregistrer(
    *, nir: Nir, etat_civil: EtatCivil, nom_usage: str = "", adresse: str = "", acteur: Compte | None = None
) -> Personne:
    """The person of this number if this is their civil status; else a new one, to whom a letter of first login leaves.

    Nothing of somebody who is known is shown nor changed: an address given here would be a way into their account.
    Raises ValidationError (`pas_les_memes`, `adresse_requise`, or of the address).
    """
    connue = personne_par_nir(nir)
    if connue is not None:
        if not est_lui(connue, etat_civil):
            raise ValidationError(PAS_LES_MEMES, code="pas_les_memes")
        return connue
    if not adresse.strip():
        raise ValidationError(SANS_ADRESSE, code="adresse_requise")
    with en_phrases(Personne):
        personne = creer_personne(
            nom_naissance=etat_civil.nom_naissance, nom_usage=nom_usage, prenoms=etat_civil.prenoms,
            date_naissance=etat_civil.date_naissance, nir=nir, acteur=acteur,
        )  # fmt: skip
        ajouter_point_contact(personne=personne, canal=Canal.COURRIER, valeur=adresse, acteur=acteur)
        envoyer_lettre_activation(personne=personne, acteur=acteur)
    return personne
