"""Writing in this room. Each service is all or nothing and writes the journal; `acteur` is who asks, None the portal.

Persons and what identifies them: `personnes`. What was sent to prove something: `secrets`. Logging in: `connexion`.
How they are reached, changed by themselves: `contacts`.
Proving who one is with a code: `verification`. Choosing a password without the former one: `recuperation`.
"""

from accounts.services.avis import prevenir
from accounts.services.mots_de_passe import fermer_les_sessions
from accounts.services.personnes import (
    ajouter_point_contact,
    attribuer_nir,
    creer_personne,
    rattacher_compte,
    remplacer_nir_provisoire,
)
from accounts.services.secrets import envoyer_lettre_activation

__all__ = [
    "ajouter_point_contact",
    "attribuer_nir",
    "creer_personne",
    "envoyer_lettre_activation",
    "fermer_les_sessions",
    "prevenir",
    "rattacher_compte",
    "remplacer_nir_provisoire",
]
