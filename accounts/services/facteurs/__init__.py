"""What somebody has besides a password: an application of codes, passkeys, a sheet of codes for the day they are lost.

Adding and removing (`commun`, `application`, `cles`, `codes`) is for a connected person who has just proven who they
are; presenting (`verifier_…`, `presenter_cle`, `utiliser_…`) for whoever must prove it. `essais` does it with counted
tries: that is what a page calls.
"""

from accounts.services.facteurs.agents import installer_cle, installer_totp, remettre_a_zero
from accounts.services.facteurs.application import (
    confirmer_totp,
    en_preparation,
    preparer_totp,
    verifier_totp,
)
from accounts.services.facteurs.cles import ajouter_cle, options_ajout, options_presentation, presenter_cle
from accounts.services.facteurs.codes import codes_restants, imprimer_codes, utiliser_code_secours
from accounts.services.facteurs.commun import (
    CleDejaConnue,
    DernierFacteur,
    FacteurAbsent,
    TropDeFacteurs,
    actifs,
    contester,
    recents,
    renommer_facteur,
    retirer_facteur,
    retirer_les_recents,
)
from accounts.services.facteurs.essais import (
    entrer_par_cle,
    essayer_cle,
    essayer_code_secours,
    essayer_totp,
    freiner_une_entree,
)

__all__ = [
    "CleDejaConnue",
    "DernierFacteur",
    "FacteurAbsent",
    "TropDeFacteurs",
    "actifs",
    "ajouter_cle",
    "codes_restants",
    "confirmer_totp",
    "contester",
    "en_preparation",
    "entrer_par_cle",
    "essayer_cle",
    "essayer_code_secours",
    "essayer_totp",
    "freiner_une_entree",
    "imprimer_codes",
    "installer_cle",
    "installer_totp",
    "options_ajout",
    "options_presentation",
    "preparer_totp",
    "presenter_cle",
    "recents",
    "remettre_a_zero",
    "renommer_facteur",
    "retirer_facteur",
    "retirer_les_recents",
    "utiliser_code_secours",
    "verifier_totp",
]
