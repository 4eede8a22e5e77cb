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
DOSSIER_CONSULTE = declarer("dossiers.dossier_consulte", "Un agent a consulté un dossier.").code
DOSSIERS_LISTES = declarer("dossiers.dossiers_listes", "Un agent a ouvert la liste des dossiers.").code
DOSSIER_CHERCHE = declarer(
    "dossiers.dossier_cherche",
    "Un agent a cherché un dossier par un numéro d’allocataire.",
    donnees=("trouve",),
).code
HABILITATION_DONNEE = declarer(
    "dossiers.habilitation_donnee", "Un agent a été habilité à une Caf.", donnees=("du", "au")
).code
HABILITATION_RETIREE = declarer(
    "dossiers.habilitation_retiree", "L’habilitation d’un agent à une Caf se termine.", donnees=("le",)
).code
HABILITATIONS_CONSULTEES = declarer(
    "dossiers.habilitations_consultees", "Un agent a consulté les habilitations."
).code
AUTORISATION_DONNEE = declarer(
    "dossiers.autorisation_donnee",
    "Une autorisation a été donnée sur le dossier.",
    donnees=("personne", "portee"),
).code
AUTORISATION_RETIREE = declarer(
    "dossiers.autorisation_retiree",
    "Une autorisation a été retirée sur le dossier.",
    donnees=("personne", "portee"),
).code
SEPARATION_DECLAREE = declarer(
    "dossiers.separation_declaree",
    "Une séparation a été déclarée\u00a0: l’accès de l’ancien conjoint s’est arrêté.",
    donnees=("personne",),
).code
