"""What this room writes in the journal."""

from portal.journal.registre import declarer

DOSSIER_OUVERT = declarer("dossiers.dossier_ouvert", "Un dossier a été ouvert.").code
PERSONNE_RATTACHEE = declarer(
    "dossiers.personne_rattachee", "Une personne a été rattachée au dossier.", donnees=("personne", "role")
).code
PERSONNE_DETACHEE = declarer(
    "dossiers.personne_detachee", "Une personne a quitté le dossier.", donnees=("personne",)
).code
CAF_CHANGEE = declarer("dossiers.caf_changee", "Le dossier a changé de Caf.").code
