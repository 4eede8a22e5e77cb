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
CONNEXION = declarer("accounts.connexion", "Une personne s’est connectée.", donnees=("navigateur",)).code
CONNEXION_REFUSEE = declarer("accounts.connexion_refusee", "Une connexion a été refusée.").code
CONNEXION_FREINEE = declarer(
    "accounts.connexion_freinee", "Trop d’essais : il a fallu attendre.", donnees=("ou",)
).code
DECONNEXION = declarer("accounts.deconnexion", "Une personne s’est déconnectée.").code
RECUPERATION_OUVERTE = declarer(
    "accounts.recuperation_ouverte", "Quelqu’un a demandé à choisir un nouveau mot de passe."
).code
CODE_DEMANDE = declarer("accounts.code_demande", "Un code a été demandé.", donnees=("canal",)).code
CODE_REFUSE = declarer("accounts.code_refuse", "Un code n’était pas le bon.", donnees=("canal",)).code
CODE_ACCEPTE = declarer("accounts.code_accepte", "Un code a été accepté.", donnees=("canal",)).code
RECUPERATION_ABANDONNEE = declarer(
    "accounts.recuperation_abandonnee", "Le choix d’un nouveau mot de passe a été abandonné."
).code
MOT_DE_PASSE_CHOISI = declarer(
    "accounts.mot_de_passe_choisi", "Un mot de passe a été choisi ; les sessions ont été fermées."
).code
LETTRE_ACTIVATION = declarer(
    "accounts.lettre_activation", "Une lettre de première connexion a été demandée."
).code
PERSONNE_CONSULTEE = declarer("accounts.personne_consultee", "Un agent a consulté une personne.").code
PERSONNES_LISTEES = declarer("accounts.personnes_listees", "Un agent a ouvert la liste des personnes.").code
PERSONNE_CHERCHEE = declarer(
    "accounts.personne_cherchee",
    "Un agent a cherché une personne par un numéro de Sécurité sociale.",
    donnees=("trouvee",),
).code
CONSULTATION_REFUSEE = declarer(
    "accounts.consultation_refusee",
    "Un agent a voulu ouvrir ce qu’il ne peut pas voir, ou qui n’existe pas.",
    donnees=("quoi",),
).code
VERIFICATION_ABANDONNEE = declarer(
    "accounts.verification_abandonnee", "Une vérification par code a été abandonnée."
).code
APPAREIL_DE_CONFIANCE = declarer(
    "accounts.appareil_de_confiance", "Un appareil est devenu de confiance.", donnees=("navigateur",)
).code
APPAREIL_OUBLIE = declarer("accounts.appareil_oublie", "Un appareil a été oublié.").code
CREATION_OUVERTE = declarer("accounts.creation_ouverte", "Quelqu’un a demandé à ouvrir un compte.").code
SESSION_FERMEE = declarer("accounts.session_fermee", "Une session a été fermée à distance.").code
CONTACT_PROUVE = declarer(
    "accounts.contact_prouve", "La personne a ajouté ou vérifié une coordonnée.", donnees=("canal",)
).code
CONTACT_RETIRE = declarer("accounts.contact_retire", "Une coordonnée a été retirée.", donnees=("canal",)).code
CONTACT_EFFACE = declarer(
    "accounts.contact_efface",
    "Un agent a effacé une coordonnée retirée, sans attendre la fin du délai.",
    donnees=("canal",),
).code
CONTACT_GARDE = declarer(
    "accounts.contact_garde", "Une coordonnée retirée depuis peu a été gardée.", donnees=("canal",)
).code
ACCES_FERMES = declarer(
    "accounts.acces_fermes",
    "La personne a dit «\u00a0ce n’était pas moi\u00a0»\u00a0: tous ses accès ont été fermés.",
).code
FACTEUR_AJOUTE = declarer(
    "accounts.facteur_ajoute", "Un second facteur a été ajouté au compte.", donnees=("nature",)
).code
FACTEUR_RETIRE = declarer(
    "accounts.facteur_retire", "Un second facteur a été retiré du compte.", donnees=("nature",)
).code
FACTEUR_RENOMME = declarer(
    "accounts.facteur_renomme", "Un second facteur a changé de nom.", donnees=("nature",)
).code
FACTEUR_ACCEPTE = declarer(
    "accounts.facteur_accepte", "Un second facteur a été présenté et accepté.", donnees=("nature",)
).code
FACTEUR_REFUSE = declarer(
    "accounts.facteur_refuse", "Un second facteur a été refusé.", donnees=("nature",)
).code
CLE_DOUTEUSE = declarer(
    "accounts.cle_douteuse", "Une clé d’accès a donné un compte qui recule : elle a pu être copiée."
).code
CODES_IMPRIMES = declarer(
    "accounts.codes_imprimes", "Des codes de secours ont été imprimés ; les précédents ne servent plus."
).code
CODE_SECOURS_ACCEPTE = declarer(
    "accounts.code_secours_accepte", "Un code de secours a servi.", donnees=("restants",)
).code
CODE_SECOURS_REFUSE = declarer("accounts.code_secours_refuse", "Un code de secours n’était pas le bon.").code
FACTEUR_INSTALLE = declarer(
    "accounts.facteur_installe",
    "Un agent a installé sa double vérification en se connectant.",
    donnees=("nature",),
).code
FACTEURS_REMIS_A_ZERO = declarer(
    "accounts.facteurs_remis_a_zero",
    "La double vérification d’un agent a été retirée par un autre\u00a0; ses sessions ont été fermées.",
    donnees=("combien",),
).code
FACTEURS_CONTESTES = declarer(
    "accounts.facteurs_contestes",
    "Revenue par un code, la personne a fait retirer ses seconds facteurs récents, qu’un autre a ajoutés.",
).code
LEVEE_DEMANDEE = declarer(
    "accounts.levee_demandee", "Le retrait de la double vérification a été demandé, par courrier."
).code
LEVEE_PROUVEE = declarer(
    "accounts.levee_prouvee", "Le code du courrier a été accepté\u00a0: le délai du retrait a commencé."
).code
LEVEE_ANNULEE = declarer("accounts.levee_annulee", "Le retrait de la double vérification a été annulé.").code
LEVEE_FAITE = declarer("accounts.levee_faite", "La double vérification a été retirée.").code
FRANCECONNECT_RECONNU = declarer(
    "accounts.franceconnect_reconnu", "FranceConnect a donné l’identité d’une personne qui se connecte."
).code
FRANCECONNECT_RELIE = declarer(
    "accounts.franceconnect_relie", "Un compte a été relié à une identité FranceConnect."
).code
FRANCECONNECT_DELIE = declarer(
    "accounts.franceconnect_delie", "Un compte n’est plus relié à FranceConnect."
).code
FRANCECONNECT_REFUSE = declarer(
    "accounts.franceconnect_refuse", "Une entrée par FranceConnect a été refusée.", donnees=("motif",)
).code
