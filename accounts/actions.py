"""What this room writes in the journal."""

from portal.journal.registre import declarer

PERSONNE_CREEE = declarer("accounts.personne_creee", "Une personne a été enregistrée.").code
NIR_ATTRIBUE = declarer(
    "accounts.nir_attribue", "Un numéro de sécurité sociale a été attribué à la personne."
).code
NIR_REMPLACE = declarer(
    "accounts.nir_remplace", "Le numéro provisoire de la personne a été remplacé par son numéro définitif."
).code
CONTACT_AJOUTE = declarer(
    "accounts.contact_ajoute", "Un point de contact a été ajouté à la personne.", donnees=("canal",)
).code
COMPTE_RATTACHE = declarer(
    "accounts.compte_rattache", "Un compte a été donné à la personne.", donnees=("compte",)
).code
