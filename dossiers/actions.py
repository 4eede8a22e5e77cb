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
TUTEUR_CREE = declarer("dossiers.tuteur_cree", "Un tuteur a été enregistré.", donnees=("nature",)).code
MEMBRE_AJOUTE = declarer(
    "dossiers.membre_ajoute", "Une personne entre au nom d’un tuteur.", donnees=("personne", "du", "au")
).code
MEMBRE_RETIRE = declarer(
    "dossiers.membre_retire", "Une personne n’entre plus au nom d’un tuteur.", donnees=("personne", "le")
).code
MANDAT_OUVERT = declarer(
    "dossiers.mandat_ouvert",
    "Un tuteur peut agir pour la personne.",
    donnees=("mandat", "tuteur", "dossier", "mesure", "portees", "du", "au"),
).code
MANDAT_TERMINE = declarer(
    "dossiers.mandat_termine",
    "Le mandat d’un tuteur se termine.",
    donnees=("mandat", "tuteur", "dossier", "le", "motif"),
).code
MANDAT_CONSULTE = declarer(
    "dossiers.mandat_consulte",
    "Un tuteur a ouvert le dossier de la personne.",
    donnees=("mandat", "tuteur", "dossier"),
).code
MANDATS_LISTES = declarer("dossiers.mandats_listes", "Un tuteur a ouvert la liste de ses mandats.").code
MANDATS_CHERCHES = declarer(
    "dossiers.mandats_cherches", "Un tuteur a cherché dans ses mandats.", donnees=("trouves",)
).code
TUTEURS_LISTES = declarer("dossiers.tuteurs_listes", "Un agent a ouvert la liste des tuteurs.").code
TUTEUR_CONSULTE = declarer("dossiers.tuteur_consulte", "Un agent a consulté un tuteur.").code
TUTEUR_CHERCHE = declarer(
    "dossiers.tuteur_cherche", "Un agent a cherché un tuteur par son nom.", donnees=("trouves",)
).code
